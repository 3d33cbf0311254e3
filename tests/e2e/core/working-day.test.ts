import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cable } from '../harness/cable.ts';
import type { ConsoleApp } from '../harness/console-app.ts';
import { receptionistAt, type Receptionist } from '../harness/receptionist.ts';
import { openSalon, type Salon } from '../harness/salon.ts';
import { consoleStories } from '../harness/stories.ts';
import { until } from '../harness/until.ts';

/** Two desks of one salon, real Electron and real PostgreSQL, one morning long. */

const stories = consoleStories();
let salon: Salon;
let cableOfA: Cable;
let deskA: ConsoleApp;
let thandi: Receptionist;
let sipho: Receptionist;

beforeAll(async () => {
  salon = await openSalon();
  cableOfA = await salon.cable();
  deskA = await stories.start({ env: salon.env(cableOfA) });
  const deskB = await stories.start({ env: salon.env(await salon.cable()), profile: 'desk-2' });
  thandi = receptionistAt(deskA);
  sipho = receptionistAt(deskB);
  await thandi.signIn('Reception');
  await sipho.signIn('Manager');
  await Promise.all([thandi.isInStep(), sipho.isInStep()]);
});
afterAll(() => salon.close());

describe('two desks', () => {
  it('what is booked at desk A is seen at desk B', async () => {
    await thandi.book({ client: 'Zanele Khumalo', service: 'Cut', person: 'Ana Botha', time: '11:00' });
    await sipho.card('Zanele Khumalo', '11:00–11:45', 'Confirmed').waitFor();
  });

  it('without a cable desk A books, moves and cancels; plugged in again, desk B agrees', async () => {
    await thandi.book({ client: 'Pieter van Wyk', service: 'Cut', person: 'Ana Botha', time: '12:00' });
    await sipho.card('Pieter van Wyk', '12:00').waitFor();

    cableOfA.pull();
    await thandi.isTold('Offline');
    await thandi.book({ client: 'Fatima Patel', service: 'Colour', person: 'Ayanda Mthembu', time: '13:00' });
    await thandi.move(thandi.card('Fatima Patel'), 2);
    await thandi.card('Fatima Patel', '13:30–15:00', 'Waits to be sent').waitFor();
    await thandi.cancel(thandi.card('Pieter van Wyk'), 'The client is ill');
    await thandi.card('Pieter van Wyk', 'Cancelled').waitFor();
    await thandi.isTold('3 changes waiting');
    expect(await sipho.card('Fatima Patel').count()).toBe(0);

    cableOfA.plugIn();
    await thandi.isInStep();
    await sipho.card('Fatima Patel', '13:30–15:00', 'Confirmed').waitFor();
    await sipho.card('Pieter van Wyk', 'Cancelled').waitFor();
    expect(await thandi.card('Waits to be sent').count()).toBe(0);
  });

  it('a desk that dies in mid-booking comes back, and the draft is still there', async () => {
    await thandi.fillIn({ client: 'Thandi Dlamini', service: 'Cut', person: 'Ana Botha', time: '15:15' });
    const before = await deskA.deskPid();
    await deskA.killDesk();
    await thandi.page.getByText('Reconnecting').first().waitFor();
    await until('another desk runs', async () => {
      const now = await deskA.deskPid();
      return now !== null && now !== before;
    });
    // The same person goes on: no PIN, and the panel as she left it.
    await thandi.page.getByText('Reconnecting').first().waitFor({ state: 'detached' });
    expect(await thandi.page.getByRole('button', { name: 'Unlock' }).count()).toBe(0);
    const panel = thandi.page.getByRole('complementary', { name: 'New booking' });
    expect(await panel.getByLabel('Client', { exact: true }).inputValue()).toBe('Thandi Dlamini');
    expect(await panel.getByLabel(/^Start/).inputValue()).toBe('15:15');
    await panel.getByRole('button', { name: /^Book/ }).click();
    await thandi.card('Thandi Dlamini', '15:15–16:00').waitFor();
    await sipho.card('Thandi Dlamini', '15:15–16:00').waitFor();
  });
});
