import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { startTestCloud, type TestCloud } from '../fixtures/cloud.ts';
import type { DeskProcessEvent, DeskProcessSetup } from '../fixtures/sync/desk-process.ts';
import { dropDeskFile, newDeskFile } from '../fixtures/sync/real-desk.ts';
import type { Bench } from './bench.ts';
import { byHand, floor } from './first-sync-others.ts';
import { type LargeTenant, makeLargeTenant } from './large-tenant.ts';

/**
 * The first sync of a large business over a cloud on this machine, from an empty file to two years of diary, clients,
 * search and cards, in a process of its own; beside it, in the same run, what cannot be beaten and what one would write
 * by hand. `--rows N` says how many visits; without it 100,000 and then 1,000,000.
 */
const DESK_PROCESS = path.resolve(import.meta.dirname, '../fixtures/sync/desk-process.ts');
const LARGE = 1_000_000;
/** By hand a million visits take most of an hour: every so many pages are fetched, and the time is multiplied. */
const EVERY_PAGE_OF_MANY = 20;

export const bench: Bench = {
  name: 'first-sync',
  targets: [
    { figure: 'against_floor', limit: 2.5 },
    { figure: 'share_of_by_hand', limit: 0.125 },
    { figure: 'peak_mb', limit: 300 },
    { figure: 'today_ms', limit: 3_000 },
  ],
  run: async () => {
    const asked = process.argv.indexOf('--rows');
    const sizes = asked === -1 ? [100_000, LARGE] : [Number(process.argv[asked + 1])];
    const figures: Record<string, number> = {};
    for (const visits of sizes) {
      const measured = await measure(visits);
      const name = visits >= LARGE ? '' : sizes.length === 1 ? '' : `_of_${visits / 1_000}k`;
      for (const [figure, value] of Object.entries(measured)) figures[`${figure}${name}`] = value;
      console.error(`${visits} visits: ${JSON.stringify(measured)}`);
    }
    return figures;
  },
};

async function measure(visits: number): Promise<Readonly<Record<string, number>>> {
  const cloud = await startTestCloud();
  try {
    const fillBegan = performance.now();
    const tenant = await makeLargeTenant(cloud, visits);
    const fillMs = performance.now() - fillBegan;
    const ours = await firstSync(cloud, tenant);
    const least = await floor(cloud, tenant);
    const hand = await byHand(cloud, tenant, visits > 200_000 ? EVERY_PAGE_OF_MANY : 1);
    const whole = ours.get('whole')?.ms ?? 0;
    const end = ours.get('ended') as Extract<DeskProcessEvent, { event: 'ended' }>;
    return {
      visits,
      rows: tenant.rows,
      fill_ms: Math.round(fillMs),
      today_ms: ours.get('today')?.ms ?? 0,
      near_ms: ours.get('near')?.ms ?? 0,
      whole_ms: whole,
      rows_per_s: Math.round(tenant.rows / (whole / 1_000)),
      peak_mb: end.peakMb,
      longest_hold_ms: end.longestHoldMs,
      floor_ms: Math.round(least.ms),
      floor_rows: least.rows,
      by_hand_ms: Math.round(hand.ms),
      by_hand_measured_rows: hand.rows,
      against_floor: Math.round((whole / least.ms) * 100) / 100,
      share_of_by_hand: Math.round((whole / hand.ms) * 1_000) / 1_000,
      file_mb: end.fileMb,
      floor_file_mb: Math.round(least.fileMb),
    };
  } finally {
    await cloud.stop();
  }
}

/** What the desk's process said, by the first of each kind. */
async function firstSync(
  cloud: TestCloud,
  tenant: LargeTenant,
): Promise<ReadonlyMap<DeskProcessEvent['event'], DeskProcessEvent>> {
  const file = newDeskFile();
  const { memberId, email, password, role } = tenant.owner;
  const setup: DeskProcessSetup = {
    cloud: { url: cloud.url, publishableKey: cloud.publishableKey },
    dir: file.dir,
    keyHex: randomBytes(32).toString('hex'),
    scope: tenant.tenantId,
    device: tenant.device,
    person: { memberId, email, password, role },
  };
  try {
    const child = spawn(process.execPath, [DESK_PROCESS, JSON.stringify(setup)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    const seen = new Map<DeskProcessEvent['event'], DeskProcessEvent>();
    for await (const line of createInterface({ input: child.stdout })) {
      const event = JSON.parse(line) as DeskProcessEvent;
      if (!seen.has(event.event)) seen.set(event.event, event);
    }
    await ended;
    if (!seen.has('ended')) throw new Error('the desk did not come to the end of its first sync');
    return seen;
  } finally {
    dropDeskFile(file);
  }
}
