import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { DAY, HOUR, MINUTE } from '../../src/base/time.ts';
import type { Mutation } from '../../src/contracts/wire.ts';
import { cutAt } from '../fixtures/booking.ts';
import type { TestCloud } from '../fixtures/cloud.ts';
import { asOwner, makeTenant, newId, type TenantFixture } from '../fixtures/tenant.ts';

/** One desk as a source of load: its own PC and client id, and times of the diary that nobody else books. */
export type LoadDesk = {
  readonly tenant: TenantFixture;
  readonly accessToken: string;
  /** The request of the next push: `size` bookings, none of which can be refused. */
  readonly next: (size: number) => Readonly<Record<string, unknown>>;
};

/** Desks of one business take turns with its clock; more businesses than this share nothing but the machine. */
const DESKS_A_BUSINESS = 5;
const TIMES_A_DAY = 12;

/** `count` desks in as many businesses as there would be; each business signs in once. */
export async function makeDesks(
  cloud: TestCloud,
  count: number,
  each = DESKS_A_BUSINESS,
): Promise<readonly LoadDesk[]> {
  const desks: LoadDesk[] = [];
  for (let made = 0; made < count; made += each) {
    const tenant = await makeTenant(cloud);
    const accessToken = await signIn(cloud, tenant);
    const proofs = Array.from({ length: Math.min(each, count - made) }, () => ({
      device_id: newId(),
      device_secret: randomBytes(32).toString('hex'),
    }));
    await enrol(cloud, tenant, proofs);
    for (const [index, proof] of proofs.entries()) desks.push(deskOf(tenant, accessToken, proof, index));
  }
  return desks;
}

async function signIn(cloud: TestCloud, { frontDesk }: TenantFixture): Promise<string> {
  const answer = await fetch(`${cloud.url}/auth/v1/token?grant_type=password`, {
    method: 'POST',
    headers: { apikey: cloud.publishableKey, 'content-type': 'application/json' },
    body: JSON.stringify({ email: frontDesk.email, password: frontDesk.password }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

type Proof = { readonly device_id: string; readonly device_secret: string };

const enrol = (cloud: TestCloud, { tenantId }: TenantFixture, proofs: readonly Proof[]): Promise<void> =>
  asOwner(cloud, async (client) => {
    for (const { device_id, device_secret } of proofs) {
      await client.query(
        `insert into public.device (id, tenant_id, name, classes) values ($1, $2, 'Desk', '["diary","ledger","special"]')`,
        [device_id, tenantId],
      );
      await client.query(
        `insert into sync.device_secret (device_id, scope_id, hash, name) values ($1, $2, $3, 'Desk')`,
        [device_id, tenantId, createHash('sha256').update(device_secret).digest()],
      );
    }
  });

function deskOf(tenant: TenantFixture, accessToken: string, proof: Proof, index: number): LoadDesk {
  const clientId = newId();
  const first = Math.floor(Date.now() / DAY) * DAY + DAY + 8 * HOUR;
  let sent = 0;
  const mutation = (): Mutation => {
    const time = sent * DESKS_A_BUSINESS + index;
    const startsAt = first + Math.floor(time / TIMES_A_DAY) * DAY + (time % TIMES_A_DAY) * 45 * MINUTE;
    sent += 1;
    return {
      id: sent,
      uuid: newId(),
      name: 'appointment.book',
      v: 1,
      args: cutAt(tenant, startsAt),
      base: {},
      actor: tenant.frontDesk.memberId,
      at: Date.now(),
      resolves: null,
    };
  };
  return {
    tenant,
    accessToken,
    next: (size) => ({
      ...proof,
      scope: tenant.tenantId,
      client_id: clientId,
      schema: 1,
      mutations: Array.from({ length: size }, mutation),
    }),
  };
}

/** Answers the last number taken, or null when the cloud is too busy at the moment. */
export type Send = (desk: LoadDesk, request: Readonly<Record<string, unknown>>) => Promise<number | null>;

/** As a console does it: HTTP and JSON through the gateway. */
export const throughGateway =
  (cloud: TestCloud): Send =>
  async ({ accessToken }, req) => {
    const answer = await fetch(`${cloud.url}/rest/v1/rpc/sync_push`, {
      method: 'POST',
      headers: {
        apikey: cloud.publishableKey,
        authorization: `Bearer ${accessToken}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ req }),
    });
    const body = (await answer.json()) as { lmid?: number; message?: string };
    if (answer.status === 503) return null;
    if (body.lmid === undefined) throw new Error(`${String(answer.status)} ${body.message ?? ''}`);
    return body.lmid;
  };

/** The same function under the same role and claims, by connections of our own, as pgbench would call it. */
export function direct(pool: pg.Pool): Send {
  return async ({ tenant }, req) => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      const claims = JSON.stringify({ sub: tenant.frontDesk.userId, role: 'authenticated' });
      await client.query(
        `select set_config('role', 'authenticated', true), set_config('request.jwt.claims', $1, true)`,
        [claims],
      );
      const { rows } = await client.query<{ answer: { lmid: number } }>(
        'select public.sync_push($1) as answer',
        [JSON.stringify(req)],
      );
      await client.query('commit');
      return rows[0]?.answer.lmid ?? null;
    } finally {
      client.release();
    }
  };
}

const BUSY_PAUSE_MS = 200;

/** All desks push at once, each one request after the other; answers mutations a second. */
export async function rateOf(
  desks: readonly LoadDesk[],
  send: Send,
  pushesEach: number,
  size: number,
): Promise<{ readonly perSecond: number; readonly turnedAway: number }> {
  let turnedAway = 0;
  const work = async (desk: LoadDesk): Promise<void> => {
    for (let push = 0; push < pushesEach; push += 1) {
      const request = desk.next(size);
      // The same bytes again, as a desk repeats them.
      while ((await send(desk, request)) === null) {
        turnedAway += 1;
        await new Promise((resolve) => {
          setTimeout(resolve, BUSY_PAUSE_MS * (0.5 + Math.random()));
        });
      }
    }
  };
  const began = performance.now();
  await Promise.all(desks.map(work));
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: Math.round((desks.length * pushesEach * size) / seconds), turnedAway };
}
