import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { helloReplySchema, pullPageSchema, pushReplySchema } from '../../../src/contracts/wire.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { makeTenant, type TenantFixture } from '../../fixtures/tenant.ts';
import { booking, rowsOf, tenantDesk } from './desk-calls.ts';

const TEN = Date.UTC(2026, 10, 24, 8, 0);

describe('a booking through push and pull', () => {
  let cloud: TestCloud;
  let tenant: TenantFixture;
  beforeAll(async () => {
    cloud = await startTestCloud();
    tenant = await makeTenant(cloud);
  });
  afterAll(() => cloud.stop());

  test('what one desk books, another desk pulls, in the shapes of the wire', async () => {
    const one = await tenantDesk(cloud, tenant);
    const two = await tenantDesk(cloud, tenant, tenant.manager);
    helloReplySchema.parse(await one.hello());
    const draft = booking(tenant, TEN);
    pushReplySchema.parse(await one.push(draft));

    const mine = pullPageSchema.parse(await one.pull());
    expect(mine.results).toMatchObject([{ id: 1, status: 'applied', code: null, detail: null }]);
    expect(mine.lmid).toBe(1);

    const theirs = pullPageSchema.parse(await two.pull());
    expect(theirs.results).toEqual([]);
    expect(rowsOf(theirs, 'appointment')).toMatchObject([
      { id: draft.args.id, status: 'confirmed', starts_at: TEN, ends_at: TEN + 45 * 60_000, bucket: 202611 },
    ]);
    expect(rowsOf(theirs, 'hold')).toMatchObject([
      { resource_id: tenant.staff[0], active: true, starts_at: TEN },
    ]);
  });

  test('the second to take the same time is refused, told who is there, and the refusal is kept as a conflict', async () => {
    const at = TEN + 86_400_000;
    const one = await tenantDesk(cloud, tenant);
    const two = await tenantDesk(cloud, tenant);
    const first = booking(tenant, at);
    await one.push(first);
    await two.push(booking(tenant, at + 15 * 60_000));
    const page = await two.pull();
    expect(page.results).toMatchObject([
      {
        status: 'rejected',
        code: 'overlap',
        detail: { holds: [{ appointment_id: first.args.id, starts_at: at }] },
      },
    ]);
    expect(rowsOf(page, 'conflict')).toMatchObject([
      { id: page.results[0]?.uuid, code: 'overlap', state: 'open', name: 'appointment.book' },
    ]);
  });
});
