import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Cable } from '../harness/cable.ts';
import { complaintsOf } from '../harness/complaints.ts';
import type { ConsoleApp } from '../harness/console-app.ts';
import { takePicture } from '../harness/pictures.ts';
import { receptionistAt, type Receptionist } from '../harness/receptionist.ts';
import { openSalon, type Salon } from '../harness/salon.ts';
import { consoleStories } from '../harness/stories.ts';

const stories = consoleStories();
let salon: Salon;
let cables: readonly [Cable, Cable];
let first: Receptionist;
let second: Receptionist;
let secondConsole: ConsoleApp;

beforeAll(async () => {
  salon = await openSalon();
  cables = [await salon.cable(), await salon.cable()];
  first = receptionistAt(await stories.start({ env: salon.env(cables[0]) }));
  secondConsole = await stories.start({ env: salon.env(cables[1]), profile: 'desk-2' });
  second = receptionistAt(secondConsole);
  await first.signIn('Reception');
  await second.signIn('Manager');
  await Promise.all([first.isInStep(), second.isInStep()]);
});
afterAll(() => salon.close());

it('two desks take the same time while both are offline: the second is told and takes an offered time', async () => {
  for (const cable of cables) cable.pull();
  await Promise.all([first.isTold('Offline'), second.isTold('Offline')]);
  await first.book({ client: 'Zanele Khumalo', service: 'Cut', person: 'Ana Botha', time: '14:00' });
  await second.book({ client: 'Pieter van Wyk', service: 'Cut', person: 'Ana Botha', time: '14:00' });

  cables[0].plugIn();
  await first.isInStep();
  cables[1].plugIn();
  await second.isTold('1 conflict');
  expect(await second.page.getByRole('contentinfo').getByText('1 conflict').count()).toBe(1);

  await second.page.keyboard.press('Control+j');
  const tray = second.page.getByRole('complementary', { name: 'Conflicts' });
  await tray.getByRole('heading', { name: /^Not booked: 14:00/ }).waitFor();
  // Both versions, side by side.
  await tray.getByText('Pieter van Wyk').first().waitFor();
  await tray.getByText('Zanele Khumalo').first().waitFor();
  expect(await second.card('Pieter van Wyk', '14:00').count()).toBe(0);

  const offer = tray.getByRole('group', { name: 'Book instead' }).getByRole('button').first();
  const [time = ''] = (await offer.innerText()).match(/\d\d:\d\d/) ?? [];
  await offer.click();
  await second.card('Pieter van Wyk', time).waitFor();
  await tray.getByText('No conflicts').waitFor();
  await first.card('Pieter van Wyk', time, 'Confirmed').waitFor();
  await first.card('Zanele Khumalo', '14:00–14:45').waitFor();
});

it('the PC that made it has died: a colleague finishes the refused booking, and what was done on it since', async () => {
  for (const cable of cables) cable.pull();
  await Promise.all([first.isTold('Offline'), second.isTold('Offline')]);
  await first.book({ client: 'Fatima Patel', service: 'Cut', person: 'Ana Botha', time: '11:30' });
  await second.book({ client: 'Zanele Khumalo', service: 'Cut', person: 'Ana Botha', time: '11:30' });
  await second.move(second.card('Zanele Khumalo', '11:30'), 4);
  await second.card('Zanele Khumalo', '12:30').waitFor();
  cables[0].plugIn();
  await first.isInStep();
  cables[1].plugIn();
  await second.isTold('1 conflict');
  await first.isTold('1 conflict');
  await secondConsole.quit();

  await first.page.keyboard.press('Control+j');
  const tray = first.page.getByRole('complementary', { name: 'Conflicts' });
  await tray.getByRole('heading', { name: /^Not booked: 11:30/ }).waitFor();
  await tray.getByText('Moved to 12:30').waitFor();
  expect(await complaintsOf(first.page)).toEqual([]);
  await takePicture(first.page, 'conflict-with-dependents');
  await tray.getByRole('group', { name: 'Book instead' }).getByRole('button').first().press('Enter');
  await tray.getByText('Settled').waitFor();
  await takePicture(first.page, 'conflict-settled');
  await tray.getByRole('button', { name: 'Do it again' }).press('Enter');
  await tray.getByText('No conflicts').waitFor();
  await first.isInStep();
  await first.card('Zanele Khumalo', '12:30', 'Confirmed').waitFor();

  const again = await stories.start({
    env: salon.env(cables[1]),
    profile: 'desk-2',
    dataDir: secondConsole.dataDir,
  });
  const back = receptionistAt(again);
  await back.unlock();
  await back.card('Zanele Khumalo', '12:30', 'Confirmed').waitFor();
  await back.isInStep();
  expect(await back.card('Zanele Khumalo', '12:30').count()).toBe(1);
  expect(await back.statusBar.getByText(/conflict/).count()).toBe(0);
});
