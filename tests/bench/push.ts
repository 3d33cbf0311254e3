import pg from 'pg';
import { DEFAULT_LIMITS } from '../../src/cloud/gateway/database.ts';
import { startTestCloud } from '../fixtures/cloud.ts';
import { asOwner } from '../fixtures/tenant.ts';
import type { Bench } from './bench.ts';
import { direct, type LoadDesk, makeDesks, rateOf, type Send, throughGateway } from './push-load.ts';

/** How many desks push at once, and how many pushes each does in one turn: about the same work in each row. */
const ROWS = [
  { desks: 1, pushesEach: 60 },
  { desks: 50, pushesEach: 4 },
  { desks: 1_000, pushesEach: 1 },
] as const;
/** Bookings a push: a desk that comes back after some minutes. */
const SIZE = 10;
/** Turns of each way, one after the other, so that both meet the same machine. */
const TURNS = 2;
const LEAST_SHARE = 0.6;

/**
 * Bookings a second through the gateway, against the same function called by as many connections of our own as the
 * gateway has. Gateway, senders and PostgreSQL share the machine; PostgreSQL commits without waiting for the disk on
 * both sides, so that what is compared is the gateway and not the disk.
 */
export const bench: Bench = {
  name: 'push',
  targets: ROWS.map(({ desks }) => ({
    figure: `direct_by_gateway_${String(desks)}`,
    limit: Math.round(100 / LEAST_SHARE) / 100,
  })),
  run: async () => {
    const cloud = await startTestCloud();
    const pool = new pg.Pool({ connectionString: cloud.databaseUrl, max: DEFAULT_LIMITS.poolSize });
    try {
      const all = await makeDesks(cloud, Math.max(...ROWS.map(({ desks }) => desks)));
      const ways: readonly (readonly [string, Send])[] = [
        ['gateway', throughGateway(cloud)],
        ['direct', direct(pool)],
      ];
      // Plans and caches on both sides, before anything is counted.
      for (const [, send] of ways) await rateOf(all.slice(0, 20), send, 2, SIZE);
      const figures: Record<string, number> = {};
      for (const { desks, pushesEach } of ROWS) {
        Object.assign(figures, await measure(all.slice(0, desks), ways, pushesEach));
      }
      figures['refused'] = await refusals(cloud.databaseUrl);
      return figures;
    } finally {
      await pool.end();
      await cloud.stop();
    }
  },
};

async function measure(
  desks: readonly LoadDesk[],
  ways: readonly (readonly [string, Send])[],
  pushesEach: number,
): Promise<Readonly<Record<string, number>>> {
  const count = String(desks.length);
  const rates = new Map<string, number[]>();
  let turnedAway = 0;
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const [name, send] of ways) {
      const measured = await rateOf(desks, send, pushesEach, SIZE);
      rates.set(name, [...(rates.get(name) ?? []), measured.perSecond]);
      turnedAway += measured.turnedAway;
    }
  }
  const mean = (name: string): number => (rates.get(name) ?? []).reduce((sum, rate) => sum + rate, 0) / TURNS;
  return {
    [`gateway_per_s_${count}`]: Math.round(mean('gateway')),
    [`direct_per_s_${count}`]: Math.round(mean('direct')),
    [`direct_by_gateway_${count}`]: Math.round((mean('direct') / mean('gateway')) * 100) / 100,
    [`turned_away_${count}`]: turnedAway,
  };
}

/** Nothing that was sent can be refused: a number here means that something else was measured. */
const refusals = (databaseUrl: string): Promise<number> =>
  asOwner({ databaseUrl }, async (client) => {
    const { rows } = await client.query<{ count: string }>(
      `select count(*) from sync.mutation_result where status = 'rejected'`,
    );
    return Number(rows[0]?.count);
  });
