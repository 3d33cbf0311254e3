import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { receptionistAt } from '../harness/receptionist.ts';
import { openSalon, type Salon } from '../harness/salon.ts';
import { consoleStories } from '../harness/stories.ts';

const stories = consoleStories();
let salon: Salon;
beforeAll(async () => {
  salon = await openSalon();
});
afterAll(() => salon.close());

/** A person's day of the week on the roster; 0 is Monday, which is today in the salon. */
const cell = (grid: Locator, name: string, weekday: number): Locator =>
  grid.getByRole('row', { name }).getByRole('gridcell').nth(weekday);

/** A booking in somebody's column of the board. */
const booked = (page: Page, person: string, client: string, time: string): Locator =>
  page
    .getByRole('list', { name: person, exact: true })
    .getByRole('button', { name: new RegExp(`^${client}.*${time}`) });

it('a hairdresser is ill: her bookings are listed, given to colleagues together, and one undo brings all back', async () => {
  const manager = receptionistAt(await stories.start({ env: salon.env(await salon.cable()) }));
  const { page } = manager;
  await manager.signIn('Manager');
  await manager.isInStep();
  const ana = { service: 'Cut', person: 'Ana Botha' };
  await manager.book({ ...ana, client: 'Zanele Khumalo', time: '11:00' });
  await manager.book({ ...ana, client: 'Pieter van Wyk', time: '12:00' });
  await manager.book({ ...ana, client: 'Fatima Patel', time: '14:00' });
  await manager.book({ client: 'Thandi Dlamini', service: 'Cut', person: 'Ayanda Mthembu', time: '14:00' });

  await page.keyboard.press('Alt+4');
  const grid = page.getByRole('grid', { name: 'Roster' });
  await cell(grid, 'Ana Botha', 0).getByText('08:00–17:00').waitFor();
  await page.getByText('No booking outside the roster').waitFor();
  await cell(grid, 'Ana Botha', 0).focus();
  await page.keyboard.type('leave flu');
  await page.keyboard.press('Enter');
  await cell(grid, 'Ana Botha', 0).getByText('Leave: flu').waitFor();

  // What the change leaves without her is shown at once.
  const panel = page.getByRole('dialog', { name: 'Bookings outside the roster' });
  await panel.getByText('Ana Botha is on leave: flu').first().waitFor();
  expect(await panel.getByRole('button', { name: /^Reassign / }).allTextContents()).toHaveLength(4);
  await panel.getByRole('button', { name: 'Reassign all' }).click();

  const plan = page.getByRole('dialog', { name: 'Reassign all' });
  await plan.getByText('Same time, another person').waitFor();
  await plan.getByText('14:00 Ana Botha → Ayanda Mthembu').waitFor();
  await plan.getByText('3 clients to tell.').waitFor();
  await plan.getByRole('button', { name: 'Move 3 bookings' }).click();
  await page.getByText('3 bookings given to colleagues. 3 clients to tell.').waitFor();
  await page.getByText('No booking outside the roster').waitFor();

  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+1');
  await booked(page, 'Ayanda Mthembu', 'Zanele Khumalo', '11:00').waitFor();
  await booked(page, 'Ayanda Mthembu', 'Pieter van Wyk', '12:00').waitFor();
  await booked(page, 'Ayanda Mthembu', 'Fatima Patel', '14:45').waitFor();
  await booked(page, 'Ayanda Mthembu', 'Thandi Dlamini', '14:00').waitFor();

  await page.keyboard.press('Control+z');
  await booked(page, 'Ana Botha', 'Zanele Khumalo', '11:00').waitFor();
  await booked(page, 'Ana Botha', 'Pieter van Wyk', '12:00').waitFor();
  await booked(page, 'Ana Botha', 'Fatima Patel', '14:00').waitFor();

  // One alone: a colleague at the same time is offered first.
  await page.keyboard.press('Alt+4');
  await page.getByRole('button', { name: '3 bookings outside the roster' }).click();
  await panel.getByRole('button', { name: 'Reassign Zanele Khumalo, 11:00' }).click();
  await panel.getByRole('button', { name: '11:00 with Ayanda Mthembu same time' }).click();
  await page.getByRole('button', { name: '2 bookings outside the roster' }).waitFor();
  await page.keyboard.press('Escape');
  await cell(grid, 'Ana Botha', 0).focus();
  await page.keyboard.press('Delete');
  await cell(grid, 'Ana Botha', 0).getByText('08:00–17:00').waitFor();
  await page.getByText('No booking outside the roster').waitFor();
  await manager.isInStep();
});

it('a split shift and a day at another branch are typed by keyboard alone, and the boards follow', async () => {
  const manager = receptionistAt(await stories.start({ env: salon.env(await salon.cable()) }));
  const { page } = manager;
  await manager.signIn('Manager');
  await manager.isInStep();
  await page.keyboard.press('Alt+4');
  const grid = page.getByRole('grid', { name: 'Roster' });
  await grid.waitFor();
  // The keyboard is on the first person's today.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('9-13 14-18');
  await page.getByText('09:00–13:00, 14:00–18:00, 8 h').waitFor();
  await page.keyboard.press('Enter');
  const tuesday = cell(grid, 'Ayanda Mthembu', 1);
  await tuesday.getByText('14:00–18:00').waitFor();

  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('ballito 9-5');
  await page.keyboard.press('Enter');
  const wednesday = cell(grid, 'Ayanda Mthembu', 2);
  await wednesday.getByText('Ballito 09:00–17:00').waitFor();

  // Copied to Thursday; taken back; nonsense is explained and changes nothing.
  await page.keyboard.press('Control+c');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Control+v');
  const thursday = cell(grid, 'Ayanda Mthembu', 3);
  await thursday.getByText('Ballito 09:00–17:00').waitFor();
  await page.keyboard.press('Control+z');
  await thursday.getByText('not at work').waitFor();
  await page.keyboard.type('nine to five');
  await page.keyboard.press('Enter');
  await page.getByText('“nine” is neither a time nor a branch.').waitFor();
  await page.keyboard.press('Escape');
  await thursday.getByText('not at work').waitFor();

  // Every Thursday from then on; the week after has it as well.
  await page.keyboard.press('Enter');
  await page.keyboard.type('10-16');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await thursday.getByText('10:00–16:00').waitFor();
  await page.keyboard.press('Alt+Shift+ArrowRight');
  await page.getByRole('heading', { name: /^Week of/ }).waitFor();
  await thursday.getByText('10:00–16:00').waitFor();
  await tuesday.getByText('not at work').waitFor();
  await page.keyboard.press('Alt+Shift+ArrowLeft');
  await tuesday.getByText('09:00–13:00').waitFor();

  // Ballito has her in its own week and on its board.
  await page.getByRole('button', { name: 'Gateway' }).click();
  await page.getByRole('menuitem', { name: /Ballito/ }).click();
  await cell(grid, 'Ayanda Mthembu', 2).getByText('09:00–17:00').waitFor();
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('Alt+ArrowRight');
  await page.keyboard.press('Alt+ArrowRight');
  await page.getByRole('list', { name: 'Ayanda Mthembu', exact: true }).waitFor();
  await manager.isInStep();
});

it('a day dragged onto a colleague is a swap with a preview; reception only reads', async () => {
  const manager = receptionistAt(await stories.start({ env: salon.env(await salon.cable()) }));
  const { page } = manager;
  await manager.signIn('Manager');
  await manager.isInStep();
  await page.keyboard.press('Alt+4');
  const grid = page.getByRole('grid', { name: 'Roster' });
  await grid.waitFor();
  const [ana, ayanda] = [cell(grid, 'Ana Botha', 4), cell(grid, 'Ayanda Mthembu', 4)];
  await ana.focus();
  await page.keyboard.type('9-13');
  await page.keyboard.press('Enter');
  await ana.getByText('09:00–13:00').waitFor();
  await ana.dragTo(ayanda);
  const dialog = page.getByRole('dialog', { name: /^Swap Friday/ });
  await dialog.getByLabel('Ayanda Mthembu takes it, Ana Botha is off').waitFor();
  await dialog.getByRole('button', { name: 'Swap' }).click();
  await ayanda.getByText('09:00–13:00').waitFor();
  await ana.getByText('Off').waitFor();
  await page.keyboard.press('Control+z');
  await ana.getByText('09:00–13:00').waitFor();
  await ayanda.getByText('not at work').waitFor();
  await manager.isInStep();

  await manager.lock();
  await page.getByRole('button', { name: 'Sign in with email and password' }).click();
  await page.getByRole('button', { name: /^Reception/ }).click();
  await page.keyboard.press('Alt+4');
  await page.getByText('The roster is changed by an owner or a manager.').waitFor();
  await ana.focus();
  await page.keyboard.type('8');
  expect(await page.getByRole('textbox', { name: /^Ana Botha, Friday/ }).count()).toBe(0);
});
