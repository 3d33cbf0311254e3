import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/base/time.ts';
import type { Mutation } from '../../../src/contracts/wire.ts';
import { TENANT_TABLES } from '../../../src/domain/tables.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { asOwner, makeTenant, newId, type TenantFixture } from '../../fixtures/tenant.ts';
import { booking, tenantDesk } from '../cloud/desk-calls.ts';

/** The same bytes sent five times: whatever the network repeats, the cloud decides once. */

let cloud: TestCloud;
let tenant: TenantFixture;
beforeAll(async () => {
  cloud = await startTestCloud();
  tenant = await makeTenant(cloud);
});
afterAll(() => cloud.stop());

const TEN = Math.floor(Date.now() / DAY) * DAY + DAY + 8 * HOUR;

/** Every row of the business, every verdict and every audit.event, as text. */
const everything = (): Promise<string> =>
  asOwner(cloud, async (client) => {
    const parts: string[] = [];
    const dump = async (from: string): Promise<void> => {
      const { rows } = await client.query<{ text: string | null }>(
        `select string_agg(row_to_json(one)::text, e'\\n' order by row_to_json(one)::text) as text from (select * from ${from}) one`,
      );
      parts.push(`${from}\n${rows[0]?.text ?? ''}`);
    };
    for (const table of TENANT_TABLES) await dump(`public.${table}`);
    await dump('sync.mutation_result');
    await dump('audit.event');
    return parts.join('\n\n');
  });

test('fifty mutations sent five times, at once and one after the other, leave the same bytes as sent once', async () => {
  const desk = await tenantDesk(cloud, tenant);
  const drafts = Array.from({ length: 25 }, (_, index) => {
    const visit = booking(tenant, TEN + (index % 20) * 45 * MINUTE + Math.floor(index / 20) * 10 * MINUTE);
    const cancel = {
      name: 'appointment.cancel',
      args: { id: visit.args.id, eventId: newId(), reasonCode: 'client_request', note: null },
    };
    return [visit, cancel];
  }).flat();
  // Of the cancellations every third stays out, so that times are taken and later bookings are refused.
  const mutations: readonly Mutation[] = desk.number(
    ...drafts.filter((_, index) => index % 2 === 0 || index % 6 !== 1),
  );
  await desk.hello();
  await desk.send(mutations);
  const once = await everything();
  const verdicts = (await desk.pull()).results;
  expect(verdicts).toHaveLength(mutations.length);
  expect(new Set(verdicts.map(({ status }) => status))).toEqual(new Set(['applied', 'rejected']));

  await desk.send(mutations);
  await desk.send(mutations);
  // A timed-out request is still at work when its repetition arrives.
  await Promise.all([desk.send(mutations), desk.send(mutations)]);
  expect(await everything()).toBe(once);
  expect((await desk.pull()).results).toEqual(verdicts);
});

test('a part of what was sent, then all of it: the numbers already decided are passed over', async () => {
  const desk = await tenantDesk(cloud, tenant);
  await desk.hello();
  const mutations = desk.number(
    ...[0, 1, 2, 3].map((index) => booking(tenant, TEN + 7 * DAY + index * HOUR)),
  );
  await desk.send(mutations.slice(0, 2));
  await desk.send(mutations);
  await desk.send(mutations.slice(1));
  const { results, lmid } = await desk.pull();
  expect(lmid).toBe(4);
  expect(results.map(({ id, status }) => [id, status])).toEqual([1, 2, 3, 4].map((id) => [id, 'applied']));
});
