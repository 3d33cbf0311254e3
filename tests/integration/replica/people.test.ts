import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../../../src/base/time.ts';
import { columnsOf } from '../../../src/domain/tables.ts';
import { asWire, at, type Desk, fill, MEMBER, newDesk, nextId, RECEPTION, SCOPE } from './replica-fixture.ts';

const LINDIWE = { memberId: MEMBER, name: 'Lindiwe', role: 'manager', email: null, userId: null } as const;

describe('people who switch in by PIN', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = newDesk();
    fill(desk);
    desk.replica.people.signedInOnline(SCOPE, LINDIWE, at(8));
    await desk.replica.people.setPin(SCOPE, MEMBER, '4711');
  });
  afterEach(() => desk.dispose());

  const check = (pin: string, now = at(9)) => desk.replica.people.checkPin(SCOPE, MEMBER, pin, now);

  it('lets Lindiwe in by her PIN, after a restart too', async () => {
    desk = desk.reopen();
    expect(await check('4711')).toMatchObject({ ok: true, value: { name: 'Lindiwe', role: 'manager' } });
  });

  it('blocks the PIN after five wrong ones, the right one included, until a sign-in online', async () => {
    for (let left = 4; left >= 1; left -= 1) {
      expect(await check('0000')).toEqual({ ok: false, error: { code: 'WRONG_PIN', failuresLeft: left } });
    }
    expect(await check('0000')).toMatchObject({ error: { code: 'PIN_BLOCKED' } });
    desk = desk.reopen();
    expect(await check('4711')).toMatchObject({ error: { code: 'PIN_BLOCKED' } });
    desk.replica.people.signedInOnline(SCOPE, LINDIWE, at(10));
    expect(await check('4711')).toMatchObject({ ok: true });
  });

  it('forgets wrong tries after a right one', async () => {
    await check('0000');
    await check('4711');
    expect(desk.replica.people.get(SCOPE, MEMBER)?.failures).toBe(0);
  });

  it('wants a sign-in online after thirty days, or what the setting says', async () => {
    expect(await check('4711', at(8) + 30 * DAY - 1)).toMatchObject({ ok: true });
    expect(await check('4711', at(8) + 30 * DAY)).toMatchObject({ error: { code: 'PIN_EXPIRED' } });
    desk.replica.settings.set('pin.days', '60');
    expect(await check('4711', at(8) + 30 * DAY)).toMatchObject({ ok: true });
  });

  it('a person who left opens nothing any more, as soon as this PC has heard of it', async () => {
    const store = desk.replica.syncStore;
    const row = { id: MEMBER, row_version: 2, deleted_at: null, user_id: null, name: 'Lindiwe', email: null };
    store.stagePage(SCOPE, {
      epoch: 'epoch-1',
      head: 2,
      more: false,
      next: [2, 32_767, 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
      lmid: 0,
      results: [],
      cols: { member: [...columnsOf('member')] },
      t: { member: asWire('member', [{ ...row, role: 'manager', active: false }]) },
    });
    store.applyStaged(SCOPE);
    expect(await check('4711')).toMatchObject({ ok: false, error: { code: 'NO_PIN' } });
    // Nor is the name offered on the lock screen.
    expect(desk.replica.people.list(SCOPE)).toEqual([]);
  });

  it('takes name and role as the business has them now, not as they were at the last sign-in', async () => {
    const context = { ...RECEPTION, role: 'owner', actorId: nextId() } as const;
    const changes = { name: 'Lindiwe Ncube', role: 'front_desk' };
    desk.replica.execute(SCOPE, [{ name: 'member.update', args: { id: MEMBER, changes } }], context);
    expect(desk.replica.people.list(SCOPE)).toMatchObject([changes]);
    expect(await check('4711')).toMatchObject({ ok: true, value: changes });
  });

  it('wants a sign-in online once a manager has cleared the PIN', async () => {
    desk.replica.people.clearPin(SCOPE, MEMBER);
    expect(await check('4711')).toMatchObject({ error: { code: 'NO_PIN' } });
    expect(desk.replica.people.get(SCOPE, MEMBER)?.hasPin).toBe(false);
  });

  it('keeps a session per person and can drop it', () => {
    const session = { accessToken: 'access', refreshToken: 'refresh', expiresAt: at(10) };
    desk.replica.people.saveSession(SCOPE, MEMBER, session);
    desk = desk.reopen();
    expect(desk.replica.people.session(SCOPE, MEMBER)).toEqual(session);
    desk.replica.people.saveSession(SCOPE, MEMBER, null);
    expect(desk.replica.people.session(SCOPE, MEMBER)).toBeNull();
  });
});
