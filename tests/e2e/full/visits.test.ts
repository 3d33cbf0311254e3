import { afterAll, beforeAll, expect, it } from 'vitest';
import { takePicture } from '../harness/pictures.ts';
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

const picture = (name: string) => takePicture(desk.page, name);
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
  await picture('two-services');
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
  await picture('slot-finder');
  await page.keyboard.press('Control+Enter');
  const [time] = /\d\d:\d\d/.exec(taken ?? '') ?? [];
  expect(time).toMatch(/^1[6-8]:/);
  await desk.card('Pieter van Wyk', 'Massage', time ?? '').waitFor();
});

it('a third service is added to a booked visit and taken back, and another time is found for all of it', async () => {
  const { page } = desk;
  await page.keyboard.press('t');
  await desk.card('Zanele Khumalo', 'Cut').press('Enter');
  // The panel is there before the visit that its keys are about.
  await panel('Appointment').getByRole('heading', { name: 'What happened' }).waitFor();
  await page.keyboard.press('a');
  await panel('Change the visit').waitFor();
  await page.keyboard.press('Alt+Enter');
  await page.keyboard.type('Massage');
  await panel('Change the visit').getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await panel('Change the visit').getByText('Total R 1 900,00').waitFor();
  await picture('three-services');
  await page.keyboard.press('Control+Enter');
  const massage = desk.card('Zanele Khumalo', 'Massage');
  await massage.waitFor();
  await panel('Appointment').getByText('R 600,00').waitFor();
  await page.keyboard.press('Control+z');
  await massage.waitFor({ state: 'detached' });

  // The whole visit goes to the third of the offered times, and back.
  await page.keyboard.press('a');
  await panel('Change the visit').getByRole('button', { name: /^3/ }).waitFor();
  const third = (await panel('Change the visit').getByRole('button', { name: /^3/ }).textContent()) ?? '';
  const [time] = /\d\d:\d\d/.exec(third) ?? [];
  await page.keyboard.press('3');
  await page.keyboard.press('Control+Enter');
  await desk.card('Zanele Khumalo', 'Cut', time ?? '').waitFor();
  await page.keyboard.press('Control+z');
  await desk.card('Zanele Khumalo', 'Cut', '10:30–11:15').waitFor();
  await page.keyboard.press('Escape');
});

it('who has not come is late by itself; what follows is pushed back, and taken back at once', async () => {
  await desk.book({ client: 'Fatima Patel', service: 'Cut', person: 'Ana Botha', time: '11:15' });
  await desk.book({ client: 'Thandi Dlamini', service: 'Cut', person: 'Ana Botha', time: '12:00' });
  await desk.book({ client: 'Fatima Patel', service: 'Cut', person: 'Ana Botha', time: '15:00' });
  const { page } = desk;
  const late = desk.card('Zanele Khumalo', 'Cut', '10:30–11:15');
  await late.getByText('Late 10 min').waitFor();
  await late.press('Enter');
  await panel('Appointment').getByText('Late 10 min').waitFor();
  await page.keyboard.press('p');
  const dialog = page.getByRole('dialog', { name: 'Push back' });
  const moves = dialog.getByRole('list', { name: 'What moves' });
  await moves.getByText('Fatima Patel').waitFor();
  // The colour with Ayanda comes along; the cut at three stays.
  expect(await moves.getByRole('listitem').count()).toBe(4);
  expect(await dialog.getByRole('textbox', { name: 'Minutes' }).inputValue()).toBe('10');
  await page.keyboard.press('ArrowUp');
  await moves.getByText('10:30 → 10:45–11:30').waitFor();
  await picture('push-back');
  await page.keyboard.press('Enter');
  await desk.card('Zanele Khumalo', 'Cut', '10:45–11:30').waitFor();
  await desk.card('Zanele Khumalo', 'Colour', '11:30–13:00').waitFor();
  await desk.card('Fatima Patel', '11:30–12:15').waitFor();
  await desk.card('Thandi Dlamini', '12:15–13:00').waitFor();
  await desk.card('Fatima Patel', '15:00–15:45').waitFor();

  await page.keyboard.press('Control+z');
  await desk.card('Zanele Khumalo', 'Cut', '10:30–11:15').waitFor();
  await desk.card('Zanele Khumalo', 'Colour', '11:15–12:45').waitFor();
  await desk.card('Fatima Patel', '11:15–12:00').waitFor();
  await desk.card('Thandi Dlamini', '12:00–12:45').waitFor();
  await desk.isInStep();
});
