import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Caller } from '../caller.ts';
import type { Pool } from '../database.ts';

export type ChannelPermission = { readonly read: boolean; readonly write: boolean };

const NO_ACCESS: ChannelPermission = { read: false, write: false };

/**
 * Asks the policies on realtime.messages, as hosted does: puts a message on the topic, looks whether
 * the caller sees it, tries to put one as the caller, and takes everything back. An error in a
 * policy is a refusal.
 */
export async function channelPermission(
  pool: Pool,
  caller: Caller,
  topic: string,
): Promise<ChannelPermission> {
  const id = randomUUID();
  return pool.use(async (client) => {
    await client.query('begin');
    try {
      await client.query(
        `insert into realtime.messages (id, topic, extension, event, payload, private) values ($1, $2, 'broadcast', 'permission', '{}', true)`,
        [id, topic],
      );
      await client.query(
        `select set_config('search_path', '"public", "extensions"', true), set_config('realtime.topic', $1, true),
           set_config('request.jwt.claims', $2, true), set_config('role', $3, true)`,
        [topic, JSON.stringify(caller.claims), caller.role],
      );
      const seen = await client.query('select 1 from realtime.messages where id = $1', [id]);
      return { read: seen.rowCount === 1, write: await mayWrite(client, topic) };
    } catch (error) {
      if ((error as { code?: string }).code === undefined) throw error;
      return NO_ACCESS;
    } finally {
      await client.query('rollback');
    }
  });
}

async function mayWrite(client: pg.PoolClient, topic: string): Promise<boolean> {
  try {
    await client.query(
      `insert into realtime.messages (topic, extension, event, payload, private) values ($1, 'broadcast', 'permission', '{}', true)`,
      [topic],
    );
    return true;
  } catch {
    return false; // 42501, or a policy that fails: the transaction is taken back either way
  }
}
