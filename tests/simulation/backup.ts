import { literal, type SimCloud } from './sim-cloud.ts';

/** Everything that the cloud keeps of one business, by table: an array of its rows as text. */
export type Backup = ReadonlyMap<string, string>;

type Kept = { readonly table: string; readonly scopeColumn: string };

const AROUND: readonly Kept[] = [
  'sync.client',
  'sync.mutation_result',
  'sync.scope_clock',
  'sync.device_secret',
  'sync.device_contact',
  'audit.event',
].map((table) => ({ table, scopeColumn: 'scope_id' }));

async function keptTables(cloud: SimCloud): Promise<readonly Kept[]> {
  const [rows] = await cloud.admin(
    `select name from sync.synced_table where class <> 'platform' order by table_no`,
  );
  return [
    ...(rows ?? []).map(({ name }) => ({ table: `public.${String(name)}`, scopeColumn: 'tenant_id' })),
    ...AROUND,
  ];
}

const eraseSql = (tables: readonly Kept[], tenantId: string): string =>
  tables
    .toReversed()
    .map(({ table, scopeColumn }) => `delete from ${table} where ${scopeColumn} = ${literal(tenantId)}`)
    .join('; ');

/** As a replaying replica does it: rows as they were, without stamps, audit and guards of their own. */
const asRestore = (work: string): string =>
  `begin; set local session_replication_role = replica; ${work}; commit`;

export async function takeBackup(cloud: SimCloud, tenantId: string): Promise<Backup> {
  const tables = await keptTables(cloud);
  const [rows] = await cloud.admin(
    tables
      .map(
        ({ table, scopeColumn }) =>
          `select ${literal(table)} as name, coalesce(array_agg(t), '{}')::text as body
           from ${table} t where t.${scopeColumn} = ${literal(tenantId)}`,
      )
      .join(' union all '),
  );
  return new Map((rows ?? []).map(({ name, body }) => [String(name), String(body)]));
}

/** Rows, replicas, verdicts and the clock go back to the backup, and the stored epoch is a new one. */
export async function restoreBackup(
  cloud: SimCloud,
  tenantId: string,
  backup: Backup,
  epoch: string,
): Promise<void> {
  const tables = await keptTables(cloud);
  const inserts = tables.map(
    ({ table }) =>
      `insert into ${table} overriding system value
       select * from unnest(${literal(backup.get(table) ?? '{}')}::${table}[])`,
  );
  await cloud.admin(
    asRestore(
      `${eraseSql(tables, tenantId)}; ${inserts.join('; ')};
       update sync.scope_clock set epoch = ${literal(epoch)} where scope_id = ${literal(tenantId)}`,
    ),
  );
}

/** Leaves no trace of the business, so that its seed may be played again in the same cloud. */
export async function eraseTenant(
  cloud: SimCloud,
  tenantId: string,
  userIds: readonly string[],
): Promise<void> {
  const tables = await keptTables(cloud);
  await cloud.admin(
    asRestore(
      `${eraseSql(tables, tenantId)}; delete from ops.overview_due where tenant_id = ${literal(tenantId)};
       delete from auth.users where id in (${userIds.map(literal).join(', ')})`,
    ),
  );
}
