import { HOUR } from '../../src/base/time.ts';
import { cutAt } from '../fixtures/booking.ts';
import { startTestCloud } from '../fixtures/cloud.ts';
import { dropDeskFile, newDeskFile, openDesk, type RealDesk } from '../fixtures/sync/real-desk.ts';
import { addDevice, asOwner, makeTenant } from '../fixtures/tenant.ts';
import { type Bench, percentile } from './bench.ts';

/** Enough for a p95 that one slow answer does not decide. */
const ROUNDS = 120;
const WARM_UP = 10;
/** Apart, so that each booking is pushed, nudged and pulled by itself. */
const PAUSE_MS = 50;

/**
 * Two desks of one business over a real cloud on this machine: from the answered commit at A to the row in B's file.
 * The comparison is one empty call to the same cloud: what the way there and back costs.
 */
export const bench: Bench = {
  name: 'desk-to-desk',
  targets: [{ figure: 'p95_ms', limit: 500 }],
  run: async () => {
    const cloud = await startTestCloud();
    const files = [newDeskFile(), newDeskFile()] as const;
    const open: RealDesk[] = [];
    try {
      const salon = await makeTenant(cloud);
      const device = await asOwner(cloud, (client) => addDevice(client, salon.tenantId));
      const common = { cloud, scope: salon.tenantId };
      const a = await openDesk({
        ...common,
        file: files[0],
        device: salon.device,
        person: salon.frontDesk,
      });
      const b = await openDesk({ ...common, file: files[1], device, person: salon.manager });
      open.push(a, b);
      for (const desk of open) {
        await desk.start();
        await desk.until('a first sync', () => desk.engine.status().completeTo !== null);
      }

      const first = Math.ceil(Date.now() / HOUR) * HOUR + 24 * HOUR;
      const taken: number[] = [];
      const empty: number[] = [];
      for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
        const visit = cutAt(salon, first + round * HOUR);
        a.give('appointment.book', visit);
        const committed = performance.now();
        await b.until(
          'the booking',
          () => b.replica.query('appointment', { id: visit.id }, b.view()) !== null,
        );
        const seen = performance.now() - committed;
        await a.until('the verdict', () => a.engine.status().pending === 0);

        const asked = performance.now();
        const answer = await fetch(`${cloud.url}/health`);
        await answer.text();
        if (round >= WARM_UP) {
          taken.push(seen);
          empty.push(performance.now() - asked);
        }
        await new Promise<void>((resolve) => {
          setTimeout(resolve, PAUSE_MS);
        });
      }
      return {
        rounds: taken.length,
        p50_ms: percentile(taken, 0.5),
        p95_ms: percentile(taken, 0.95),
        max_ms: percentile(taken, 1),
        empty_call_p50_ms: percentile(empty, 0.5),
      };
    } finally {
      await Promise.all(open.map((desk) => desk.close()));
      for (const file of files) dropDeskFile(file);
      await cloud.stop();
    }
  },
};
