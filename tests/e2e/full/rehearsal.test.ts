import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY } from '../../../src/base/time.ts';
import { leaveSwitchedOff } from '../harness/absence.ts';
import type { Cable } from '../harness/cable.ts';
import { complaintsOf } from '../harness/complaints.ts';
import { takePicture } from '../harness/pictures.ts';
import { receptionistAt, type Receptionist } from '../harness/receptionist.ts';
import { openSalon, type Salon } from '../harness/salon.ts';
import { consoleStories } from '../harness/stories.ts';

const stories = consoleStories();
let salon: Salon;
let cables: readonly [Cable, Cable];
let first: Receptionist;

beforeAll(async () => {
  salon = await openSalon();
  cables = [await salon.cable(), await salon.cable()];
  first = receptionistAt(await stories.start({ env: salon.env(cables[0]) }));
  await first.signIn('Reception');
  await first.isInStep();
});
afterAll(() => salon.close());

it('a PC comes back after three days with bookings of its own: what clashes is decided first, then all is sent', async () => {
  const app = await stories.start({ env: salon.env(cables[1]), profile: 'desk-2' });
  const before = receptionistAt(app);
  await before.signIn('Manager');
  await before.isInStep();
  cables[1].pull();
  await before.isTold('Offline');
  const ana = { service: 'Cut', person: 'Ana Botha' };
  await before.book({ client: 'Pieter van Wyk', time: '14:00', ...ana });
  // Moved since: that rests on the booking.
  await before.move(before.card('Pieter van Wyk', '14:00'), 8);
  await before.card('Pieter van Wyk', '16:00').waitFor();
  await before.book({ client: 'Fatima Patel', time: '15:00', ...ana });
  await before.book({ client: 'Zanele Khumalo', time: '12:00', ...ana });
  await app.quit();

  await first.book({ client: 'Zanele Khumalo', time: '14:00', ...ana });
  await first.book({ client: 'Pieter van Wyk', time: '15:00', ...ana });
  await first.isInStep();

  leaveSwitchedOff(app, 3 * DAY);
  cables[1].plugIn();
  const again = await stories.start({ env: salon.env(cables[1]), profile: 'desk-2', dataDir: app.dataDir });
  const back = receptionistAt(again);
  await back.unlock();
  const { page } = back;
  const panel = page.getByRole('complementary', { name: 'Before it is sent' });
  await panel.getByText('4 changes were made here while this PC was away.').waitFor();
  await panel.getByText('1 goes through, 3 clash.').waitFor();
  await panel.getByRole('heading', { name: /^Not booked: 14:00/ }).waitFor();
  await panel.getByText('Moved to 16:00').waitFor();
  await back.isTold('Held back: look before it is sent');
  expect(await complaintsOf(page)).toEqual([]);
  await takePicture(page, 'rehearsal');
  // Nothing has left yet.
  expect(await first.card('Zanele Khumalo', '12:00').count()).toBe(0);

  // By keyboard alone: another time for Pieter, his move on top of it, and Fatima is told.
  await panel.getByRole('group', { name: 'Book instead' }).first().getByRole('button').first().press('Enter');
  await panel.getByText('On its way to the cloud').first().waitFor();
  await panel.getByRole('button', { name: 'Do it again' }).press('Enter');
  await panel.getByRole('button', { name: 'Not needed any more', exact: true }).press('Enter');
  await panel.getByRole('button', { name: 'The client was told' }).press('Enter');
  await panel.getByText('0 clash, 3 are decided').waitFor();
  await takePicture(page, 'rehearsal-decided');
  await panel.getByRole('button', { name: 'Send it now' }).press('Enter');
  await panel.waitFor({ state: 'detached' });

  await back.isInStep();
  await back.card('Pieter van Wyk', '16:00', 'Confirmed').waitFor();
  await first.card('Pieter van Wyk', '16:00', 'Confirmed').waitFor();
  await first.card('Zanele Khumalo', '12:00').waitFor();
  expect(await first.card('Fatima Patel').count()).toBe(0);
  for (const one of [first, back]) {
    expect(await one.statusBar.getByText(/conflict|Held back/).count()).toBe(0);
  }
});
