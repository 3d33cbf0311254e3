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

it('a manager without a network puts somebody on the roster, and lets somebody go', async () => {
  const cable = await salon.cable();
  const desk = await stories.start({ env: salon.env(cable) });
  const manager = receptionistAt(desk);
  const { page } = desk;
  await manager.signIn('Manager');
  await manager.isInStep();
  await manager.book({ client: 'Zanele Khumalo', service: 'Cut', person: 'Ana Botha', time: '11:00' });
  await manager.isInStep();
  cable.pull();
  await manager.isTold('Offline');

  await manager.openSetting('People');
  const roster = page.getByRole('table', { name: 'On the roster' });
  await page.getByRole('button', { name: 'New person' }).click();
  const panel = page.getByRole('dialog', { name: 'New person' });
  await panel.getByLabel('Name').fill('Nandi Dube');
  await panel.getByLabel('Title').fill('Stylist');
  await panel.getByLabel('Cut', { exact: true }).check();
  await panel.getByLabel('Colour', { exact: true }).check();
  await panel.getByRole('button', { name: 'Add to the roster' }).click();
  const nandi = roster.getByRole('row', { name: /Nandi Dube/ });
  await nandi.getByText('2 of 3 services').waitFor();
  await nandi.getByLabel('waits for the cloud').waitFor();

  await roster.getByRole('button', { name: /^Ana Botha/ }).click();
  const ana = page.getByRole('dialog', { name: 'Ana Botha' });
  await ana.getByRole('button', { name: 'Ana has left…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Has Ana Botha left?' });
  await dialog.getByText('1 visit is still booked with Ana Botha').waitFor();
  await dialog.getByRole('button', { name: 'Has left' }).click();
  await roster.getByRole('row', { name: /Ana Botha.*has left/ }).waitFor();
  await page.keyboard.press('Control+z');
  await roster.getByRole('row', { name: /Ana Botha.*has left/ }).waitFor({ state: 'detached' });

  cable.plugIn();
  await manager.isInStep();
  expect(await nandi.getByLabel('waits for the cloud').count()).toBe(0);
});
