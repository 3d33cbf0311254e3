import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { layCable } from '../tests/e2e/harness/cable.ts';
import { startConsole, type ConsoleApp } from '../tests/e2e/harness/console-app.ts';
import { receptionistAt } from '../tests/e2e/harness/receptionist.ts';
import { startTestCloud } from '../tests/fixtures/cloud.ts';
import { seedDemo } from './demo/seed-demo.ts';
import { outFolder, PROJECT_ROOT } from './setup/folders.ts';
import { prepareConsole } from './setup/prepare-console.ts';
import { runScript, say } from './setup/say.ts';
import { openAlbum, type Album } from './tour/album.ts';
import { pictureTheBusiness } from './tour/business-pictures.ts';

/**
 * `npm run tour`: a working day in captioned pictures, light and dark, in out/tour/index.html.
 *
 *   --pictures FOLDER   also copies the six pictures of the README there
 */

/** Pictures of the README: the tour's name and theme, and the name in the folder. */
const README_PICTURES = [
  ['day', 'light', 'day.png'],
  ['day', 'dark', 'day-dark.png'],
  ['booking', 'light', 'booking.png'],
  ['offline', 'light', 'offline.png'],
  ['conflict', 'light', 'conflict.png'],
  ['takings', 'light', 'takings.png'],
] as const;

type Stage = { readonly front: ConsoleApp; readonly support: ConsoleApp; readonly pullCable: () => void };

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { pictures: { type: 'string' } } });
  const prepared = await prepareConsole('script');
  Object.assign(process.env, prepared.env, {
    CONSOLE_ELECTRON: prepared.executable,
    CONSOLE_ELECTRON_ARGS: JSON.stringify(prepared.args),
  });
  say('Opening the salon …');
  const cloud = await startTestCloud();
  const folder = path.join(outFolder(), 'tour');
  const album = openAlbum(folder);
  const open: ConsoleApp[] = [];
  const cable = await layCable(cloud.url);
  try {
    const demo = await seedDemo({
      databaseUrl: cloud.databaseUrl,
      seed: 1,
      scale: 1,
      now: Date.now(),
      log: () => undefined,
    });
    const start = async (url: string, profile?: string): Promise<ConsoleApp> => {
      const app = await startConsole({
        ...(profile === undefined ? {} : { profile }),
        env: {
          CONSOLE_CLOUD_URL: url,
          CONSOLE_CLOUD_KEY: cloud.publishableKey,
          CONSOLE_DEMO: JSON.stringify(demo),
        },
      });
      open.push(app);
      return app;
    };
    await walk(
      { front: await start(cable.url), support: await start(cloud.url, 'support'), pullCable: cable.pull },
      album,
    );
  } finally {
    await Promise.all(open.map((app) => app.dispose()));
    await cable.remove();
    await cloud.stop();
    prepared.screen?.stop();
  }
  say(`The tour: ${album.bind()}`);
  if (values.pictures !== undefined) copyPictures(folder, path.resolve(PROJECT_ROOT, values.pictures));
  return 0;
}

/** The day, in order. What a step needs stands before it; names and times are the demo's. */
async function walk({ front, support, pullCable }: Stage, album: Album): Promise<void> {
  const { page } = front;
  const desk = receptionistAt(front);
  const panel = (name: string) => page.getByRole('complementary', { name });
  const step = (what: string): void => say(`  ${what}`);

  step('signing in');
  await page.getByRole('button', { name: /^Manager/ }).waitFor({ timeout: 30_000 });
  await album.take(
    page,
    'sign-in',
    'The demo asks only who you are; a business signs in once and switches by PIN.',
  );
  await desk.signIn('Manager');
  await page.locator('[data-line]').first().waitFor({ timeout: 30_000 });
  await desk.isInStep();
  await album.take(
    page,
    'day',
    'Mid-morning in Rosebank: a column a person, now in vermilion, who has arrived at a glance.',
  );

  step('booking');
  await page.keyboard.press('n');
  await panel('New booking').getByLabel('Client', { exact: true }).fill('Nkosi');
  await panel('New booking').getByRole('option').filter({ hasNotText: 'New client' }).first().click();
  await panel('New booking').getByLabel('Service', { exact: true }).fill('wash');
  await page.keyboard.press('Enter');
  await panel('New booking').getByText('Next free').waitFor();
  await album.take(
    page,
    'booking',
    'N, a few letters, Enter: the client, the service, and the next free times by themselves.',
  );
  await page.keyboard.press('Control+Enter');
  await page.getByText(/^Booked:/).waitFor();
  await album.take(page, 'booked', 'Booked, durable on this PC at once, with ten seconds to take it back.');

  await page.getByText(/^Booked:/).waitFor({ state: 'hidden', timeout: 15_000 });

  step('looking things up');
  await page.locator('[data-line][data-status="arrived"]').first().click();
  await panel('Appointment').getByRole('heading', { name: 'What happened' }).waitFor();
  await album.take(
    page,
    'appointment',
    'One visit: who, how far it is, what it costs, what happened to it and by whom.',
  );
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Name, telephone number, or a command').fill('dlam');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Dlamini/ })
    .first()
    .waitFor();
  await album.take(page, 'search', 'Ctrl+K finds a client by part of a name or number, and every command.');
  await page.keyboard.press('Escape');
  await page.keyboard.press('w');
  await page.getByRole('dialog', { name: 'Walk-in' }).getByRole('option').first().waitFor();
  await album.take(page, 'walk-in', 'A walk-in in two keystrokes: who is free first, and when.');
  await page.keyboard.press('Escape');

  step('deciding a conflict');
  await page.keyboard.press('Control+j');
  await panel('Conflicts').getByRole('group', { name: 'Book instead' }).waitFor();
  await album.take(
    page,
    'conflict',
    'Another desk was first: both versions, and the next free times to book instead.',
  );
  await page.keyboard.press('Escape');

  step('taking money');
  await page.getByRole('link', { name: 'Payments' }).click();
  await page
    .getByText(/Taken today at/)
    .first()
    .waitFor();
  await album.take(page, 'takings', 'The day’s takings by tender and person, and who still has to pay.');
  await page.getByRole('link', { name: 'Calendar' }).click();
  await page.locator('[data-line]').first().waitFor();

  await pictureTheBusiness(front, album, step);
  await page.getByRole('link', { name: 'Calendar' }).click();
  await page.locator('[data-line]').first().waitFor();

  step('pulling the cable');
  pullCable();
  await desk.isTold('Offline');
  await page.locator('[data-line][data-status="arrived"]').first().click();
  await page.getByRole('button', { name: /^Start the service/ }).click();
  await page.keyboard.press('Escape');
  await desk.isTold('1 change waiting');
  await album.take(
    page,
    'offline',
    'Without a cable work goes on; hatched is what the cloud has not confirmed yet.',
  );
  await desk.lock();
  await album.take(page, 'locked', 'Ctrl+L hides every name and number; a PIN brings the next person in.');

  step('visiting the platform');
  const platform = receptionistAt(support);
  await platform.signIn('Support');
  await support.page.getByRole('link', { name: 'Flags' }).click();
  await support.page.getByRole('button', { name: /^Maintenance, Jacaranda/ }).click();
  await album.take(
    support.page,
    'flags',
    'Support switches a feature for one business, with a reason; its desks react within two seconds.',
  );
  await support.page.getByRole('link', { name: 'Health' }).click();
  await support.page.getByText('P2', { exact: false }).first().waitFor();
  await album.take(
    support.page,
    'health',
    'Latency, errors and alerts with their age; no data is never green.',
  );
}

function copyPictures(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const [name, theme, file] of README_PICTURES) {
    copyFileSync(path.join(from, `${name}-${theme}.png`), path.join(to, file));
  }
  say(`Pictures of the README: ${to}`);
}

await runScript(main);
