import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOUR } from '../../../src/base/time.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { makeTenant, newId, type TenantFixture } from '../../fixtures/tenant.ts';
import { booking, type Draft, nextDay, rowsOf, tenantDesk, type WireDesk } from './desk-calls.ts';

describe('conflicts in the cloud', () => {
  let cloud: TestCloud;
  let tenant: TenantFixture;
  let one: WireDesk;
  beforeAll(async () => {
    cloud = await startTestCloud();
    tenant = await makeTenant(cloud);
    one = await tenantDesk(cloud, tenant, tenant.manager);
    await one.hello();
  });
  afterAll(() => cloud.stop());

  /** Pushes, and answers the verdicts of just these and the conflicts that the tenant has by now. */
  const decided = async (...drafts: readonly Draft[]) => {
    const sent = one.number(...drafts);
    await one.send(sent);
    const page = await one.pull();
    const byUuid = new Map(page.results.map((verdict) => [verdict.uuid, verdict]));
    const conflicts = new Map(rowsOf(page, 'conflict').map((row) => [row['id'], row]));
    return { verdicts: sent.map(({ uuid }) => byUuid.get(uuid)), conflicts };
  };
  const payment = (appointmentId: string, at: number): Draft => ({
    name: 'payment.take',
    args: {
      id: newId(),
      appointmentId,
      tender: 'cash',
      amountCents: 1_000,
      tradingDay: new Date(at).toISOString().slice(0, 10),
    },
  });
  const status = (id: string): Draft => ({
    name: 'appointment.status',
    args: { id, eventId: newId(), to: 'arrived', reason: null },
  });

  test('what rested on refused work is listed under the first refusal of the chain', async () => {
    const at = nextDay();
    const taken = booking(tenant, at);
    const late = { ...booking(tenant, at), uuid: newId() };
    const paid = { ...payment(late.args.id, at), uuid: newId(), follows: [newId(), late.uuid] };
    const arrived = { ...status(late.args.id), uuid: newId(), follows: [paid.uuid] };
    const { verdicts, conflicts } = await decided(taken, late, paid, arrived);
    expect(verdicts.map((verdict) => verdict?.code)).toEqual([null, 'overlap', 'not_found', 'not_found']);
    expect(conflicts.get(late.uuid)).toMatchObject({ root: null, state: 'open', v: 1 });
    expect(conflicts.get(paid.uuid)).toMatchObject({ root: late.uuid });
    expect(conflicts.get(arrived.uuid)).toMatchObject({ root: late.uuid });
  });

  test('a restored cloud is given an answer before what it answers: the wish is not carried out a second time', async () => {
    const at = nextDay();
    const wish = { ...booking(tenant, at), uuid: newId() };
    const answer = { ...booking(tenant, at + 2 * HOUR), uuid: newId(), resolves: wish.uuid };
    const { verdicts, conflicts } = await decided(answer, wish);
    expect(verdicts).toMatchObject([
      { status: 'applied' },
      { status: 'rejected', code: 'resolved', detail: { id: wish.uuid, to: 'closed' } },
    ]);
    expect(conflicts.get(wish.uuid)).toMatchObject({ state: 'closed' });
  });

  test('an answer to what went through after all is refused, and so is putting it away', async () => {
    const at = nextDay();
    const wish = { ...booking(tenant, at), uuid: newId() };
    const answer = { ...booking(tenant, at + 2 * HOUR), uuid: newId(), resolves: wish.uuid };
    const dismiss = {
      name: 'conflict.dismiss',
      args: { id: wish.uuid, reason: 'not needed' },
      uuid: newId(),
    };
    const { verdicts, conflicts } = await decided(wish, answer, dismiss);
    expect(verdicts).toMatchObject([
      { status: 'applied' },
      { code: 'resolved', detail: { id: wish.uuid, to: 'applied' } },
      { code: 'transition', detail: { from: 'applied' } },
    ]);
    // Both are told to a person.
    expect(conflicts.get(answer.uuid)).toMatchObject({ state: 'open', code: 'resolved' });
    expect(conflicts.get(dismiss.uuid)).toMatchObject({ state: 'open', code: 'transition' });
  });

  test('putting away what is put away, or what nobody knows, is nobody’s problem', async () => {
    const at = nextDay();
    const late = { ...booking(tenant, at), uuid: newId() };
    const dismiss = (id: string) => ({
      name: 'conflict.dismiss',
      args: { id, reason: 'not needed' },
      uuid: newId(),
    });
    const [first, second, unknown] = [dismiss(late.uuid), dismiss(late.uuid), dismiss(newId())];
    const { verdicts, conflicts } = await decided(booking(tenant, at), late, first, second, unknown);
    expect(verdicts.slice(2).map((verdict) => verdict?.code)).toEqual([null, 'transition', 'not_found']);
    expect(conflicts.get(late.uuid)).toMatchObject({ state: 'dismissed', closed_reason: 'not needed' });
    expect([second, unknown].filter(({ uuid }) => conflicts.has(uuid))).toEqual([]);
  });

  test.each([['no list'], [[1, null, 'no id', {}]], [{ a: 1 }], [null]])(
    'grounds that are none (%j) do not stop the decision',
    async (follows) => {
      const visit = { ...booking(tenant, nextDay()), follows, resolves: 'no id' } as unknown as Draft;
      const { verdicts } = await decided(visit);
      expect(verdicts).toMatchObject([{ status: 'applied' }]);
    },
  );

  test('another business’s conflict is neither a root nor answered', async () => {
    const other = await makeTenant(cloud);
    const there = await tenantDesk(cloud, other);
    await there.hello();
    const at = nextDay();
    const [theirs, refused] = there.number(booking(other, at), booking(other, at));
    await there.send([theirs!, refused!]);
    expect(rowsOf(await there.pull(), 'conflict')).toHaveLength(1);

    const first = booking(tenant, at);
    const late = { ...booking(tenant, at), uuid: newId(), follows: [refused!.uuid] };
    const answer = { ...booking(tenant, at + 2 * HOUR), uuid: newId(), resolves: refused!.uuid };
    const { verdicts, conflicts } = await decided(first, late, answer);
    expect(verdicts).toMatchObject([{ status: 'applied' }, { code: 'overlap' }, { status: 'applied' }]);
    expect(conflicts.get(late.uuid)).toMatchObject({ root: null });
    expect(rowsOf(await there.pull(), 'conflict')).toMatchObject([{ id: refused!.uuid, state: 'open' }]);
  });
});
