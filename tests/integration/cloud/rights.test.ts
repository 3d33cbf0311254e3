import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PLATFORM_TABLES, TABLE_NAMES, TENANT_TABLES } from '../../../src/domain/tables.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import {
  asOwner,
  makePlatformPerson,
  makeTenant,
  newId,
  type Person,
  type TenantFixture,
} from '../../fixtures/tenant.ts';
import { booking, tenantDesk } from './desk-calls.ts';

/** Money counts on the day on which it is taken. */
const TODAY = new Date().toISOString().slice(0, 10);

type Caller = { readonly role: 'anon' | 'authenticated'; readonly userId: string | null };

describe('rights: each role, each table, each tenant', () => {
  let cloud: TestCloud;
  let client: pg.Client;
  let mine: TenantFixture;
  let theirs: TenantFixture;
  let support: Person;
  let operations: Person;

  beforeAll(async () => {
    cloud = await startTestCloud();
    mine = await makeTenant(cloud, 'Mine');
    theirs = await makeTenant(cloud, 'Theirs');
    support = await makePlatformPerson(cloud, 'support');
    operations = await makePlatformPerson(cloud, 'operations');
    for (const tenant of [mine, theirs]) {
      const desk = await tenantDesk(cloud, tenant, tenant.owner);
      const visit = booking(tenant, Date.UTC(2026, 10, 25, 8, 0));
      const importId = newId();
      await desk.push(
        visit,
        booking(tenant, Date.UTC(2026, 10, 25, 8, 0)),
        {
          name: 'payment.take',
          args: {
            id: newId(),
            appointmentId: visit.args.id,
            tender: 'cash',
            amountCents: 100,
            tradingDay: TODAY,
          },
        },
        {
          name: 'import.begin',
          args: { id: importId, kind: 'clients_csv', fileName: 'a.csv', rowCount: 0, keys: [] },
        },
        {
          name: 'import.fill',
          args: { id: newId(), importId, clientId: tenant.client, fields: { note: 'x' } },
        },
        {
          name: 'block.create',
          args: {
            id: newId(),
            locationId: tenant.locations[0],
            staffId: tenant.staff[1],
            startsAt: 0,
            endsAt: 1,
            reason: 'x',
          },
        },
      );
      await asOwner(cloud, async (owner) => {
        await owner.query(
          `insert into client_alert (id, tenant_id, client_id, kind, text) values ($1, $2, $3, 'alert', 'x')`,
          [newId(), tenant.tenantId, tenant.client],
        );
        await owner.query(
          `insert into message_template (id, tenant_id, kind, language, body) values ($1, $2, 'moved', 'en', 'x')`,
          [newId(), tenant.tenantId],
        );
        await owner.query(
          `insert into client_note (id, tenant_id, client_id, body, at) values ($1, $2, $3, 'x', now())`,
          [newId(), tenant.tenantId, tenant.client],
        );
        await owner.query(
          `insert into consent (id, tenant_id, client_id, purpose, given, how, text_version, at)
           values ($1, $2, $3, 'marketing', true, 'form', '1', now())`,
          [newId(), tenant.tenantId, tenant.client],
        );
        await owner.query(
          `insert into telling (id, tenant_id, appointment_id, client_id, channel, outcome, told, at)
           values ($1, $2, $3, $4, 'call', 'told', '{}', now())`,
          [newId(), tenant.tenantId, visit.args.id, tenant.client],
        );
        await owner.query(
          `insert into location_exception (id, tenant_id, location_id, day) values ($1, $2, $3, '2026-12-25')`,
          [newId(), tenant.tenantId, tenant.locations[0]],
        );
        await owner.query(
          `insert into roster_exception (id, tenant_id, staff_id, day, kind) values ($1, $2, $3, '2026-12-24', 'leave')`,
          [newId(), tenant.tenantId, tenant.staff[0]],
        );
        await owner.query(
          `insert into till_count (id, tenant_id, bucket, location_id, trading_day, expected_cents, counted_cents, at)
           values ($1, $2, 202611, $3, '2026-11-25', 100, 100, now())`,
          [newId(), tenant.tenantId, tenant.locations[0]],
        );
      });
      await asOwner(cloud, (owner) =>
        owner.query(
          `insert into flag_override (id, tenant_id, flag_id, is_on, reason, changed_by)
           values ($1, $2, '00000000-0000-7000-8000-00000000f001', true, 'a trial', 'Support')`,
          [newId(), tenant.tenantId],
        ),
      );
    }
    await asOwner(cloud, (owner) => owner.query('select ops.refresh_overview()'));
    client = new pg.Client({ connectionString: cloud.databaseUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await cloud.stop();
  });

  /** Runs one statement as PostgREST would for that caller; the SQLSTATE of a refusal, or the rows. */
  async function as(
    caller: Caller,
    sql: string,
    values: readonly unknown[] = [],
  ): Promise<string | readonly Record<string, unknown>[]> {
    await client.query('begin');
    try {
      const claims = caller.userId === null ? {} : { sub: caller.userId, role: caller.role };
      await client.query(`select set_config('request.jwt.claims', $1, true), set_config('role', $2, true)`, [
        JSON.stringify(claims),
        caller.role,
      ]);
      return (await client.query<Record<string, unknown>>(sql, [...values])).rows;
    } catch (error) {
      return (error as { code: string }).code;
    } finally {
      await client.query('rollback');
    }
  }
  const user = (person: Person): Caller => ({ role: 'authenticated', userId: person.userId });
  const stranger: Caller = { role: 'authenticated', userId: newId() };
  const anonymous: Caller = { role: 'anon', userId: null };

  test('both tenants have rows in every table: otherwise the rest would prove nothing', async () => {
    for (const table of TABLE_NAMES) {
      const column = table === 'flag' ? 'id' : 'tenant_id';
      const found = await client.query<{ n: number }>(
        `select count(distinct ${column})::int as n from public.${table}`,
      );
      expect({ table, several: (found.rows[0]?.n ?? 0) >= 2 }).toEqual({ table, several: true });
    }
  });

  /** Read with nothing but a token, so that not even an enrolled device is needed. Everything else goes by pull. */
  const FRAME: readonly string[] = [
    'tenant',
    'location',
    'member',
    'staff',
    'roster_pattern',
    'roster_exception',
    'service',
    'service_staff',
    'device',
    'import_group',
    'message_template',
  ];

  test.each(TENANT_TABLES.filter((table) => FRAME.includes(table)))(
    '%s: members read their own tenant, nobody else reads it, nobody writes',
    async (table) => {
      for (const person of [mine.owner, mine.manager, mine.frontDesk]) {
        const tenants = await as(user(person), `select distinct tenant_id from public.${table}`);
        expect({ role: person.role, tenants }).toEqual({
          role: person.role,
          tenants: [{ tenant_id: mine.tenantId }],
        });
        const foreign = await as(user(person), `select id from public.${table} where tenant_id = $1`, [
          theirs.tenantId,
        ]);
        expect(foreign).toEqual([]);
      }
      for (const caller of [stranger, user(support), user(operations)]) {
        expect(await as(caller, `select id from public.${table}`)).toEqual([]);
      }
      expect(await as(anonymous, `select id from public.${table}`)).toBe('42501');
    },
  );

  test.each(TENANT_TABLES.filter((table) => !FRAME.includes(table)))(
    "%s: a token without the device reads nothing of clients, visits and money, not even the owner's",
    async (table) => {
      for (const caller of [mine.owner, mine.manager, mine.frontDesk, support, operations].map(user)) {
        expect(await as(caller, `select id from public.${table}`)).toBe('42501');
      }
      for (const caller of [stranger, anonymous]) {
        expect(await as(caller, `select id from public.${table}`)).toBe('42501');
      }
      // Were the grant ever given back, the policy still keeps to the own tenant.
      await client.query('begin');
      await client.query(`grant select on public.${table} to authenticated`);
      await client.query(
        `select set_config('request.jwt.claims', $1, true), set_config('role', 'authenticated', true)`,
        [JSON.stringify({ sub: mine.frontDesk.userId })],
      );
      const tenants = await client.query(`select distinct tenant_id from public.${table}`);
      await client.query('rollback');
      expect(tenants.rows).toEqual([{ tenant_id: mine.tenantId }]);
    },
  );

  test.each(TABLE_NAMES)('%s: no client role has INSERT, UPDATE, DELETE or TRUNCATE', async (table) => {
    for (const caller of [mine.owner, mine.frontDesk, support, operations]
      .map(user)
      .concat(anonymous, stranger)) {
      expect(await as(caller, `insert into public.${table} (id) values (gen_random_uuid())`)).toBe('42501');
      expect(await as(caller, `update public.${table} set deleted_at = now()`)).toBe('42501');
      expect(await as(caller, `delete from public.${table}`)).toBe('42501');
      expect(await as(caller, `truncate public.${table} cascade`)).toBe('42501');
    }
  });

  test('even the owner of the tables and the secret key cannot delete rows or change the past', async () => {
    for (const table of TABLE_NAMES) {
      const attempt = async (sql: string): Promise<string> => {
        await client.query('begin');
        try {
          await client.query(sql);
          return 'done';
        } catch (error) {
          return (error as { code: string }).code;
        } finally {
          await client.query('rollback');
        }
      };
      const codes = [
        await attempt(`delete from public.${table}`),
        await attempt(`truncate public.${table} cascade`),
      ];
      expect({ table, codes }).toEqual({ table, codes: ['CR002', 'CR002'] });
      if (table === 'ledger_entry') {
        expect(await attempt(`update public.ledger_entry set amount_cents = 1`)).toBe('CR002');
        expect(await attempt(`update audit.event set why = 'x'`)).toBe('CR002');
        expect(await attempt(`delete from audit.event`)).toBe('CR002');
        expect(await attempt(`truncate audit.event`)).toBe('CR002');
      }
    }
  });

  test('platform tables: flags for all, overrides for those concerned, the overview for staff', async () => {
    const overrides = async (caller: Caller): Promise<unknown> =>
      as(caller, 'select tenant_id from public.flag_override order by tenant_id');
    expect(await overrides(user(mine.frontDesk))).toEqual([{ tenant_id: mine.tenantId }]);
    expect(await overrides(user(support))).toHaveLength(2);
    expect(await overrides(stranger)).toEqual([]);
    expect(await as(user(mine.owner), 'select id from public.tenant_overview')).toEqual([]);
    expect(await as(user(operations), 'select id from public.tenant_overview')).toHaveLength(2);
    expect(await as(user(mine.owner), 'select id from public.flag')).toHaveLength(3);
    expect(await as(stranger, 'select id from public.flag')).toEqual([]);
    for (const table of PLATFORM_TABLES)
      expect(await as(anonymous, `select id from public.${table}`)).toBe('42501');
  });

  test("what is not synced is out of reach: secrets, verdicts, clocks, audit, the platform's people", async () => {
    for (const table of [
      'sync.scope_clock',
      'sync.client',
      'sync.mutation_result',
      'sync.command',
      'sync.synced_table',
      'sync.device_secret',
      'sync.device_contact',
      'audit.event',
      'ops.metric_sample',
      'ops.alert',
      'private.platform_member',
      'cmd.status_transition',
    ]) {
      for (const caller of [user(mine.owner), user(operations), anonymous]) {
        expect({ table, code: await as(caller, `select * from ${table}`) }).toEqual({ table, code: '42501' });
      }
    }
  });

  test('the role of push and pull sees the entered tenant only, and nothing when none was entered', async () => {
    await client.query('begin');
    await client.query('set local role sync_agent');
    for (const table of TENANT_TABLES) {
      const { rows } = await client.query(`select id from public.${table}`);
      expect({ table, rows }).toEqual({ table, rows: [] });
    }
    await client.query(`select set_config('console.scope', $1, true)`, [mine.tenantId]);
    for (const table of TENANT_TABLES) {
      const tenants = await client.query(`select distinct tenant_id from public.${table}`);
      expect({ table, rows: tenants.rows }).toEqual({ table, rows: [{ tenant_id: mine.tenantId }] });
    }
    const touched = await client.query('update public.client set note = $1 where tenant_id = $2', [
      'x',
      theirs.tenantId,
    ]);
    expect(touched.rowCount).toBe(0);
    await expect(
      client.query(`insert into public.client (id, tenant_id, name) values (gen_random_uuid(), $1, 'Eve')`, [
        theirs.tenantId,
      ]),
    ).rejects.toMatchObject({ code: '42501' });
    await client.query('rollback');
  });

  test('a command that names rows of another tenant finds nothing and changes nothing there', async () => {
    const snapshot = async (): Promise<unknown> =>
      (
        await client.query(
          'select id, row_version from public.appointment where tenant_id = $1 order by id',
          [theirs.tenantId],
        )
      ).rows;
    const before = await snapshot();
    const foreign = await client.query<{ id: string }>(
      `select id from public.appointment where tenant_id = $1 and status = 'confirmed'`,
      [theirs.tenantId],
    );
    const target = foreign.rows[0]?.id ?? '';
    const desk = await tenantDesk(cloud, mine, mine.owner);
    const stolen = booking(mine, Date.UTC(2026, 10, 26, 8, 0), { staffId: theirs.staff[0] });
    await desk.push(
      { name: 'appointment.cancel', args: { id: target, eventId: newId(), reasonCode: 'other', note: null } },
      {
        name: 'client.update',
        args: { id: theirs.client, changes: { name: 'Eve' } },
        base: { client: { [theirs.client]: { name: 'Thandi Dlamini' } } },
      },
      {
        name: 'payment.take',
        args: {
          id: newId(),
          appointmentId: target,
          tender: 'cash',
          amountCents: 1,
          tradingDay: TODAY,
        },
      },
      stolen,
    );
    const page = await desk.pull();
    expect(page.results.slice(-4).map(({ code }) => code)).toEqual(Array(4).fill('not_found'));
    expect(await snapshot()).toEqual(before);
  });

  test('what was done is in the audit trail: who sent it, who did it, where and why', async () => {
    const desk = await tenantDesk(cloud, mine, mine.manager);
    const visit = booking(mine, Date.UTC(2026, 10, 27, 8, 0));
    const drafts = desk.number(
      { ...visit, actor: mine.frontDesk.memberId },
      {
        name: 'appointment.cancel',
        args: { id: visit.args.id, eventId: newId(), reasonCode: 'client_ill', note: null },
      },
    );
    await desk.send(drafts);
    const trail = await client.query(
      `select op, command, user_id, actor_id, device_id, mutation_id, why, changed from audit.event
       where row_id = $1 order by id`,
      [visit.args.id],
    );
    const common = { user_id: mine.manager.userId, device_id: mine.device.deviceId };
    expect(trail.rows).toMatchObject([
      {
        ...common,
        op: 'insert',
        command: 'appointment.book',
        actor_id: mine.frontDesk.memberId,
        mutation_id: drafts[0]?.uuid,
      },
      {
        ...common,
        op: 'update',
        command: 'appointment.cancel',
        actor_id: mine.manager.memberId,
        why: 'client_ill',
        changed: expect.arrayContaining(['status', 'cancel_reason']) as unknown,
      },
    ]);
  });
});
