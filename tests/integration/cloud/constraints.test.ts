import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { insertRow, makeTenant, newId, type TenantFixture } from '../../fixtures/tenant.ts';

const NINE = '2026-11-24T07:00:00.000Z';
const TEN = '2026-11-24T08:00:00.000Z';
const ELEVEN = '2026-11-24T09:00:00.000Z';

describe('what the tables refuse, whoever writes', () => {
  let cloud: TestCloud;
  let client: pg.Client;
  let mine: TenantFixture;
  let theirs: TenantFixture;
  beforeAll(async () => {
    cloud = await startTestCloud();
    mine = await makeTenant(cloud, 'Mine');
    theirs = await makeTenant(cloud, 'Theirs');
    client = new pg.Client({ connectionString: cloud.databaseUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await cloud.stop();
  });
  beforeEach(() => client.query('begin'));
  afterEach(() => client.query('rollback'));

  const visit = async (values: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    const id = newId();
    await insertRow(client, 'appointment', {
      id,
      tenant_id: mine.tenantId,
      bucket: 202611,
      location_id: mine.locations[0],
      client_id: mine.client,
      status: 'confirmed',
      source: 'desk',
      starts_at: NINE,
      ends_at: TEN,
      price_cents: 0,
      ...values,
    });
    return id;
  };
  const line = async (
    appointment: string,
    values: Readonly<Record<string, unknown>> = {},
  ): Promise<string> => {
    const id = newId();
    await insertRow(client, 'appointment_line', {
      id,
      tenant_id: mine.tenantId,
      bucket: 202611,
      location_id: mine.locations[0],
      appointment_id: appointment,
      position: 0,
      service_id: mine.services.cut,
      staff_id: mine.staff[0],
      starts_at: NINE,
      ends_at: TEN,
      price_cents: 0,
      ...values,
    });
    return id;
  };
  const hold = async (during: string, values: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    const id = newId();
    const appointment = await visit();
    await insertRow(client, 'hold', {
      id,
      tenant_id: mine.tenantId,
      bucket: 202611,
      location_id: mine.locations[0],
      appointment_id: appointment,
      line_id: await line(appointment),
      resource_id: mine.staff[0],
      during,
      active: true,
      ...values,
    });
    return id;
  };
  const entry = (values: Readonly<Record<string, unknown>>): Promise<void> =>
    insertRow(client, 'ledger_entry', {
      id: newId(),
      tenant_id: mine.tenantId,
      bucket: 202611,
      location_id: mine.locations[0],
      kind: 'payment',
      tender: 'cash',
      amount_cents: 100,
      trading_day: '2026-11-24',
      at: NINE,
      ...values,
    });

  test('nobody is booked twice; back to back is fine; a hold that is not active does not count', async () => {
    await hold(`[${NINE},${TEN})`);
    await hold(`[${TEN},${ELEVEN})`);
    await hold(`[${NINE},${ELEVEN})`, { active: false });
    await hold(`[${NINE},${ELEVEN})`, { resource_id: mine.staff[1] });
    await expect(hold(`[${NINE},${ELEVEN})`)).rejects.toMatchObject({ code: '23P01' });
  });

  test.each(['empty', `[${NINE},)`, `(,${TEN})`])(
    'a hold lasts from an instant to an instant, not %s',
    async (during) => {
      await expect(hold(during)).rejects.toMatchObject({ code: '23514' });
    },
  );

  test('a tombstone holds nothing', async () => {
    await expect(hold(`[${NINE},${TEN})`, { deleted_at: TEN })).rejects.toMatchObject({ code: '23514' });
  });

  test('two holds swap when the constraint waits for both', async () => {
    const first = await hold(`[${NINE},${TEN})`);
    const second = await hold(`[${TEN},${ELEVEN})`);
    await client.query('set constraints public.hold_no_overlap deferred');
    await client.query('update hold set during = $2 where id = $1', [first, `[${TEN},${ELEVEN})`]);
    await client.query('update hold set during = $2 where id = $1', [second, `[${NINE},${TEN})`]);
    await client.query('set constraints public.hold_no_overlap immediate');
  });

  test.each([
    ['appointment', { location_id: 'locations' }],
    ['appointment', { client_id: 'client' }],
  ] as const)('%s: a foreign key never leaves the tenant (%o)', async (_, columns) => {
    const values = Object.fromEntries(
      Object.entries(columns).map(([column, key]) => [
        column,
        key === 'locations' ? theirs.locations[0] : theirs.client,
      ]),
    );
    await expect(visit(values)).rejects.toMatchObject({ code: '23503' });
  });

  test('a line takes people and services of its own tenant, and ends after it starts, within twelve hours', async () => {
    const appointment = await visit();
    for (const [values, code] of [
      [{ staff_id: theirs.staff[0] }, '23503'],
      [{ service_id: theirs.services.cut }, '23503'],
      [{ resource_id: theirs.rooms[0] }, '23503'],
      [{ ends_at: NINE }, '23514'],
      [{ ends_at: '2026-11-24T20:00:00.000Z' }, '23514'],
      [{ price_cents: -1 }, '23514'],
    ] as const) {
      await client.query('savepoint attempt');
      await expect(line(appointment, values)).rejects.toMatchObject({ code });
      await client.query('rollback to savepoint attempt');
    }
  });

  test('the ledger: payments are positive, reversals negative and once, nothing is changed', async () => {
    const payment = newId();
    await entry({ id: payment });
    await entry({ kind: 'reversal', amount_cents: -100, reverses_id: payment });
    for (const [values, code] of [
      [{ amount_cents: 0 }, '23514'],
      [{ amount_cents: -5 }, '23514'],
      [{ kind: 'reversal', amount_cents: -100 }, '23514'],
      [{ kind: 'gift' }, '23514'],
      [{ kind: 'reversal', amount_cents: -100, reverses_id: payment }, '23505'],
    ] as const) {
      await client.query('savepoint attempt');
      await expect(entry(values)).rejects.toMatchObject({ code });
      await client.query('rollback to savepoint attempt');
    }
    await expect(client.query('update ledger_entry set amount_cents = 99')).rejects.toMatchObject({
      code: 'CR002',
    });
  });

  test('statuses, roles, kinds and numbers that do not exist', async () => {
    for (const attempt of [
      () => visit({ status: 'lost' }),
      () => visit({ source: 'pigeon' }),
      () => visit({ ends_at: NINE }),
      () => visit({ bucket: 0 }),
      () => client.query(`update member set role = 'king' where tenant_id = $1`, [mine.tenantId]),
      () => client.query(`update client set phone = '082 123' where tenant_id = $1`, [mine.tenantId]),
      () => client.query(`update client set no_shows = -1 where tenant_id = $1`, [mine.tenantId]),
      () => client.query(`update service set duration_minutes = 0 where tenant_id = $1`, [mine.tenantId]),
      () => client.query(`update staff set hue = 10 where tenant_id = $1`, [mine.tenantId]),
    ]) {
      await client.query('savepoint attempt');
      await expect(attempt()).rejects.toMatchObject({ code: '23514' });
      await client.query('rollback to savepoint attempt');
    }
  });

  test('tenant, id and location of a row never change', async () => {
    const appointment = await visit();
    for (const [sql, code] of [
      [`update appointment set tenant_id = '${theirs.tenantId}' where id = $1`, 'CR002'],
      [`update appointment set id = '${newId()}' where id = $1`, 'CR002'],
      [`update appointment set location_id = '${mine.locations[1]}' where id = $1`, 'CR001'],
    ] as const) {
      await client.query('savepoint attempt');
      await expect(client.query(sql, [appointment])).rejects.toMatchObject({ code });
      await client.query('rollback to savepoint attempt');
    }
  });

  test('one transaction takes one version of one scope, also from the SQL editor', async () => {
    const stamps = async (): Promise<readonly number[]> =>
      (
        await client.query<{ v: string }>(
          'select distinct row_version as v from client where tenant_id = $1',
          [mine.tenantId],
        )
      ).rows.map(({ v }) => Number(v));
    const head = async (): Promise<number> =>
      Number(
        (
          await client.query<{ version: string }>(
            'select version from sync.scope_clock where scope_id = $1',
            [mine.tenantId],
          )
        ).rows[0]?.version,
      );
    const before = await head();
    await client.query(`update client set note = 'a' where tenant_id = $1`, [mine.tenantId]);
    await client.query(`update client set note = 'b', row_version = 999999 where tenant_id = $1`, [
      mine.tenantId,
    ]);
    expect(await head()).toBe(before + 1);
    expect(await stamps()).toEqual([before + 1]);
    await expect(
      client.query(`update client set note = 'c' where tenant_id = $1`, [theirs.tenantId]),
    ).rejects.toMatchObject({ code: 'CR002' });
  });
});
