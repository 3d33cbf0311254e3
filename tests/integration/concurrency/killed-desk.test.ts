import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../../src/replica/connection.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { dropDeskFile, newDeskFile, openDesk } from '../../fixtures/sync/real-desk.ts';
import { asOwner, makeTenant } from '../../fixtures/tenant.ts';
import type { BookingDesk } from './booking-desk.ts';

/** A desk that is killed two hundred times, in the middle of whatever it does, has lost nothing that it said it had. */

const KILLS = 200;
const DESK = fileURLToPath(new URL('booking-desk.ts', import.meta.url));

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.stop());

/** Runs the desk until it has said its first booking and some milliseconds more; answers what it said. */
async function runAndKill(place: BookingDesk, afterMs: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [DESK], {
    env: { ...process.env, BOOKING_DESK: JSON.stringify(place) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (text) => (complaints += String(text)));
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    said.push(line);
    if (said.length === 1) setTimeout(() => child.kill('SIGKILL'), afterMs);
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error(`the desk ended by itself: ${complaints}`);
  return said;
}

test('two hundred times killed, nothing that was acknowledged is lost', { timeout: 900_000 }, async () => {
  const tenant = await makeTenant(cloud);
  const file = newDeskFile();
  const place = { cloud, file, scope: tenant.tenantId, device: tenant.device, person: tenant.frontDesk };
  const first = await openDesk({ ...place, alsoPlatform: false });
  await first.start();
  await first.until('a first sync', () => first.engine.status().completeTo !== null);
  const session = first.sessions.get(tenant.frontDesk.memberId);
  if (!session) throw new Error('nobody is signed in');
  await first.close();

  const acknowledged: string[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const said = await runAndKill(
      {
        url: cloud.url,
        publishableKey: cloud.publishableKey,
        dir: file.dir,
        keyHex: file.key.toString('hex'),
        tenant,
        session,
        from: acknowledged.length,
      },
      // From the first commit on through pushes, pulls and replays.
      Math.floor(Math.random() * 150),
    );
    acknowledged.push(...said);
  }

  const file2 = connect({ path: join(file.dir, 'replica.db'), key: file.key });
  expect(file2.pragma('integrity_check')).toBe('ok');
  file2.close();
  const last = await openDesk({ ...place, alsoPlatform: false });
  await last.start();
  await last.until('every verdict', () => last.engine.status().pending === 0, 120_000);
  expect(last.replica.query('conflicts', {}, last.view())).toEqual([]);
  await last.close();
  dropDeskFile(file);

  const booked = await asOwner(cloud, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      'select id from public.appointment where tenant_id = $1',
      [tenant.tenantId],
    );
    return rows.map(({ id }) => id);
  });
  expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS);
  expect(acknowledged.filter((id) => !booked.includes(id))).toEqual([]);
});
