import { randomBytes, randomUUID } from 'node:crypto';
import bcrypt from 'bcryptjs';
import pg from 'pg';
import { HOUR, MINUTE, type Instant } from '../../src/base/time.ts';
import { present } from '../../src/base/assert.ts';
import type { Business } from './business-rows.ts';
import { loadRows } from './load-rows.ts';
import { makeDemo, type Demo } from './make-demo.ts';

export type DemoSignIn = {
  readonly role: string;
  readonly label: string;
  readonly email: string;
  readonly password: string;
};

export type SeedOptions = {
  /** Connection string of the role `postgres`. */
  readonly databaseUrl: string;
  readonly seed: number;
  /** Multiplies branches and staff, not years. */
  readonly scale: number;
  /** Epoch ms. */
  readonly now: Instant;
  readonly log: (line: string) => void;
};

const FLAGS = [
  ['ENABLE_AI_FEATURES', 'Shows the assistant panel with the day at a glance'],
  ['ENABLE_BETA_PAYMENTS', 'Offers PayShap as a tender at checkout'],
  ['MAINTENANCE_MODE', 'Tells every desk of the business that maintenance is under way'],
] as const;

const STAFF_OF_THE_PLATFORM = [
  { role: 'support', name: 'Tarryn Abrahams', email: 'support@platform.example' },
  { role: 'operations', name: 'Kagiso Radebe', email: 'operations@platform.example' },
] as const;

/**
 * Fills a freshly migrated cloud with the demo: businesses, accounts with random passwords, flags, and what is
 * planted. One transaction a scope, since a transaction touches one clock only. Returns who may sign in.
 */
export async function seedDemo(
  options: SeedOptions,
): Promise<{ readonly signIns: readonly DemoSignIn[]; readonly now: Instant }> {
  const demo = makeDemo(options);
  const password = randomBytes(9).toString('base64url');
  const hash = await bcrypt.hash(password, 10);
  const client = new pg.Client({ connectionString: options.databaseUrl });
  await client.connect();
  try {
    for (const business of demo.businesses) {
      const rows = await seedBusiness(client, business, hash, demo, options.now);
      options.log(`${business.plan.name}: ${rows} rows`);
    }
    await seedPlatform(client, hash, options.now);
    return { now: demo.now, signIns: signIns(present(demo.businesses[0], 'main business'), password) };
  } finally {
    await client.end();
  }
}

async function seedBusiness(
  client: pg.Client,
  business: Business,
  hash: string,
  demo: Demo,
  realNow: Instant,
): Promise<number> {
  const { tenantId, rows } = business;
  return inTransaction(client, async () => {
    await client.query('select audit.begin_load($1, $2)', [tenantId, 'demo data']);
    const accounts = new Map<string, string>();
    for (const { id, email } of rows.of('member')) {
      if (email !== null) accounts.set(id, await createAccount(client, email, hash));
    }
    rows.rewrite('member', (member) => ({ ...member, user_id: accounts.get(member.id) ?? null }));
    const loaded = await loadRows(client, tenantId, rows);
    for (const device of rows.of('device')) {
      // Nobody knows these secrets: the desks exist to be seen, not to be used.
      await client.query(
        'insert into sync.device_secret (device_id, scope_id, hash, name) values ($1, $2, $3, $4)',
        [device.id, tenantId, randomBytes(32), device.name],
      );
      const silent = device.id === demo.planted.silentDeskId;
      await client.query(
        'insert into sync.device_contact (device_id, scope_id, schema, last_contact) values ($1, $2, 1, $3)',
        [device.id, tenantId, new Date(realNow - (silent ? 67 * HOUR : 4 * MINUTE))],
      );
    }
    return loaded;
  });
}

async function seedPlatform(client: pg.Client, hash: string, realNow: Instant): Promise<void> {
  await inTransaction(client, async () => {
    for (const person of STAFF_OF_THE_PLATFORM) {
      const userId = await createAccount(client, person.email, hash);
      await client.query('insert into private.platform_member (user_id, name, role) values ($1, $2, $3)', [
        userId,
        person.name,
        person.role,
      ]);
    }
    for (const [key, description] of FLAGS) {
      await client.query(
        'insert into public.flag (id, key, description) values ($1, $2, $3) on conflict (key) do nothing',
        [randomUUID(), key, description],
      );
    }
    await client.query('select ops.refresh_overview()');
    await client.query(
      'insert into ops.alert (id, severity, title, source, opened_at) values ($1, $2, $3, $4, $5)',
      [
        randomUUID(),
        'P2',
        'Latency of bookings above 2 s at the 95th percentile',
        'http_request_duration_seconds',
        new Date(realNow - 18 * MINUTE),
      ],
    );
  });
}

async function createAccount(client: pg.Client, email: string, hash: string): Promise<string> {
  const id = randomUUID();
  await client.query(
    `insert into auth.users (id, instance_id, aud, role, email, encrypted_password, email_confirmed_at,
       raw_app_meta_data, raw_user_meta_data)
     values ($1, '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated', $2, $3, now(),
       '{"provider":"email","providers":["email"]}', '{}')`,
    [id, email, hash],
  );
  await client.query(
    `insert into auth.identities (id, user_id, provider_id, provider, identity_data)
     values ($1, $2, $3, 'email', $4)`,
    [randomUUID(), id, id, JSON.stringify({ sub: id, email })],
  );
  return id;
}

const LABELS: Readonly<Record<string, string>> = {
  front_desk: 'Reception',
  manager: 'Manager',
  owner: 'Owner',
};

function signIns(main: Business, password: string): readonly DemoSignIn[] {
  const seen = new Set<string>();
  const people = main.rows.of('member').flatMap((member) => {
    if (member.email === null || seen.has(member.role)) return [];
    seen.add(member.role);
    return [{ role: member.role, label: LABELS[member.role] ?? member.role, email: member.email, password }];
  });
  const support = STAFF_OF_THE_PLATFORM[0];
  return [...people, { role: support.role, label: 'Support', email: support.email, password }];
}

async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
