import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { DAY, HOUR, MINUTE } from '../../src/base/time.ts';
import { replicaFile } from '../../electron/desk/workspace.ts';
import { KEY_FILE } from '../../electron/main/secrets/file-key.ts';
import { openReplica } from '../../src/replica/open-replica.ts';
import { startConsole } from '../e2e/harness/console-app.ts';
import { receptionistAt } from '../e2e/harness/receptionist.ts';
import { openSalon, type Salon } from '../e2e/harness/salon.ts';
import { cutAt } from '../fixtures/booking.ts';
import { newId } from '../fixtures/tenant.ts';
import { type Bench, percentile } from './bench.ts';
import { costOf, onTime } from './windows/frames.ts';

const WAITING = 2_000;
const TIMES_A_DAY = 12;
const LIMIT_MS = 180_000;

/**
 * Two thousand bookings made without a network, and the cable comes back: how long the desk takes until the cloud has
 * decided all of them, and what the person at the screen notices meanwhile. The board is looked at day by day all the
 * time.
 */
export const bench: Bench = {
  name: 'catch-up',
  targets: [
    { figure: 'seconds', limit: 30 },
    { figure: 'longest_task_ms', limit: 50 },
  ],
  run: async () => {
    const salon = await openSalon();
    const dataDir = mkdtempSync(path.join(tmpdir(), 'bench-catch-up-'));
    try {
      const cable = await salon.cable();
      const first = await startConsole({ dataDir, env: salon.env(cable) });
      const atFirst = receptionistAt(first);
      await atFirst.signIn('Reception');
      await atFirst.isInStep();
      await first.quit();
      cable.pull();
      bookWithoutNetwork(salon, first.userDataDir);

      const app = await startConsole({ dataDir, env: salon.env(cable) });
      const desk = receptionistAt(app);
      await desk.unlock();
      await desk.isTold('Offline');
      let seconds = 0;
      const looks: number[] = [];
      const cost = await costOf(app.page, async () => {
        cable.plugIn();
        const began = performance.now();
        const over = { yet: false };
        const looking = lookAround(app.page, () => over.yet, looks);
        await desk.statusBar.getByText('nothing waiting').waitFor({ timeout: LIMIT_MS });
        seconds = (performance.now() - began) / 1000;
        over.yet = true;
        await looking;
      });
      await app.quit();
      return {
        waiting: WAITING,
        seconds: Math.round(seconds * 10) / 10,
        longest_task_ms: cost.longestTask,
        frames_on_time_percent: onTime(cost),
        look_at_a_day_p95_ms: percentile(looks, 0.95),
        look_at_a_day_longest_ms: percentile(looks, 1),
      };
    } finally {
      await salon.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
};

/** What the desk would have written, by the same code, in transactions of a hundred. */
function bookWithoutNetwork({ tenant, day }: Salon, userDataDir: string): void {
  const { wraps } = JSON.parse(readFileSync(path.join(userDataDir, KEY_FILE), 'utf8')) as {
    readonly wraps: readonly { readonly key: string }[];
  };
  const replica = openReplica({
    path: replicaFile(userDataDir, tenant.tenantId),
    key: Buffer.from(wraps[0]?.key ?? '', 'base64'),
    migrationsFolder: path.resolve(import.meta.dirname, '../../migrations/replica'),
    clock: { now: Date.now },
    newId,
  });
  const opening = Date.parse(`${day}T00:00:00+02:00`) + 8 * HOUR;
  const visits = Array.from({ length: WAITING }, (_, index) => {
    const startsAt =
      opening +
      Math.floor(index / (2 * TIMES_A_DAY)) * DAY +
      (Math.floor(index / 2) % TIMES_A_DAY) * 45 * MINUTE;
    return cutAt(tenant, startsAt, { staffId: tenant.staff[index % 2 === 0 ? 0 : 1] });
  });
  for (let from = 0; from < visits.length; from += 100) {
    const commands = visits
      .slice(from, from + 100)
      .map((args) => ({ name: 'appointment.book', args }) as const);
    const answer = replica.execute(tenant.tenantId, commands, {
      tenantId: tenant.tenantId,
      actorId: tenant.frontDesk.memberId,
      deviceId: replica.scopes.get(tenant.tenantId).deviceId,
      role: 'front_desk',
      at: Date.now(),
    });
    if (!answer.ok) throw new Error(answer.error.rejection.code);
  }
  replica.close();
}

/** Turns day after day and back, as somebody on the telephone does; notes how long a day takes to stand there. */
async function lookAround(page: Page, isOver: () => boolean, looks: number[]): Promise<void> {
  const heading = page.getByRole('region', { name: /^Day board of/ });
  for (let turn = 0; !isOver(); turn += 1) {
    const before = await heading.getAttribute('aria-label');
    const began = performance.now();
    await page.keyboard.press(turn % 8 < 4 ? 'Alt+ArrowRight' : 'Alt+ArrowLeft');
    await page.waitForFunction((label) => {
      const now = document.querySelector('[role=region][aria-label^="Day board of"]');
      return now !== null && now.getAttribute('aria-label') !== label;
    }, before);
    looks.push(performance.now() - began);
  }
}
