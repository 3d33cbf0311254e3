import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Cable } from '../harness/cable.ts';
import { receptionistAt, type Receptionist } from '../harness/receptionist.ts';
import { openSalon, type Salon } from '../harness/salon.ts';
import { consoleStories } from '../harness/stories.ts';

const stories = consoleStories();
let salon: Salon;
let cables: readonly [Cable, Cable];
let first: Receptionist;
let second: Receptionist;

beforeAll(async () => {
  salon = await openSalon();
  cables = [await salon.cable(), await salon.cable()];
  first = receptionistAt(await stories.start({ env: salon.env(cables[0]) }));
  second = receptionistAt(await stories.start({ env: salon.env(cables[1]), profile: 'desk-2' }));
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
