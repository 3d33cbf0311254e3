import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unzip } from '../../fixtures/unzip.ts';
import type { ConsoleApp } from '../harness/console-app.ts';
import { receptionistAt, type Receptionist } from '../harness/receptionist.ts';
import { openSalon, type Salon } from '../harness/salon.ts';
import { consoleStories } from '../harness/stories.ts';

/** A business takes everything along, opens it, and finds what stands on the board. */

const stories = consoleStories();
let salon: Salon;
let desk: ConsoleApp;
let owner: Receptionist;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'console-export-'));
  salon = await openSalon();
  desk = await stories.start({ env: salon.env(await salon.cable()) });
  owner = receptionistAt(desk);
  await owner.signIn('Owner');
  await owner.isInStep();
  await owner.book({ client: 'Fatima Patel', service: 'Cut', person: 'Ana Botha', time: '11:00' });
  await owner.openSetting('Import and export');
});
afterAll(async () => {
  await salon.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the person answers at the save dialog; null: nothing is to be saved. */
const answerWith = (name: string | null): Promise<void> =>
  desk.electron.evaluate(
    ({ dialog }, filePath) => {
      dialog.showSaveDialog = () =>
        Promise.resolve(filePath === null ? { canceled: true, filePath: '' } : { canceled: false, filePath });
    },
    name === null ? null : path.join(folder, name),
  );

it('saves an archive of everything, with a README that says what is not in it', async () => {
  const { page } = desk;
  await answerWith('salon.zip');
  await page.getByRole('button', { name: 'Save the archive' }).click();
  await page.getByText('salon.zip saved').waitFor();
  const files = await unzip(readFileSync(path.join(folder, 'salon.zip')));
  expect(files.get('visits.csv')).toContain('Fatima Patel');
  expect(files.get('clients.csv')?.split('\r\n')).toHaveLength(6);
  const readme = files.get('README.txt') ?? '';
  expect(readme).toContain('what is older is not on this PC');
  expect(readme).toContain('visit_lines.csv (1)');
  expect(files.has('special_information.csv')).toBe(false);
});

it('saves a person’s diary for another calendar', async () => {
  const { page } = desk;
  await answerWith('ana.ics');
  await page.getByRole('button', { name: 'Save the diary' }).click();
  await page.getByText('ana.ics saved').waitFor();
  const diary = readFileSync(path.join(folder, 'ana.ics'), 'utf8');
  expect(diary).toContain('SUMMARY:Fatima Patel - Cut');
  expect(diary).toContain(`DTSTART:${salon.day.replaceAll('-', '')}T090000Z`);
});

it('writes nothing when the person thinks better of it, and says when a place cannot be written to', async () => {
  const { page } = desk;
  await answerWith(null);
  await page.getByRole('button', { name: 'Save the archive' }).click();
  await page.getByRole('button', { name: 'Save the archive' }).waitFor();
  await answerWith(path.join('no-such-folder', 'salon.zip'));
  await page.getByRole('button', { name: 'Save the archive' }).click();
  await page.getByText('Not saved. Try again in another place.').waitFor();
  expect(readdirSync(folder).toSorted()).toEqual(['ana.ics', 'salon.zip']);
});

it('has main refuse what is no ticket', async () => {
  const refused = await desk.page.evaluate(async () => {
    const { consoleMain } = globalThis as unknown as {
      consoleMain: { saveFile: (file: unknown) => Promise<unknown> };
    };
    const ticket = '0190a000-0000-7000-8000-000000000001';
    const tries = [null, {}, { ticket: '../x', fileName: 'a.zip' }, { ticket, fileName: 'run.exe' }];
    return Promise.all(
      tries.map((file) => consoleMain.saveFile(file).then(String, (error: Error) => error.message)),
    );
  });
  for (const answer of refused) expect(answer).toContain('BAD_REQUEST');
});
