import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleApp } from '../harness/console-app.ts';
import { receptionistAt, type Receptionist } from '../harness/receptionist.ts';
import { openSalon, type Salon } from '../harness/salon.ts';
import { consoleStories } from '../harness/stories.ts';

/** A business brings its own diary and clients, sees them on the board, and takes them back as a whole. */

const stories = consoleStories();
let salon: Salon;
let desk: ConsoleApp;
let manager: Receptionist;
let folder: string;

const FIXTURES = fileURLToPath(new URL('../../fixtures/imports/', import.meta.url));

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'console-saved-'));
  salon = await openSalon();
  desk = await stories.start({ env: salon.env(await salon.cable()) });
  manager = receptionistAt(desk);
  await manager.signIn('Manager');
  await manager.isInStep();
});
afterAll(async () => {
  await salon.close();
  rmSync(folder, { recursive: true, force: true });
});

const choose = (name: string, content: string | Buffer): Promise<void> =>
  desk.page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });

const LONG_WORK_MS = 60_000;

const open = (): Promise<void> => manager.openSetting('Import and export');

const pick = async (label: string, option: string): Promise<void> => {
  await desk.page.getByRole('region', { name: 'Bring in' }).getByRole('combobox', { name: label }).click();
  await desk.page.getByRole('option', { name: option, exact: true }).click();
};

/** The person at the save dialog says where; the real one cannot be clicked from outside. */
const saveAs = (name: string): Promise<void> =>
  desk.electron.evaluate(
    ({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    },
    path.join(folder, name),
  );

const imported = (file: string) => desk.page.getByText(new RegExp(`imported from ${file}`)).first();
const takeBack = async (file: string): Promise<void> => {
  await open();
  await desk.page
    .getByRole('row', { name: new RegExp(file) })
    .getByRole('button', { name: 'Take back' })
    .click();
  await desk.page.getByRole('button', { name: 'Take it back' }).click();
  // Ten thousand rows are taken back as well, on a machine that may have other work: that it ends is what counts.
  await desk.page.getByText(`${file} taken back`).waitFor({ timeout: LONG_WORK_MS });
};

/** The fixtures' Tuesday 1 December stands for the salon's own day. */
function onSalonsDay(name: string): string {
  const text = readFileSync(path.join(FIXTURES, name), 'utf8');
  return text.replaceAll('20261201', salon.day.replaceAll('-', ''));
}

describe('a manager who moves in', () => {
  it.each([
    ['google-calendar.ics', 'Thandi Dlamini', '10:00–10:45'],
    ['outlook.ics', 'Nomsa Zulu', '09:00–09:45'],
    ['apple.ics', 'Thandi Dlamini', '10:00–11:00'],
  ])('imports %s, finds it on the board, and takes it back', async (file, client, time) => {
    const { page } = desk;
    await open();
    await choose(file, onSalonsDay(file));
    await page.getByText('a diary with').waitFor();
    await pick('Person', 'Ana Botha');
    await pick('Service when none matches', 'Cut');
    await page.getByRole('button', { name: /^Import \d/ }).click();
    await imported(file).waitFor();

    await page.getByRole('link', { name: 'Calendar' }).click();
    await manager.card(client, time).waitFor();
    await manager.isInStep();
    expect(await manager.card(client, 'Waits to be sent').count()).toBe(0);

    await takeBack(file);
    await page.getByRole('link', { name: 'Calendar' }).click();
    await manager.card(client).waitFor({ state: 'detached' });
    await manager.isInStep();
  });

  it('maps a list of an old program on the screen, saves what cannot be read, and books one of them', async () => {
    const { page } = desk;
    await open();
    const list = 'Naam;Nommer;Foon\r\nBuhle Møller;17;082 555 4321\r\nWrong Number;18;12\r\n';
    await choose('kliënte.csv', Buffer.from(list, 'latin1'));
    await page.getByText('a list with 2 lines').waitFor();
    await page.getByLabel('Letters').selectOption({ label: 'Windows (older programs)' });
    await page.getByLabel('What column Foon holds').selectOption('Telephone');
    await page.getByText('not a telephone number').waitFor();
    await saveAs('left-out.csv');
    await page.getByRole('button', { name: 'Save the list' }).click();
    await page.getByText('left-out.csv saved').waitFor();
    const saved = readFileSync(path.join(folder, 'left-out.csv'), 'utf8');
    expect(saved).toBe(
      '\uFEFFNaam;Nommer;Foon;Line;Left out\r\nWrong Number;18;12;3;not a telephone number\r\n',
    );

    await page.getByRole('button', { name: /^Import 1/ }).click();
    await imported('kliënte.csv').waitFor();
    await page.getByRole('link', { name: 'Calendar' }).click();
    await manager.book({ client: 'Buhle Møller', service: 'Cut', person: 'Ana Botha', time: '15:00' });
    await manager.card('Buhle Møller', '15:00–15:45').waitFor();
  });

  it('is told what a file is not', async () => {
    const { page } = desk;
    await open();
    for (const [name, bytes] of [
      ['empty.csv', Buffer.alloc(0)],
      ['picture.ics', Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7) % 256))],
    ] as const) {
      await choose(name, bytes);
      await page.getByText('it is empty, cut short, or of another kind').waitFor();
    }
    await choose('huge.csv', Buffer.alloc(21_000_000, 'a'));
    await page.getByText('larger than 20 MB').waitFor();
  });
});

it('imports ten thousand clients while somebody else’s hands are on the board', async () => {
  const { page } = desk;
  const rows = Array.from(
    { length: 10_000 },
    (_, index) => `Client ${String(index)};08${String(20_000_000 + index)};c${String(index)}@example.co.za`,
  );
  await open();
  await choose('many.csv', `Name;Cell;Email\n${rows.join('\n')}\n`);
  await page.getByRole('button', { name: /^Import 10 000/ }).click();
  // The import is under way: the board is opened, a visit is shown, and no answer waits for its end.
  await page.getByRole('link', { name: 'Calendar' }).click();
  await manager.card('Buhle Møller').click();
  await page.getByRole('complementary').getByText('Buhle Møller').first().waitFor();
  await page.keyboard.press('Escape');
  await manager.isTold('changes waiting');
  await open();
  await page.getByRole('row', { name: /many\.csv/ }).waitFor();
  await takeBack('many.csv');
});
