import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { seedDemo } from '../../../scripts/demo/seed-demo.ts';
import { startConsole } from '../../e2e/harness/console-app.ts';
import { receptionistAt } from '../../e2e/harness/receptionist.ts';
import { findRuntime } from '../../e2e/harness/runtime.ts';
import { startTestCloud } from '../../fixtures/cloud.ts';
import { emptyWindowApp } from './empty-window.ts';
import { launch, type Launched } from './launched.ts';

/** A PC in the demo's salon that has its diary, and an empty window of the same Electron beside it. */
export type SalonDesk = {
  readonly launchConsole: () => Promise<Launched>;
  readonly launchEmptyWindow: () => Promise<Launched>;
  readonly close: () => Promise<void>;
};

/** What every lock screen and every board has. */
export const PIN_PAD = '[role="group"][aria-label="Digits"]';
export const BOARD_CARD = '[data-line]';
const UNLOCK_KEYS = ['1', '2', '3', '4'] as const;

export async function prepareSalonDesk(): Promise<SalonDesk> {
  const runtime = await findRuntime();
  const [appFolder = '.', ...switches] = runtime.args;
  const cloud = await startTestCloud();
  const demo = await seedDemo({
    databaseUrl: cloud.databaseUrl,
    seed: 1,
    scale: 1,
    now: Date.now(),
    log: () => undefined,
  });
  const env = {
    CONSOLE_CLOUD_URL: cloud.url,
    CONSOLE_CLOUD_KEY: cloud.publishableKey,
    CONSOLE_DEMO: JSON.stringify(demo),
    CONSOLE_KEY: 'file',
  };
  const dataDir = mkdtempSync(path.join(tmpdir(), 'bench-desk-'));
  const emptyDir = mkdtempSync(path.join(tmpdir(), 'bench-empty-'));
  const first = await startConsole({ dataDir, env });
  const person = receptionistAt(first);
  await person.signIn('Reception');
  await person.isInStep();
  await first.quit();

  const emptyApp = emptyWindowApp();
  const all = { ...process.env, ...runtime.env, ...env };
  return {
    launchConsole: () =>
      launch(runtime.executable, [appFolder, ...switches, `--user-data-dir=${dataDir}`], all),
    launchEmptyWindow: () =>
      launch(runtime.executable, [emptyApp, ...switches, `--user-data-dir=${emptyDir}`], all),
    close: async () => {
      await cloud.stop();
      for (const folder of [dataDir, emptyDir, emptyApp]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A quick typist's pause between two keys. */
const KEY_EVERY_MS = 150;

/** Types the PIN into a visible lock screen; answers the milliseconds from Unlock to the first card of the day. */
export async function unlockAndWait({ page }: Launched): Promise<number> {
  for (const digit of UNLOCK_KEYS) {
    await pause(KEY_EVERY_MS);
    await page.evaluate(
      `[...document.querySelectorAll('${PIN_PAD} button')].find((key) => key.textContent === '${digit}').click()`,
    );
  }
  const began = performance.now();
  await page.evaluate(
    `[...document.querySelectorAll('button')].find((button) => button.textContent.includes('Unlock')).click()`,
  );
  return (await page.whenVisible(BOARD_CARD, 20_000)) - began;
}
