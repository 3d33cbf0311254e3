import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { complaintsOf } from '../harness/complaints.ts';
import type { ConsoleApp } from '../harness/console-app.ts';
import { receptionistAt, type Receptionist } from '../harness/receptionist.ts';
import { openSalon, type Salon } from '../harness/salon.ts';
import { consoleStories } from '../harness/stories.ts';
import { until } from '../harness/until.ts';

/** A desk in trouble explains itself, tells support nobody's name, and loses nothing when its file is damaged. */

const stories = consoleStories();
let salon: Salon;
let desk: ConsoleApp;
let manager: Receptionist;

beforeAll(async () => {
  salon = await openSalon();
  desk = await stories.start({ env: salon.env(await salon.cable()) });
  manager = receptionistAt(desk);
  await manager.signIn('Manager');
  await manager.isInStep();
});
afterAll(() => salon.close());

const everything = () => desk.page.getByRole('dialog', { name: 'How this PC is' });
const openEverything = async (): Promise<void> => {
  await manager.statusBar.getByTitle('Explain the connection').click();
  await desk.page.getByRole('button', { name: 'Show everything' }).click();
  await everything().getByText('Free on the disk').waitFor();
};

it('says how this PC is; what is copied for support holds nobody’s name or number', async () => {
  const { page } = desk;
  await manager.book({
    client: 'Nomvula Zungu',
    phone: '0821234567',
    service: 'Cut',
    person: 'Ana Botha',
    time: '11:00',
  });
  await manager.isInStep();
  await openEverything();
  const dialog = everything();
  await dialog.getByText('in step').first().waitFor();
  expect(await complaintsOf(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  await dialog.getByRole('button', { name: 'Copy for support' }).click();
  await page.getByText('Copied: no names or numbers').waitFor();
  const copied = await desk.electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toContain('Free on the disk');
  expect(copied).toContain('Waiting to be sent: nothing');
  for (const planted of ['Nomvula', 'Zungu', '821234567', '82 123', 'Ana Botha', '@', salon.tenant.name]) {
    expect(copied).not.toContain(planted);
  }
  await dialog.getByRole('button', { name: 'Compare now' }).click();
  await dialog.getByText(/Last compared as a whole/).waitFor();
  await until(
    'the comparison',
    async () => !(await dialog.textContent())?.includes('Last compared as a wholenot yet'),
  );
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

it('whose file was damaged while it was off comes back with its people, its waiting work and its diary', async () => {
  const cable = await salon.cable();
  const pc = await stories.start({ env: salon.env(cable) });
  const person = receptionistAt(pc);
  await person.signIn('Manager');
  await person.isInStep();
  cable.pull();
  await person.book({ client: 'Fatima Patel', service: 'Cut', person: 'Ayanda Mthembu', time: '15:00' });
  await person.isTold('1 change waiting');
  await pc.quit();

  const replicas = path.join(pc.userDataDir, 'replicas');
  const home = path.join(replicas, readdirSync(replicas)[0] ?? '');
  const bytes = readFileSync(path.join(home, 'replica.db'));
  bytes[2_000]! ^= 1;
  writeFileSync(path.join(home, 'replica.db'), bytes);
  cable.plugIn();
  const again = await stories.start({ env: salon.env(cable), dataDir: pc.dataDir });
  const back = receptionistAt(again);
  await back.unlock();
  await back.isInStep();
  await back.card('Fatima Patel', '15:00').waitFor();
  expect(readdirSync(path.join(home, 'damaged'))).toHaveLength(1);
  rmSync(path.join(home, 'damaged'), { recursive: true });
});
