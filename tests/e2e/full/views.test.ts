import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleApp } from '../harness/console-app.ts';
import { complaintsOf } from '../harness/complaints.ts';
import { receptionistAt, type Receptionist } from '../harness/receptionist.ts';
import { openSalon, type Salon } from '../harness/salon.ts';
import { consoleStories } from '../harness/stories.ts';

const stories = consoleStories();
let salon: Salon;
let app: ConsoleApp;
let desk: Receptionist;

beforeAll(async () => {
  salon = await openSalon();
  app = await stories.start({ env: salon.env(await salon.cable()) });
  desk = receptionistAt(app);
  await desk.signIn('Reception');
  await desk.isInStep();
  await desk.page.getByLabel('Statuses: choose one to see it alone').waitFor();
  await desk.book({ client: 'Zanele Khumalo', service: 'Cut', person: 'Ana Botha', time: '11:00' });
  await desk.book({ client: 'Fatima Patel', service: 'Massage', person: 'Ayanda Mthembu', time: '13:00' });
  await desk.book({ client: 'Pieter van Wyk', service: 'Colour', person: 'Ana Botha', time: '14:00' });
});
afterAll(() => salon.close());

const standsOn = async (words: RegExp): Promise<void> => {
  await desk.page.waitForFunction((source) => {
    const at = document.activeElement;
    return new RegExp(source).test(at?.getAttribute('aria-label') ?? at?.textContent ?? '');
  }, words.source);
};

/** Shown by its key; the keyboard is on it, as if nothing else had the focus. */
const look = async (keys: string, region: RegExp): Promise<void> => {
  await desk.page.keyboard.press(keys);
  await desk.page.getByRole('region', { name: region }).waitFor();
};

const complaints = (): Promise<readonly string[]> => complaintsOf(desk.page);

describe('a receptionist turns the diary by keys alone', () => {
  it('by room: a card is carried from the room to where it stands in none, and told that it needs one', async () => {
    await look('r', /^Rooms on/);
    const card = desk.card('Fatima Patel', '13:00');
    await card.focus();
    await desk.page.keyboard.press('m');
    await desk.page.keyboard.press('ArrowRight');
    await desk.page.getByText('Massage needs a room').first().waitFor();
    await desk.page.keyboard.press('Escape');
    await standsOn(/^Fatima Patel/);
    expect(await complaints()).toEqual([]);
  });

  it('by room: the time is moved in the room, and taken back', async () => {
    await desk.page.keyboard.press('m');
    await desk.page.keyboard.press('ArrowDown');
    await desk.page.keyboard.press('Enter');
    await desk.card('Fatima Patel', '13:15').waitFor();
    await desk.page.keyboard.press('Control+z');
    await desk.card('Fatima Patel', '13:00').waitFor();
  });

  it('a week of one person: a card is carried to another day by an arrow', async () => {
    await look('k', /^Week from/);
    await desk.page.keyboard.press('v');
    await desk.page.getByRole('menuitem', { name: 'Ana Botha' }).click();
    await desk.card('Zanele Khumalo', '11:00').waitFor();
    await desk.card('Zanele Khumalo', '11:00').focus();
    await desk.page.keyboard.press('m');
    await desk.page.keyboard.press('ArrowRight');
    await desk.page.keyboard.press('Enter');
    // Nobody is rostered on Tuesdays here, so the board asks why it is all right.
    const why = desk.page.getByRole('dialog', { name: 'Move it there all the same?' });
    await why.getByLabel('Why is it all right?').fill('She asked for it');
    await desk.page.keyboard.press('Enter');
    await desk.page.getByText(/^Moved to Tuesday/).waitFor();
    await desk.page.keyboard.press('Control+z');
    await desk.page.getByText(/^Moved to Tuesday/).waitFor({ state: 'detached' });
    expect(await complaints()).toEqual([]);
  });

  it('three days of a small team', async () => {
    await look('3', /^Three days from/);
    await desk.card('Fatima Patel', '13:00').waitFor();
    expect(await complaints()).toEqual([]);
  });

  it('a month in figures, from which a day opens', async () => {
    const { page } = desk;
    await page.keyboard.press('o');
    await standsOn(/3 bookings/);
    expect(await complaints()).toEqual([]);
    await page.keyboard.press('ArrowRight');
    await standsOn(/^Tuesday.*0 bookings/);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: /^Day board of Monday/ }).waitFor();
  });

  it('the agenda, searched by the end of a number and opened', async () => {
    const { page } = desk;
    await page.keyboard.press('a');
    await page.getByText('3 bookings').first().waitFor();
    expect(await complaints()).toEqual([]);
    await page.getByLabel('Client, number, service, person or room').fill('massage');
    await page.getByText('1 booking').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await standsOn(/Fatima Patel/);
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Appointment' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('comes back to its view after a restart', async () => {
    const { page } = desk;
    await page.reload();
    await page
      .getByRole('button', { name: 'Unlock' })
      .or(page.getByText('3 bookings').first())
      .first()
      .waitFor();
    if (await page.getByRole('button', { name: 'Unlock' }).isVisible()) await desk.unlock();
    await page.getByText('3 bookings').first().waitFor();
    await look('d', /^Day board of/);
  });
});

describe('blocked time', () => {
  it('is drawn on empty time, named from the menu, changed, moved and taken back', async () => {
    const { page } = desk;
    const lane = await page.locator('[data-lane]').first().boundingBox();
    const nine = await desk.card('Zanele Khumalo', '11:00').boundingBox();
    if (!lane || !nine) throw new Error('The board is not on the screen.');
    const x = lane.x + lane.width / 2;
    // From 16:00 on: five hours below eleven, 64 pixels each.
    const y = nine.y + 5 * 64 + 2;
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + 56, { steps: 5 });
    await page.mouse.up();
    await page.getByRole('menuitem', { name: 'Training' }).click();
    const block = page.getByRole('button', { name: /^Blocked: Training/ });
    await block.waitFor();

    await block.click();
    const panel = page.getByRole('complementary', { name: 'Blocked time' });
    await panel.getByText('Blocked by front_desk').waitFor();
    expect(await complaints()).toEqual([]);
    await panel.getByRole('button', { name: 'Stock take' }).click();
    await panel.getByLabel('Until').fill('17:30');
    await page.keyboard.press('Control+Enter');
    const stock = page.getByRole('button', { name: /^Blocked: Stock take, 16:00–17:30/ });
    await stock.waitFor();

    await stock.focus();
    await page.keyboard.press('m');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('-');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Blocked: Stock take, 15:45–17:00/ }).waitFor();
    await page.keyboard.press('Control+z');
    await stock.waitFor();
    await stock.focus();
    await page.keyboard.press('Delete');
    await stock.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await stock.waitFor();
  });
});

describe('what is known of a visit', () => {
  it('appears beside the card under a resting pointer, never over it, and goes with it', async () => {
    const { page } = desk;
    const card = desk.card('Pieter van Wyk', '14:00');
    await card.hover();
    const facts = page.getByRole('tooltip').filter({ hasText: 'Pieter van Wyk' });
    await facts.waitFor();
    await facts.getByText('R 950,00').waitFor();
    await facts.getByText(/front_desk/).waitFor();
    const [one, other] = [await card.boundingBox(), await facts.boundingBox()];
    if (!one || !other) throw new Error('Both are on the screen.');
    const apart =
      other.x >= one.x + one.width ||
      other.x + other.width <= one.x ||
      other.y >= one.y + one.height ||
      other.y + other.height <= one.y;
    expect(apart).toBe(true);
    await page.mouse.move(5, 5);
    await facts.waitFor({ state: 'detached' });
  });

  it('appears by key for whoever uses no mouse, and is spoken with the card', async () => {
    const { page } = desk;
    const card = desk.card('Zanele Khumalo', '11:00');
    await card.focus();
    await page.keyboard.press('i');
    const facts = page.getByRole('tooltip').filter({ hasText: 'Zanele Khumalo' });
    await facts.waitFor();
    expect(await card.getAttribute('aria-describedby')).toBe(await facts.getAttribute('id'));
    expect(await complaints()).toEqual([]);
    await page.keyboard.press('i');
    await facts.waitFor({ state: 'detached' });
  });

  it('a card is not dropped into the time around another', async () => {
    const { page } = desk;
    // Colour at 14:00 lasts until 15:30 and keeps ten minutes to clear up.
    const card = desk.card('Zanele Khumalo', '11:00');
    await card.focus();
    await page.keyboard.press('m');
    for (let step = 0; step < 18; step += 1) await page.keyboard.press('ArrowDown');
    await page
      .getByText(/Too close to Pieter van Wyk/)
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(/with time to prepare or clear up/).waitFor();
    await card.waitFor();
  });
});
