import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Release,
  type ReleaseServer,
  sha512Text,
  startReleaseServer,
} from '../../fixtures/release-server.ts';
import { complaintsOf } from '../harness/complaints.ts';
import type { ConsoleApp } from '../harness/console-app.ts';
import { receptionistAt } from '../harness/receptionist.ts';
import { openSalon, type Salon } from '../harness/salon.ts';
import { consoleStories } from '../harness/stories.ts';
import { until } from '../harness/until.ts';

/**
 * Updates in the real Electron with the real library. An AppImage cannot be built without GitHub, so a small program
 * stands in for the newer one: it says that it was started, and by then lies in the running one's place.
 */

const stories = consoleStories();
let salon: Salon;
let server: ReleaseServer;
let folder: string;
beforeAll(async () => {
  salon = await openSalon();
  server = await startReleaseServer();
  folder = mkdtempSync(path.join(tmpdir(), 'console-updates-'));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
  await salon.close();
});

const MARK = 'started';
const program = (): Buffer =>
  Buffer.from(`#!/bin/sh\necho "$0" > "$(dirname "$0")/${MARK}"\n`.padEnd(300_000, '#'));
const newer = (over: Partial<Release> = {}): Release => ({ version: '9.9.9', body: program(), ...over });

async function installedConsole(name: string): Promise<{ app: ConsoleApp; image: string }> {
  const image = path.join(folder, `${name}.AppImage`);
  writeFileSync(image, 'the running console', { mode: 0o755 });
  const app = await stories.start({
    env: {
      ...salon.env(await salon.cable()),
      CONSOLE_UPDATE_URL: server.url,
      CONSOLE_UPDATE_KEY: server.publicKeyText,
      APPIMAGE: image,
      XDG_CACHE_HOME: path.join(folder, `${name}-cache`),
    },
    profile: name,
  });
  return { app, image };
}

it('a newer console is found, downloaded, verified, and takes the place of this one when nothing is in hand', async () => {
  server.offer(newer());
  const { app, image } = await installedConsole('counter');
  const { page } = app;
  const person = receptionistAt(app);
  await person.signIn('Manager');
  await person.isInStep();
  // Nobody asked: the first click has begun it.
  await page.getByRole('button', { name: 'Update 9.9.9' }).waitFor({ timeout: 20_000 });
  await person.openSetting('Updates and about');
  await page.getByText('Version 9.9.9 is there: 1 MB to download.').waitFor();
  await page.getByRole('main').getByRole('button', { name: 'Download', exact: true }).click();
  await page.getByText('Version 9.9.9 is downloaded and verified.').waitFor();

  await page.getByRole('link', { name: 'Calendar' }).click();
  await page.getByLabel('Statuses: choose one to see it alone').waitFor();
  await page.getByRole('button', { name: 'New booking' }).click();
  const panel = page.getByRole('complementary', { name: 'New booking' });
  await panel.getByLabel('Client', { exact: true }).fill('Zanele');
  const notice = page.getByRole('button', { name: 'Update 9.9.9 is ready' });
  await notice.click();
  await page.getByRole('button', { name: 'Restart now' }).click();
  await page.getByText('Something is in hand').waitFor();
  expect(await complaintsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Restart after closing time' }).click();
  await page.getByRole('button', { name: 'Updates to 9.9.9 after closing' }).waitFor();
  await page.getByText('Version 9.9.9 starts after closing time.').waitFor();
  await page.getByRole('button', { name: 'Do not restart by itself' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'New booking' }).click();
  await panel.getByLabel('Client', { exact: true }).fill('');
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });

  expect(existsSync(path.join(folder, MARK))).toBe(false);
  const closed = new Promise<void>((resolve) => app.electron.once('close', () => resolve()));
  await notice.click();
  await page.getByRole('button', { name: 'Restart now' }).click();
  await closed;
  expect(readFileSync(image)).toEqual(program());
  await until('the newer console to be started', () => existsSync(path.join(folder, MARK)));
  expect(readFileSync(path.join(folder, MARK), 'utf8').trim()).toBe(image);
  rmSync(path.join(folder, MARK));

  // What it would be: the same PC with the newer console.
  const after = await stories.start({
    env: salon.env(await salon.cable()),
    profile: 'counter',
    dataDir: app.dataDir,
    version: '9.9.9',
  });
  const again = receptionistAt(after);
  await again.unlock();
  await after.page.getByText('Updated to 9.9.9', { exact: true }).waitFor();
  await after.page.getByText('Version 9.9.9', { exact: true }).waitFor();
});

it('whatever is wrong with a release is told, and leaves this console as it is', async () => {
  server.offer(null);
  const { app, image } = await installedConsole('careful');
  const { page } = app;
  const person = receptionistAt(app);
  await person.signIn('Manager');
  await person.openSetting('Updates and about');
  const main = page.getByRole('main');
  const look = async (release: Release | null, words: string): Promise<void> => {
    server.offer(release);
    await main.getByRole('button', { name: 'Look now' }).click();
    await main.getByText(words).waitFor({ timeout: 20_000 });
  };
  const download = async (words: string): Promise<void> => {
    await main.getByRole('button', { name: 'Download', exact: true }).click();
    await main.getByText(words).waitFor({ timeout: 20_000 });
    await main.getByText('Version 9.9.9 is there').waitFor();
  };
  await main.getByText('The update server has no such file.').waitFor({ timeout: 20_000 });
  await look(newer({ version: '0.1.0' }), 'This is the newest version.');
  await look(newer({ version: '0.0.1' }), 'This is the newest version.');
  await look(newer({ staging: 0 }), 'This is the newest version.');
  await look(newer({ signature: null }), 'The newer version is not signed.');
  const other = server.sign('9.9.8', sha512Text(program()));
  await look(newer({ signature: other }), 'The signature of the newer version is wrong.');
  await look(newer({ staging: 100 }), 'Version 9.9.9 is there');
  await look(newer({ cutAt: 60_000 }), 'Version 9.9.9 is there');
  await download('The download broke off.');
  await look(newer({ sha512: sha512Text(Buffer.from('another')) }), 'Version 9.9.9 is there');
  await download('What was downloaded is not what was announced.');
  await server.close();
  await main.getByRole('button', { name: 'Look now' }).click();
  await main.getByText('The update server does not answer.').waitFor({ timeout: 20_000 });
  expect(readFileSync(image, 'utf8')).toBe('the running console');
  expect(existsSync(path.join(folder, MARK))).toBe(false);
});
