import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../src/domain/registry.ts';
import { APPOINTMENT_STATUSES, isHolding, mayFollow } from '../../../src/domain/scheduling/status.ts';
import { columnsOf, columnSpec, PLATFORM_SCOPE, TABLE_NAMES, TABLES } from '../../../src/domain/tables.ts';
import { idOf, MONDAY } from '../../contracts/command-case.ts';
import { SqlCase } from '../../contracts/sql-side.ts';
import { world } from '../../contracts/world.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';

/** How a kind of tables.ts is kept in PostgreSQL. */
const SQL_TYPES: Readonly<Record<string, string>> = {
  uuid: 'uuid',
  text: 'text',
  int: 'integer',
  cents: 'bigint',
  bool: 'boolean',
  instant: 'timestamp with time zone',
  date: 'date',
  json: 'jsonb',
};

describe('the lists of the cloud equal those of the domain', () => {
  let cloud: TestCloud;
  let client: pg.Client;
  beforeAll(async () => {
    cloud = await startTestCloud();
    client = new pg.Client({ connectionString: cloud.databaseUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await cloud.stop();
  });

  test('synced tables: number, class, bucket, location and columns in the order of the wire', async () => {
    const listed = await client.query(
      'select table_no, name, class, bucketed, location_column, columns from sync.synced_table order by table_no',
    );
    expect(listed.rows).toEqual(
      TABLE_NAMES.map((name) => ({
        table_no: TABLES[name].no,
        name,
        class: TABLES[name].class,
        bucketed: TABLES[name].bucketed,
        location_column: TABLES[name].locationColumn,
        columns: columnsOf(name),
      })),
    );
    expect((await client.query('select private.platform_scope() as id')).rows).toEqual([
      { id: PLATFORM_SCOPE },
    ]);
  });

  test('columns: kind and nullability; a hold keeps its two instants as one range', async () => {
    const columns = await client.query<{
      table_name: string;
      column_name: string;
      data_type: string;
      is_nullable: string;
    }>(
      `select table_name, column_name, data_type, is_nullable from information_schema.columns where table_schema = 'public'`,
    );
    const actual = columns.rows
      .filter(
        ({ column_name: name, table_name }) =>
          name !== 'scope_id' &&
          (name !== 'tenant_id' || table_name === 'flag_override' || table_name === 'tenant_overview'),
      )
      .map((c) => `${c.table_name}.${c.column_name} ${c.data_type}${c.is_nullable === 'YES' ? '?' : ''}`);
    const expected = TABLE_NAMES.flatMap((table) =>
      columnsOf(table).map((column) => {
        const spec = columnSpec(table, column) ?? '';
        const type = column === 'row_version' ? 'bigint' : SQL_TYPES[spec.replace('?', '')];
        return `${table}.${column} ${type}${spec.endsWith('?') ? '?' : ''}`;
      }),
    ).filter((line) => !/^hold\.(starts|ends)_at/.test(line));
    expect(actual.toSorted()).toEqual([...expected, 'hold.during tstzrange'].toSorted());
  });

  test('every synced table has the clock index, its own row level security, and no way to delete', async () => {
    for (const name of TABLE_NAMES) {
      const facts = await client.query(
        `select c.relrowsecurity as rls,
           exists (select from pg_indexes i where i.schemaname = 'public' and i.tablename = $1
                   and i.indexdef ~ '\\((tenant_id|scope_id), row_version, id\\)') as indexed,
           array(select tgname::text from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal order by tgname) as triggers
         from pg_class c where c.oid = $2::regclass`,
        [name, `public.${name}`],
      );
      expect(facts.rows[0]).toMatchObject({ rls: true, indexed: true });
      expect(facts.rows[0].triggers).toEqual(
        expect.arrayContaining(['b_no_delete', 'b_no_truncate', 's_stamp', 'y_audit']),
      );
    }
  });

  test('commands: names, versions and roles, and a function for each', async () => {
    const listed = await client.query(
      `select name, version, roles, to_regprocedure(format('cmd.%I(jsonb,jsonb,jsonb)', fn)) is not null as exists
       from sync.command where accepted_until is null order by name collate "C"`,
    );
    expect(listed.rows).toEqual(
      Object.values(COMMANDS)
        .map(({ name, version, roles }) => ({ name, version, roles, exists: true }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    );
  });

  test('functions: nothing is callable that is not meant to be', async () => {
    const callable = await client.query<{ role: string; fn: string }>(
      `select r.rolname as role, p.oid::regprocedure::text as fn
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace, pg_roles r
       where n.nspname in ('public', 'sync', 'cmd', 'audit', 'ops') and r.rolname in ('anon', 'authenticated', 'service_role')
         and has_function_privilege(r.oid, p.oid, 'execute') order by 1, 2`,
    );
    const of = (role: string): readonly string[] =>
      callable.rows.filter((row) => row.role === role).map((row) => row.fn);
    // The token in the request is the proof: an account is made only after the invitation was looked at.
    expect(of('anon')).toEqual(['invitation_look(jsonb)']);
    expect(of('authenticated')).toEqual(
      [
        'device_choices',
        'device_contacts',
        'device_enrol',
        'device_rename',
        'device_revoke',
        'device_scope',
        'flag_set',
        'invitation_accept',
        'invitation_create',
        'invitation_list',
        'invitation_look',
        'invitation_withdraw',
        'my_memberships',
        'ops_alert_acknowledge',
        'ops_health',
        'sync_bootstrap',
        'sync_buckets',
        'sync_digest',
        'sync_hello',
        'sync_pull',
        'sync_push',
      ].map((name) => `${name}(jsonb)`),
    );
    expect(of('service_role')).toContain('admin_create_tenant(jsonb)');
    expect(of('service_role')).not.toContain('sync_push(jsonb)');
  });

  test('the weak role owns no table and may not bypass row level security', async () => {
    const facts = await client.query(
      `select r.rolbypassrls as bypass, r.rolcanlogin as login, r.rolsuper as super,
         (select count(*)::int from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p', 'v', 'm')) as tables
       from pg_roles r where r.rolname = 'sync_agent'`,
    );
    expect(facts.rows).toEqual([{ bypass: false, login: false, super: false, tables: 0 }]);
    const owners = await client.query<{ fn: string }>(
      `select n.nspname || '.' || p.proname as fn
       from pg_proc p join pg_roles r on r.oid = p.proowner join pg_namespace n on n.oid = p.pronamespace
       where p.prosecdef and r.rolname = 'postgres' order by 1`,
    );
    // Each of them bypasses row level security: a new one needs a reason in docs/decisions/cloud-rows-and-rights.md.
    expect(owners.rows.map(({ fn }) => fn)).toEqual([
      'audit.begin_load',
      'audit.record',
      'ops.mark_overview',
      'ops.record_sample',
      'ops.refresh_overview',
      'private.enter',
      'private.holds_in_the_way',
      'private.invitation_by_token',
      'private.last_change',
      'private.may_join',
      'private.my_account',
      'private.my_member_id',
      'private.my_platform_name',
      'private.my_platform_role',
      'private.my_role',
      'private.my_tenants',
      'private.nudge',
      'private.published_epoch',
      'private.silent_desks',
      'public.my_memberships',
      'sync.nudge_members',
    ]);
  });

  test('each definer function has an empty search path', async () => {
    const loose = await client.query(
      `select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where p.prosecdef and n.nspname in ('public', 'private', 'sync', 'cmd', 'audit', 'ops')
         and not coalesce(p.proconfig, '{}') @> array['search_path=""']`,
    );
    expect(loose.rows).toEqual([]);
  });

  describe('every pair of statuses: the server steps exactly where the table of the domain allows it', () => {
    let sql: SqlCase;
    beforeAll(async () => {
      sql = new SqlCase(client);
      await sql.open(world());
    });
    afterAll(() => client.query('rollback'));

    test.each(APPOINTMENT_STATUSES)('from %s', async (from) => {
      for (const to of APPOINTMENT_STATUSES) {
        await sql.again();
        const common = { bucket: 202503, location_id: idOf('gateway') };
        await sql.put('appointment', {
          ...common,
          id: idOf('visit'),
          client_id: null,
          status: from,
          source: 'desk',
          starts_at: MONDAY,
          ends_at: MONDAY + 60_000,
          price_cents: 0,
          created_at: MONDAY,
        });
        await sql.put('appointment_line', {
          ...common,
          id: idOf('line'),
          appointment_id: idOf('visit'),
          position: 0,
          service_id: idOf('cut'),
          staff_id: idOf('ana'),
          starts_at: MONDAY,
          ends_at: MONDAY + 60_000,
          price_cents: 0,
        });
        await sql.put('hold', {
          ...common,
          id: idOf('hold'),
          appointment_id: idOf('visit'),
          line_id: idOf('line'),
          resource_id: idOf('ana'),
          starts_at: MONDAY,
          ends_at: MONDAY + 60_000,
          active: isHolding(from),
        });
        const step = { id: idOf('visit'), eventId: idOf('event') };
        const refusal =
          to === 'cancelled'
            ? await sql.decide(
                'front_desk',
                'appointment.cancel',
                { ...step, reasonCode: 'other', note: null },
                {},
              )
            : await sql.decide('front_desk', 'appointment.status', { ...step, to, reason: null }, {});
        const verdict = mayFollow(from, to) ? 'applied' : 'transition';
        expect({ from, to, verdict: refusal?.code ?? 'applied' }).toEqual({ from, to, verdict });
        const rows = await sql.snapshot();
        const now = mayFollow(from, to) ? to : from;
        expect(rows['appointment']?.[idOf('visit')]).toMatchObject({ status: now });
        expect(rows['hold']?.[idOf('hold')]).toMatchObject({ active: isHolding(now) });
      }
    });
  });
});
