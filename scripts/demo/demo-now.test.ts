import { expect, test } from 'vitest';
import { HOUR } from '../../src/base/time.ts';
import { present } from '../../src/base/assert.ts';
import { minuteOf } from '../../src/domain/scheduling/zoned-time.ts';
import { businesses } from './businesses.ts';
import { demoNow } from './demo-now.ts';

const salon = present(businesses(1)[0], 'main business');
const at = (text: string): number => Date.parse(`${text}+02:00`);

test.each([
  ['Tuesday before the doors open: Monday', '2026-11-24T06:00', '2026-11-23T10:40'],
  ['Tuesday evening: this morning', '2026-11-24T21:00', '2026-11-24T10:40'],
  ['Saturday night: this morning', '2026-11-28T23:30', '2026-11-28T10:40'],
  ['a public holiday on which nobody works: the day before', '2026-12-25T12:00', '2026-12-24T10:40'],
])('%s', (_, now, opens) => {
  expect(demoNow(salon, at(now))).toBe(at(opens));
});

test('it is never later than now, and in working hours it is now', () => {
  const monday = at('2026-11-23T00:00');
  for (let hours = 0; hours < 14 * 24; hours += 0.5) {
    const now = monday + hours * HOUR;
    const opens = demoNow(salon, now);
    expect(opens).toBeLessThanOrEqual(now);
    if (opens !== now) expect(minuteOf(opens, 'Africa/Johannesburg')).toBe(640);
  }
  expect(demoNow(salon, at('2026-11-24T10:15'))).toBe(at('2026-11-24T10:15'));
});
