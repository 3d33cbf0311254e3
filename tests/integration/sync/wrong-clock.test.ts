import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/base/time.ts';
import type { SessionState, SyncStatus } from '../../../src/contracts/desk-api.ts';
import { cutAt } from '../../fixtures/booking.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { newPc, type Pc, switchOn, type TestDesk } from '../../fixtures/sync/desk-of-pc.ts';
import { asOwner, makeTenant, type TenantFixture } from '../../fixtures/tenant.ts';

let cloud: TestCloud;
let salon: TenantFixture;
const desks: TestDesk[] = [];

beforeAll(async () => {
  cloud = await startTestCloud();
}, 120_000);
afterAll(async () => {
  await cloud.stop();
});
afterEach(async () => {
  await Promise.all(desks.splice(0).map((desk) => desk.close()));
});

const YEAR = 365 * DAY;
const TEN = Math.floor(Date.now() / DAY) * DAY + DAY + 8 * HOUR;

function desk(pc: Pc): TestDesk {
  const made = switchOn(cloud, pc);
  desks.push(made);
  return made;
}
async function off(one: TestDesk): Promise<void> {
  desks.splice(desks.indexOf(one), 1);
  await one.close();
}
const unlock = (one: TestDesk) =>
  one.call<SessionState>('session.unlock', { memberId: salon.owner.memberId, pin: '2580' });
/** How far the time that this desk goes by is off. */
const error = async (one: TestDesk, pc: Pc): Promise<number> => {
  const { clockOffsetMs } = await one.call<SessionState>('session.state');
  return Math.abs(clockOffsetMs + (pc.clockAheadMs ?? 0));
};

describe.each([
  ['ahead', YEAR],
  ['behind', -YEAR],
])('a clock that is a year %s', (_, clockAheadMs) => {
  test('does no harm: time is the cloud’s, work is dated rightly, the PIN is good, also offline after a restart', async () => {
    salon = await makeTenant(cloud);
    const pc: Pc = { ...newPc(), clockAheadMs };
    const one = desk(pc);
    await one.enrol(salon.owner);
    await one.call('session.setPin', '2580');
    await one.complete();
    expect(await error(one, pc)).toBeLessThan(MINUTE);
    const visit = cutAt(salon, TEN);
    await one.call('execute', [{ name: 'appointment.book', args: visit }]);
    await one.until('the verdict', async () => (await one.call<SyncStatus>('sync.status')).pending === 0);
    const booked = await asOwner(cloud, (client) =>
      client.query<{ at: Date }>('select created_at as at from public.appointment where id = $1', [visit.id]),
    );
    expect(Math.abs((booked.rows[0]?.at.getTime() ?? 0) - Date.now())).toBeLessThan(MINUTE);
    await off(one);

    const again = desk(pc);
    await again.call('sync.setCable', false);
    expect(await error(again, pc)).toBeLessThan(MINUTE);
    expect(await unlock(again)).toMatchObject({ phase: 'signed_in', readOnly: null });
  });
});

test('a clock that was set back a year while the desk was off is not believed, with or without a network', async () => {
  salon = await makeTenant(cloud);
  const pc = newPc();
  const one = desk(pc);
  await one.enrol(salon.owner);
  await one.call('session.setPin', '2580');
  await one.complete();
  await off(one);

  const wrong: Pc = { ...pc, clockAheadMs: -YEAR };
  const again = desk(wrong);
  await again.call('sync.setCable', false);
  expect(await error(again, wrong)).toBeLessThan(MINUTE);
  expect(await unlock(again)).toMatchObject({ readOnly: null });
  const visit = cutAt(salon, TEN + HOUR);
  await again.call('execute', [{ name: 'appointment.book', args: visit }]);
  await again.call('sync.setCable', true);
  await again.until('the verdict', async () => (await again.visit(visit.id))?.pending === false);
  expect(await error(again, wrong)).toBeLessThan(MINUTE);
});

test('a clock that was set a year ahead looks like a long absence until the cloud is heard: the diary is read, not written', async () => {
  salon = await makeTenant(cloud);
  const pc = newPc();
  const one = desk(pc);
  await one.enrol(salon.owner);
  await one.call('session.setPin', '2580');
  await one.complete();
  await off(one);

  const wrong: Pc = { ...pc, clockAheadMs: YEAR };
  const again = desk(wrong);
  await again.call('sync.setCable', false);
  expect(await unlock(again)).toMatchObject({ phase: 'signed_in', readOnly: 'pin_expired' });
  expect(await again.call('query', 'locations', {})).toHaveLength(2);
  await again.call('sync.setCable', true);
  await again.until('the cloud’s time', async () => (await error(again, wrong)) < MINUTE);
  expect(await unlock(again)).toMatchObject({ readOnly: null });
});
