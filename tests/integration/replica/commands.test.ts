import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANA, at, booking, type Desk, fill, newDesk, RECEPTION, SCOPE, TODAY } from './replica-fixture.ts';

describe('giving a command at the desk', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = newDesk();
    fill(desk);
  });
  afterEach(() => desk.dispose());

  it('is on the disk when it is answered: the booking and its outbox row survive a restart', () => {
    const answer = desk.replica.execute(SCOPE, [booking({ startsAt: at(10) })], RECEPTION);
    expect(answer).toMatchObject({ ok: true, value: { days: [TODAY] } });
    desk = desk.reopen();
    expect(desk.replica.syncStore.pendingCount(SCOPE)).toBe(1);
    const again = desk.replica.execute(SCOPE, [booking({ startsAt: at(10, 15) })], RECEPTION);
    expect(again).toMatchObject({ ok: false, error: { index: 0, rejection: { code: 'overlap' } } });
  });

  it('takes a whole group or none of it', () => {
    const group = [booking({ startsAt: at(10) }), booking({ startsAt: at(10, 30), staffId: ANA })];
    const answer = desk.replica.execute(SCOPE, group, RECEPTION);
    expect(answer).toMatchObject({ ok: false, error: { index: 1, rejection: { code: 'overlap' } } });
    expect(desk.replica.syncStore.pendingCount(SCOPE)).toBe(0);
    expect(desk.replica.execute(SCOPE, [group[0] as (typeof group)[0]], RECEPTION).ok).toBe(true);
  });
});
