import pg from 'pg';
import { HOUR, type Instant } from '../../src/base/time.ts';
import { restAnswer } from '../../src/cloud/gateway/rest/rest-error.ts';
import type { RawFailure } from '../../src/remote/remote-failure.ts';
import { startTestCloud } from '../fixtures/cloud.ts';

/** A function's json as it would go over the wire, or the refusal. */
export type Answer =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly failure: RawFailure };

/** The real PostgreSQL with the real functions, reached as the gateway reaches it, without sockets in between. */
export type SimCloud = {
  /** Calls one of the wire's functions as a signed-in person, at that moment, in a transaction of its own. */
  readonly rpc: (userId: string, now: Instant, fn: string, req: unknown) => Promise<Answer>;
  /** As the superuser: what a test must see or do that nobody may over the wire. Several statements are one transaction. */
  readonly admin: (text: string) => Promise<readonly (readonly Readonly<Record<string, unknown>>[])[]>;
  /** A second connection, for a transaction that stays open while others go on. */
  readonly beside: (text: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

export const literal = (value: unknown): string => {
  if (value === null) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Buffer.isBuffer(value)) return `'\\x${value.toString('hex')}'`;
  return pg.escapeLiteral(typeof value === 'string' ? value : JSON.stringify(value));
};

export const insertSql = (table: string, values: Readonly<Record<string, unknown>>): string =>
  `insert into ${table} (${Object.keys(values).join(', ')}) values (${Object.values(values).map(literal).join(', ')})`;

const resultsOf = (answer: unknown): readonly pg.QueryResult[] =>
  (Array.isArray(answer) ? answer : [answer]) as readonly pg.QueryResult[];

/** The server's clock, for calls that name a moment: what the cloud makes of times has to be the same in every run. */
const VIRTUAL_CLOCK = ['clock_timestamp() volatile', 'now() stable']
  .map((signature) => signature.split(' '))
  .map(
    ([name, kind]) =>
      `create or replace function pg_catalog.${name} returns timestamptz language sql ${kind} parallel safe as $$
         select coalesce(nullif(current_setting('simulation.now', true), '')::timestamptz, transaction_timestamp()) $$`,
  )
  .join(';');

/** The gateway's health samples write on their own, at moments that no seed draws. */
const NO_SAMPLES_MS = 24 * HOUR;

export async function startSimCloud(): Promise<SimCloud> {
  const place = await startTestCloud({ sampleEveryMs: NO_SAMPLES_MS });
  const connect = async (url: string): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return client;
  };
  const wire = await connect(place.databaseUrl);
  const admin = await connect(place.adminUrl);
  const beside = await connect(place.databaseUrl);
  await admin.query(`set allow_system_table_mods = on; ${VIRTUAL_CLOCK}`);

  return {
    rpc: async (userId, now, fn, req) => {
      const claims = JSON.stringify({ sub: userId, role: 'authenticated' });
      try {
        const answer = await wire.query(
          `begin; select set_config('search_path', '"public", "extensions"', true),
             set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${literal(claims)}, true),
             set_config('simulation.now', ${literal(new Date(now).toISOString())}, true);
           select public.${fn}(${literal(JSON.stringify(req))}::jsonb)::text as body; commit`,
        );
        return { ok: true, text: String(resultsOf(answer)[2]?.rows[0]?.body) };
      } catch (error) {
        await wire.query('rollback');
        const { status, body } = restAnswer(error, 'authenticated');
        const { code, message, details } = body;
        return { ok: false, failure: { status, code, message, ...(details ? { details } : {}) } };
      }
    },
    admin: async (text) => {
      try {
        return resultsOf(await admin.query(text)).map(({ rows }) => rows);
      } catch (error) {
        await admin.query('rollback');
        throw error;
      }
    },
    beside: async (text) => {
      await beside.query(text);
    },
    close: async () => {
      await Promise.all([wire.end(), admin.end(), beside.end()]);
      await place.stop();
    },
  };
}
