import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../base/time.ts';
import { latenessOf } from './lateness.ts';
import { APPOINTMENT_STATUSES } from './status.ts';

const at = (minute: number): number => minute * MINUTE;
const line = { startsAt: at(600), endsAt: at(645) } as const;

describe('a visit is late', () => {
  it('once its start has passed without the client, after five minutes of grace', () => {
    const late = (minute: number) => latenessOf({ ...line, status: 'confirmed' }, at(minute));
    expect([late(590), late(600), late(605)]).toEqual([null, null, null]);
    expect(late(606)).toEqual({ kind: 'late', minutes: 6 });
    expect(latenessOf({ ...line, status: 'requested' }, at(612))).toEqual({ kind: 'late', minutes: 12 });
  });

  it('runs over once its end has passed while it is under way', () => {
    const over = (minute: number) => latenessOf({ ...line, status: 'in_service' }, at(minute));
    expect([over(640), over(650), over(651)]).toEqual([null, null, { kind: 'over', minutes: 6 }]);
  });

  it('never when the client is here, or it is done with; and not when nobody closed it the day before', () => {
    const kinds = APPOINTMENT_STATUSES.filter((status) => latenessOf({ ...line, status }, at(700)) !== null);
    expect(kinds).toEqual(['requested', 'confirmed', 'in_service']);
    expect(latenessOf({ ...line, status: 'confirmed' }, at(600 + 12 * 60 + 1))).toBeNull();
  });
});
