import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootstrapReplySchema, bucketsReplySchema, CURSOR_START } from '../../../src/contracts/wire.ts';
import { DAY, HOUR } from '../../../src/base/time.ts';
import { TABLES, TENANT_TABLES } from '../../../src/domain/tables.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { asOwner, makeTenant, newId, type TenantFixture } from '../../fixtures/tenant.ts';
import { booking, nextDay, openDesk, refusal, rowsOf, tenantDesk } from './desk-calls.ts';

describe('the protocol between desk and cloud', () => {
  let cloud: TestCloud;
  let tenant: TenantFixture;
  beforeAll(async () => {
    cloud = await startTestCloud();
    tenant = await makeTenant(cloud);
  });
  afterAll(() => cloud.stop());

  test('a push whose answer was lost: the same bytes again change nothing, and the pull brings the refusal', async () => {
    const at = nextDay();
    const first = await tenantDesk(cloud, tenant);
    await first.push(booking(tenant, at));
    const desk = await tenantDesk(cloud, tenant);
    const bytes = desk.number(booking(tenant, at), booking(tenant, at + HOUR));
    await desk.send(bytes); // the answer never arrived
    const again = await desk.send(bytes);
    expect(again.lmid).toBe(2);
    const page = await desk.pull();
    expect(page.lmid).toBe(2);
    expect(page.results.map(({ id, uuid, status, code }) => ({ id, uuid, status, code }))).toEqual([
      { id: 1, uuid: bytes[0]?.uuid, status: 'rejected', code: 'overlap' },
      { id: 2, uuid: bytes[1]?.uuid, status: 'applied', code: null },
    ]);
    const acknowledged = await desk.pull({ ack: 1 });
    expect(acknowledged.results.map(({ id }) => id)).toEqual([2]);
  });

  test('a copied file is noticed, takes a new number, and gets the verdicts that were stored', async () => {
    const at = nextDay();
    const original = await tenantDesk(cloud, tenant);
    const sent = original.number(booking(tenant, at));
    await original.send(sent);
    const copy = await openDesk(cloud, {
      scope: tenant.tenantId,
      device: tenant.device,
      person: tenant.frontDesk,
      clientId: original.clientId,
    });
    const other = copy.number(booking(tenant, at + HOUR));
    expect(await refusal(copy.send(other))).toMatchObject({
      status: 410,
      body: { code: 'PT410', message: 'SY410' },
    });

    // It renumbers under a new client id and keeps the uuids: what was decided stays decided, once.
    const renumbered = await tenantDesk(cloud, tenant);
    await renumbered.send([...sent, ...other].map((mutation, index) => ({ ...mutation, id: index + 1 })));
    const page = await renumbered.pull();
    expect(page.results.map(({ uuid, status }) => [uuid, status])).toEqual([
      [sent[0]?.uuid, 'applied'],
      [other[0]?.uuid, 'applied'],
    ]);
    expect(rowsOf(page, 'appointment').filter(({ starts_at }) => starts_at === at)).toHaveLength(1);
  });

  test('a gap in the numbers is refused and nothing of the batch is kept', async () => {
    const desk = await tenantDesk(cloud, tenant);
    const [one, two, three] = desk.number(
      booking(tenant, nextDay()),
      booking(tenant, nextDay()),
      booking(tenant, nextDay()),
    );
    if (!one || !two || !three) throw new Error('three drafts');
    expect(await refusal(desk.send([one, three]))).toMatchObject({
      status: 409,
      body: { code: 'PT409', message: 'SY409' },
    });
    expect((await desk.hello()).lmid).toBe(0);
    expect((await desk.send([one, two, three])).lmid).toBe(3);
  });

  test('more than fifty mutations, none at all, and a desk that is too old', async () => {
    const desk = await tenantDesk(cloud, tenant);
    const many = Array.from({ length: 51 }, () => booking(tenant, nextDay()));
    expect(await refusal(desk.send(desk.number(...many)))).toMatchObject({
      status: 400,
      body: { message: 'SY400' },
    });
    expect(await refusal(desk.send([]))).toMatchObject({ status: 400 });
    const old = { client_id: desk.clientId, schema: 0, mutations: desk.number(booking(tenant, nextDay())) };
    expect(await refusal(desk.call('sync_push', old))).toMatchObject({
      status: 426,
      body: { message: 'SY426' },
    });
  });

  test('one bad mutation is refused alone: those around it are applied', async () => {
    const at = nextDay();
    const desk = await tenantDesk(cloud, tenant);
    await desk.push(
      booking(tenant, at),
      { name: 'appointment.juggle', args: {} },
      { name: 'appointment.book', args: {}, v: 9 },
      { name: 'appointment.book', args: { id: "'; drop table hold; --" } },
      { name: 'import.begin', args: {} },
      { ...booking(tenant, at + 3 * HOUR), actor: newId() },
      booking(tenant, at + HOUR),
    );
    const page = await desk.pull();
    expect(page.results.map(({ code }) => code)).toEqual([
      null,
      'unknown_command',
      'stale_version',
      'invalid',
      'forbidden',
      'forbidden',
      null,
    ]);
  });

  test('a mutation that makes no sense is refused and kept, and never stops those behind it', async () => {
    const at = nextDay();
    const desk = await tenantDesk(cloud, tenant);
    const [good] = desk.number(booking(tenant, at));
    const nonsense = desk
      .number(...Array.from({ length: 6 }, () => booking(tenant, at + 5 * HOUR)))
      .map((mutation, index) => ({
        ...mutation,
        ...[
          { actor: 'me' },
          { args: null },
          { args: [1] },
          { base: 7 },
          { v: 'new' },
          { at: 'now', resolves: 'all', name: 'x'.repeat(500) },
        ][index],
      }));
    const [last] = desk.number(booking(tenant, at + HOUR));
    const reply = await desk.call<{ lmid: number }>('sync_push', {
      client_id: desk.clientId,
      schema: 1,
      mutations: [good, ...nonsense, last],
    });
    expect(reply.lmid).toBe(8);
    const page = await desk.pull();
    expect(page.results.map(({ code }) => code)).toEqual([
      null,
      'forbidden',
      'invalid',
      'invalid',
      'invalid',
      'invalid',
      'unknown_command',
      null,
    ]);
    const kept = new Set(rowsOf(page, 'conflict').map(({ id }) => id));
    expect(nonsense.filter(({ uuid }) => !kept.has(uuid))).toEqual([]);
  });

  test('a busy clock makes the push wait and fail whole; the same bytes are taken when it is free', async () => {
    const desk = await tenantDesk(cloud, tenant);
    await desk.hello();
    const bytes = desk.number(booking(tenant, nextDay()));
    await asOwner(cloud, async (client) => {
      await client.query('select sync.next_version($1)', [tenant.tenantId]);
      expect(await refusal(desk.send(bytes))).toMatchObject({ status: 500, body: { code: '55P03' } });
    });
    expect((await desk.hello()).lmid).toBe(0);
    await desk.send(bytes);
    expect((await desk.pull()).results).toMatchObject([{ id: 1, status: 'applied' }]);
  });

  test('a resolution closes the conflict; a refused import row that is there already makes none', async () => {
    const at = nextDay();
    await (await tenantDesk(cloud, tenant)).push(booking(tenant, at));
    const second = await tenantDesk(cloud, tenant);
    const [mine] = second.number(booking(tenant, at));
    if (!mine) throw new Error('a draft');
    await second.send([mine]);
    const open = rowsOf(await second.pull(), 'conflict').find(({ id }) => id === mine.uuid);
    expect(open).toMatchObject({ state: 'open', code: 'overlap', device_id: tenant.device.deviceId });
    expect(open?.['detail']).toMatchObject({ holds: [{ resource_id: tenant.staff[0] }] });

    await second.push({ ...booking(tenant, at + HOUR), resolves: mine.uuid });
    expect(rowsOf(await second.pull(), 'conflict').find(({ id }) => id === mine.uuid)).toMatchObject({
      state: 'closed',
      closed_by: tenant.frontDesk.memberId,
    });

    const row = { name: 'Thandi', phone: null, email: null, note: null, importId: newId() };
    const [again] = second.number({ name: 'client.create', args: { id: tenant.client, ...row } });
    if (!again) throw new Error('a draft');
    await second.send([again]);
    const page = await second.pull();
    expect(page.results.at(-1)).toMatchObject({ code: 'duplicate' });
    expect(rowsOf(page, 'conflict').some(({ id }) => id === again.uuid)).toBe(false);
  });

  test('pages: any size gives the same rows once, in order, and the last page names the head', async () => {
    const desk = await tenantDesk(cloud, tenant);
    const whole = await desk.pull();
    const seen: string[] = [];
    let since: unknown = CURSOR_START;
    for (let pages = 0; ; pages += 1) {
      const page = await desk.pull({ since, limit: 7 });
      for (const [table, rows] of Object.entries(page.t))
        seen.push(...rows.map((row) => `${table} ${String(row[0])}`));
      since = page.next;
      expect(Object.values(page.t).flat().length).toBeLessThanOrEqual(7);
      if (!page.more) {
        expect(page.next).toEqual([page.head, 32_767, 'ffffffff-ffff-ffff-ffff-ffffffffffff']);
        expect(pages).toBeGreaterThan(5);
        break;
      }
    }
    const all = Object.entries(whole.t).flatMap(([table, rows]) =>
      rows.map((row) => `${table} ${String(row[0])}`),
    );
    expect(seen.toSorted()).toEqual(all.toSorted());
    expect(new Set(seen).size).toBe(seen.length);
    expect(await desk.pull({ since })).toMatchObject({ more: false, t: {}, cols: {} });
  });

  test('bootstrap by tables and months gives the live rows of a pull; digests agree with them', async () => {
    const desk = await tenantDesk(cloud, tenant);
    // Years ahead, where nobody is booked: its month is one to fetch all the same.
    const startsAt = nextDay() + 1_500 * DAY;
    await desk.push({
      name: 'block.create',
      args: {
        id: newId(),
        locationId: tenant.locations[0],
        staffId: tenant.staff[0],
        startsAt,
        endsAt: startsAt + HOUR,
        reason: 'stock',
      },
    });
    const pulled = await desk.pull();
    const { buckets } = bucketsReplySchema.parse(await desk.call('sync_buckets'));
    expect(buckets.at(-1)?.appointments).toBe(0);
    expect(buckets.map(({ appointments }) => appointments).reduce((a, b) => a + b)).toBe(
      pulled.t['appointment']?.length,
    );
    for (const table of TENANT_TABLES) {
      const rows: unknown[][] = [];
      for (const bucket of TABLES[table].bucketed ? buckets.map((entry) => entry.bucket) : [null]) {
        let after: unknown = null;
        for (let more = true; more;) {
          const page = bootstrapReplySchema.parse(
            await desk.call('sync_bootstrap', { table, bucket, after_id: after, limit: 3 }),
          );
          expect(page.head).toBe(pulled.head);
          rows.push(...page.rows);
          more = page.more;
          after = page.rows.at(-1)?.[0] ?? null;
        }
        const digest = await desk.call<{ count: number; hash: string }>('sync_digest', { table, bucket });
        const own = rows.filter((row) => bucket === null || row[3] === bucket);
        expect(digest.count).toBe(own.length);
        expect(digest.hash).toMatch(/^[0-9a-f]{16}$/);
      }
      const expected = (pulled.t[table] ?? []).filter((row) => row[2] === null);
      expect({ table, rows: rows.toSorted() }).toEqual({ table, rows: expected.toSorted() });
    }
    expect(
      await refusal(desk.call('sync_bootstrap', { table: 'flag', bucket: null, after_id: null, limit: 3 })),
    ).toMatchObject({ status: 400 });
    expect(
      await refusal(
        desk.call('sync_bootstrap', { table: 'pg_authid', bucket: null, after_id: null, limit: 3 }),
      ),
    ).toMatchObject({ status: 400 });
  });

  test('a desk starts anew when the epoch, its own limits or the past are not what it thinks', async () => {
    const desk = await tenantDesk(cloud, tenant);
    const { head } = await desk.hello();
    expect(await desk.rawPull({ epoch: 'another' })).toEqual({ reset: true });
    expect(await desk.rawPull({ scope_v: 'another' })).toEqual({ reset: true });
    expect(await desk.rawPull({ since: [head + 1, 0, newId()] })).toEqual({ reset: true });
    expect(await desk.rawPull({ since: [head, 0, newId()] })).toMatchObject({ more: false });
    await asOwner(cloud, (client) =>
      client.query('update sync.scope_clock set epoch = gen_random_uuid() where scope_id = $1', [
        tenant.tenantId,
      ]),
    );
    expect(await desk.rawPull()).toEqual({ reset: true });
  });

  test('tombstones travel, and after they are collected a desk from before starts anew', async () => {
    const own = await makeTenant(cloud, 'Collector');
    const desk = await tenantDesk(cloud, own);
    const block = newId();
    const startsAt = nextDay();
    await desk.push({
      name: 'block.create',
      args: {
        id: block,
        locationId: own.locations[0],
        staffId: own.staff[0],
        startsAt,
        endsAt: startsAt + HOUR,
        reason: 'stock',
      },
    });
    const before = await desk.pull();
    await desk.push({ name: 'block.remove', args: { id: block } });
    const after = await desk.pull({ since: before.next });
    expect(rowsOf(after, 'block')).toMatchObject([{ id: block, deleted_at: expect.any(Number) as number }]);
    await asOwner(cloud, (client) =>
      client.query(`update public.block set deleted_at = now() - interval '2 days' where id = $1`, [block]),
    );
    await asOwner(cloud, (client) => client.query(`select sync.gc($1, '1 day')`, [own.tenantId]));
    expect(await desk.rawPull({ since: before.next })).toEqual({ reset: true });
  });
});
