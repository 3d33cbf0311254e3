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

it('after a restart without a cable the diary is there, a PIN opens it, and work goes on', async () => {
  const cable = await salon.cable();
  const before = await stories.start({ env: salon.env(cable) });
  const morning = receptionistAt(before);
  await morning.signIn('Reception');
  await morning.book({ client: 'Zanele Khumalo', service: 'Cut', person: 'Ana Botha', time: '11:00' });
  await morning.isInStep();
  cable.pull();
  await morning.isTold('Offline');
  await morning.book({ client: 'Fatima Patel', service: 'Cut', person: 'Ana Botha', time: '12:00' });
  await before.quit();

  const after = await stories.start({ env: salon.env(cable), dataDir: before.dataDir });
  const afternoon = receptionistAt(after);
  await afternoon.unlock();
  await afternoon.card('Zanele Khumalo', '11:00').waitFor();
  await afternoon.card('Fatima Patel', '12:00', 'Waits to be sent').waitFor();
  await afternoon.isTold('Offline');
  await afternoon.book({ client: 'Pieter van Wyk', service: 'Cut', person: 'Ana Botha', time: '13:00' });
  await afternoon.isTold('2 changes waiting');
  cable.plugIn();
  await afternoon.isInStep();
  expect(await afternoon.card('Waits to be sent').count()).toBe(0);
});

it('the next person switches in by PIN while work of the last one still waits, and it is sent as theirs', async () => {
  const cable = await salon.cable();
  const desk = await stories.start({ env: salon.env(cable), profile: 'shared' });
  const person = receptionistAt(desk);
  await person.signIn('Manager');
  await person.isInStep();
  await person.lock();
  await person.signInByPassword(salon.tenant.frontDesk);
  await person.isInStep();

  cable.pull();
  await person.isTold('Offline');
  await person.book({ client: 'Fatima Patel', service: 'Cut', person: 'Ayanda Mthembu', time: '15:00' });
  await person.lock();
  expect(await person.page.getByText('Fatima Patel').count()).toBe(0);
  await person.unlock('manager');
  await person.isTold('1 change waiting');
  await person.card('Fatima Patel', '15:00', 'Waits to be sent').waitFor();

  cable.plugIn();
  await person.isInStep();
  await person.card('Fatima Patel', '15:00').click();
  const panel = person.page.getByRole('complementary', { name: 'Appointment' });
  await panel
    .getByText(/front_desk/)
    .first()
    .waitFor();
});
