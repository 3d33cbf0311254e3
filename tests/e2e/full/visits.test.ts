import { afterAll, beforeAll, expect, it } from 'vitest';
import { receptionistAt, type Receptionist } from '../harness/receptionist.ts';
import { openSalon, type Salon } from '../harness/salon.ts';
import { consoleStories } from '../harness/stories.ts';

/** Visits of several services, the next free time, and days that run late; by keyboard alone. */

const stories = consoleStories();
let salon: Salon;
let desk: Receptionist;

beforeAll(async () => {
  salon = await openSalon();
  desk = receptionistAt(await stories.start({ env: salon.env(await salon.cable()) }));
  await desk.signIn('Reception');
  await desk.isInStep();
  await desk.page.getByLabel('Statuses: choose one to see it alone').waitFor();
});
afterAll(() => salon.close());

const panel = (name = 'New booking') => desk.page.getByRole('complementary', { name });
const option = () => panel().getByRole('option').first().waitFor();

/** N, the client, the first service; the keyboard then stands on the button that books. */
async function begin(client: string, service: string): Promise<void> {
  const { page } = desk;
  await page.keyboard.press('n');
  await panel().getByLabel('Client', { exact: true }).waitFor();
  await page.keyboard.type(client);
  await panel()
    .getByRole('option', { name: new RegExp(`^${client}`) })
    .waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type(service);
  await option();
  await page.keyboard.press('Enter');
}

it('a cut by one and a colour by another are one visit, booked by keyboard alone', async () => {
  const { page } = desk;
  await begin('Zanele Khumalo', 'Cut');
  await page.keyboard.press('Alt+Enter');
  await page.keyboard.type('Colour');
  await option();
  await page.keyboard.press('Enter');
  // Back from the button to the second service, and on to its person.
  await panel().getByRole('combobox', { name: 'With (2)' }).focus();
  await page.keyboard.type('Aya');
  await page.getByRole('option', { name: 'Ayanda Mthembu' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await panel().getByText('Total R 1 300,00').waitFor();
  if (process.env['SHOOT']) await page.screenshot({ path: '/tmp/booking-shots/two.png' });
  await page.keyboard.press('Control+Enter');
  await desk.card('Zanele Khumalo', 'Cut', '10:30–11:15').waitFor();
  await desk.card('Zanele Khumalo', 'Colour', '11:15–12:45').waitFor();
  const column = page.getByRole('list', { name: 'Ayanda Mthembu' });
  expect(await column.getByRole('button', { name: /Zanele Khumalo, Colour/ }).count()).toBe(1);
});

it('while the client is on the telephone a time is narrowed by two keys and taken by its number', async () => {
  const { page } = desk;
  await begin('Pieter van Wyk', 'Massage');
  const finder = panel().getByRole('region', { name: 'Next free' });
  await finder.getByRole('button', { name: /^1/ }).waitFor();
  await page.keyboard.press('t');
  await page.getByRole('menuitem', { name: 'After 16:00' }).waitFor();
  await page.keyboard.press('ArrowDown');
  // Up from the first is the last.
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await finder.getByRole('button', { name: /^1.*16:00/ }).waitFor();
  await page.keyboard.press('2');
  await panel().getByText('Room 1 is held with it').waitFor();
  const taken = await finder.getByRole('button', { pressed: true }).textContent();
  if (process.env['SHOOT']) await page.screenshot({ path: '/tmp/booking-shots/finder.png' });
  await page.keyboard.press('Control+Enter');
  const [time] = /\d\d:\d\d/.exec(taken ?? '') ?? [];
  expect(time).toMatch(/^1[6-8]:/);
  await desk.card('Pieter van Wyk', 'Massage', time ?? '').waitFor();
});
