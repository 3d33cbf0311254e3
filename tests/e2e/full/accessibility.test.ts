import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaintsOf } from '../harness/complaints.ts';
import type { ConsoleApp } from '../harness/console-app.ts';
import { receptionistAt, type Receptionist } from '../harness/receptionist.ts';
import { openSalon, type Salon } from '../harness/salon.ts';
import { consoleStories } from '../harness/stories.ts';

/** Nothing serious or critical on any screen, in the light and in the dark. */

const stories = consoleStories();
let salon: Salon;
let desk: ConsoleApp;
let person: Receptionist;

beforeAll(async () => {
  salon = await openSalon();
  desk = await stories.start({ env: salon.env(await salon.cable()) });
  person = receptionistAt(desk);
});
afterAll(() => salon.close());

const complaints = (app = desk): Promise<readonly string[]> => complaintsOf(app.page);

describe('a person who cannot see colours, or the screen', () => {
  it('can sign in', async () => {
    await desk.page.getByRole('button', { name: /Reception/ }).waitFor();
    expect(await complaints()).toEqual([]);
  });

  it('can read the board, book, and search', async () => {
    await person.signIn('Manager');
    await person.isInStep();
    await person.book({ client: 'Zanele Khumalo', service: 'Cut', person: 'Ana Botha', time: '11:00' });
    expect(await complaints()).toEqual([]);
    await person.card('Zanele Khumalo').press('Enter');
    await desk.page.getByRole('complementary').waitFor();
    expect(await complaints()).toEqual([]);
    await desk.page.keyboard.press('a');
    await desk.page
      .getByRole('complementary', { name: 'Change the visit' })
      .getByText(/^Looked to/)
      .waitFor();
    expect(await complaints()).toEqual([]);
    await desk.page.keyboard.press('Escape');
    await desk.page.keyboard.press('p');
    await desk.page.getByRole('dialog', { name: 'Push back' }).waitFor();
    expect(await complaints()).toEqual([]);
    await desk.page.keyboard.press('Escape');
    await desk.page.getByRole('dialog').waitFor({ state: 'detached' });
    await desk.page.keyboard.press('Escape');
    await person.fillIn({ client: 'Fatima Patel', service: 'Colour', person: 'Ana Botha', time: '14:00' });
    expect(await complaints()).toEqual([]);
    await desk.page.keyboard.press('Escape');
    await desk.page.keyboard.press('Control+k');
    await desk.page.getByRole('dialog').waitFor();
    expect(await complaints()).toEqual([]);
    await desk.page.keyboard.press('Escape');
  });

  it.each(['Payments', 'Clients'])('can use %s', async (screen) => {
    await desk.page.getByRole('link', { name: screen }).click();
    await desk.page.getByRole('main').waitFor();
    expect(await complaints()).toEqual([]);
  });

  it('can tell a client what changed, and read what is known of one', async () => {
    const { page } = desk;
    await page.getByRole('link', { name: 'Calendar' }).click();
    await person.book({ client: 'Pieter van Wyk', service: 'Cut', person: 'Ayanda Mthembu', time: '16:00' });
    await person.move(person.card('Pieter van Wyk', '16:00'), -4);
    await person.card('Pieter van Wyk', '15:00').press('Enter');
    await page.getByText('The client does not know yet').waitFor();
    expect(await complaints()).toEqual([]);
    await page.keyboard.press('Control+t');
    const tray = page.getByRole('dialog', { name: 'To tell' });
    await tray.getByText(/^Hello Pieter/).waitFor();
    expect(await complaints()).toEqual([]);
    await tray.getByRole('button', { name: 'Open the client' }).click();
    const panel = page.getByRole('dialog', { name: 'Pieter van Wyk' });
    await panel.getByRole('button', { name: 'Record consent…' }).click();
    await panel.getByText(/^May we note allergies/).waitFor();
    expect(await complaints()).toEqual([]);
    await panel.getByRole('button', { name: 'Client agrees' }).click();
    await panel.getByRole('button', { name: 'Add an allergy or alert' }).waitFor();
    expect(await complaints()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  });

  it('can read the roster, change a day, and give the bookings left outside to others', async () => {
    const { page } = desk;
    await page.getByRole('link', { name: 'Roster' }).click();
    const today = page.getByRole('row', { name: 'Ana Botha' }).getByRole('gridcell').first();
    await today.focus();
    expect(await complaints()).toEqual([]);
    await page.keyboard.type('leave flu');
    await page.getByRole('button', { name: 'Save' }).waitFor();
    expect(await complaints()).toEqual([]);
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: 'Bookings outside the roster' });
    await panel.getByRole('button', { name: 'Reassign Zanele' }).click();
    await panel.getByText('same time').waitFor();
    expect(await complaints()).toEqual([]);
    await panel.getByRole('button', { name: 'Reassign all' }).click();
    await page.getByRole('button', { name: /^Move 1/ }).waitFor();
    expect(await complaints()).toEqual([]);
    await page.keyboard.press('Control+z');
    await today.getByText('08:00').waitFor();
    await page.keyboard.press('Escape');
  });

  it.each([
    'Business',
    'Locations and hours',
    'People',
    'Services',
    'Rooms',
    'Messages',
    'PCs',
    'Import and export',
    'Updates and about',
  ])('can use Settings, %s', async (section) => {
    await person.openSetting(section);
    await desk.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await complaints()).toEqual([]);
  });

  it('can change a service and set other days', async () => {
    await person.openSetting('Services');
    await desk.page.getByRole('button', { name: /^Colour/ }).click();
    await desk.page.getByRole('dialog', { name: 'Colour' }).waitFor();
    expect(await complaints()).toEqual([]);
    await desk.page.keyboard.press('Escape');
    await person.openSetting('Locations and hours');
    await desk.page.getByLabel('Hours on Monday').fill('9-5');
    await desk.page.getByRole('button', { name: 'Add days' }).click();
    await desk.page.getByText('ends before it starts').waitFor();
    expect(await complaints()).toEqual([]);
  });

  it('can print the day', async () => {
    await desk.page.keyboard.press('Control+p');
    await desk.page.getByRole('article').waitFor();
    expect(await complaints()).toEqual([]);
  });

  it('can let somebody in, and change what somebody may do', async () => {
    await person.openSetting('People');
    await desk.page.getByRole('button', { name: 'New person' }).click();
    expect(await complaints()).toEqual([]);
    await desk.page.keyboard.press('Escape');
    await desk.page.getByRole('button', { name: 'front_desk' }).click();
    expect(await complaints()).toEqual([]);
    await desk.page.keyboard.press('Escape');
    await desk.page.getByRole('button', { name: 'Invite somebody' }).click();
    await desk.page.getByLabel('Name').fill('Thandi Zulu');
    await desk.page.getByLabel('Email address').fill('thandi@salon.example');
    await desk.page.getByRole('button', { name: 'Make the link' }).click();
    await desk.page.getByRole('dialog', { name: 'A link for Thandi Zulu' }).waitFor();
    expect(await complaints()).toEqual([]);
    const link = await desk.page.getByLabel('Invitation link').inputValue();
    await desk.page.keyboard.press('Escape');

    const fresh = await stories.start({ profile: 'fresh' });
    await fresh.page.getByLabel('Invitation link').fill('nothing');
    await fresh.page.getByRole('button', { name: 'Check and go on' }).click();
    await fresh.page.getByRole('alert').waitFor();
    expect(await complaints(fresh)).toEqual([]);
    await fresh.page.getByLabel('Invitation link').fill(link);
    await fresh.page.getByRole('button', { name: 'Check and go on' }).click();
    await fresh.page.getByRole('heading', { name: 'Welcome to Umhlanga Hair' }).waitFor();
    expect(await complaints(fresh)).toEqual([]);
    await fresh.page.getByRole('button', { name: 'Back to signing in' }).click();
    await fresh.page.getByRole('button', { name: 'Password forgotten?' }).click();
    expect(await complaints(fresh)).toEqual([]);
  });

  it('can lock and unlock', async () => {
    await person.lock();
    expect(await complaints()).toEqual([]);
    await person.unlock();
  });
});
