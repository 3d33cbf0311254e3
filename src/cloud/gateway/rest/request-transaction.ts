import type { IncomingHttpHeaders } from 'node:http';
import type pg from 'pg';
import type { Caller } from '../caller.ts';
import type { Pool } from '../database.ts';
import type { SchemaCache, StoredFunction } from './schema-cache.ts';

export type RestRequest = {
  readonly caller: Caller;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
};

function cookies(header: string | undefined): Readonly<Record<string, string>> {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='));
  return Object.fromEntries(
    pairs.filter(([name]) => name).map(([name, ...value]) => [name, value.join('=')]),
  );
}

/**
 * Runs the work in one transaction under the caller's role, with everything set that policies and
 * functions read. The order is PostgREST's: the role's own settings go before the role, because
 * afterwards the connection may have lost the right to set them.
 */
export async function requestTransaction<T>(
  pool: Pool,
  cache: SchemaCache,
  request: RestRequest,
  options: { readonly readOnly: boolean; readonly settings?: StoredFunction['settings'] },
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const { role, claims } = request.caller;
  const functionSettings = new Map(options.settings);
  const isolation = functionSettings.get('default_transaction_isolation');
  functionSettings.delete('default_transaction_isolation');
  const settings: readonly (readonly [string, string])[] = [
    ['search_path', '"public", "extensions"'],
    ...(await cache.roleSettings(role)),
    ['role', role],
    ['request.jwt.claims', JSON.stringify(claims)],
    ['request.method', request.method],
    ['request.path', request.path],
    ['request.headers', JSON.stringify(request.headers)],
    ['request.cookies', JSON.stringify(cookies(request.headers.cookie))],
    // A function's own statement_timeout does nothing once its statement runs.
    ...functionSettings,
  ];
  const level =
    isolation && /^(serializable|repeatable read|read committed)$/.test(isolation)
      ? ` isolation level ${isolation}`
      : '';
  return pool.transaction(`begin${level}${options.readOnly ? ' read only' : ''}`, async (client) => {
    const calls = settings
      .map((_, index) => `set_config($${index * 2 + 1}, $${index * 2 + 2}, true)`)
      .join(', ');
    await client.query(`select ${calls}`, settings.flat());
    return work(client);
  });
}
