import { HOUR, type Instant } from '../../src/base/time.ts';
import { openingHours } from '../../src/domain/scheduling/opening-hours.ts';
import { addDays, dayOf, instantAt } from '../../src/domain/scheduling/zoned-time.ts';
import type { BusinessPlan } from './businesses.ts';

const TIME_ZONE = 'Africa/Johannesburg';
const OPENS_AT_MINUTE = 10 * 60 + 40;

/**
 * The moment at which the demo opens: now, if the business is trading with at least an hour on either side;
 * otherwise 10:40 on the nearest trading day, today before tomorrow before yesterday.
 */
export function demoNow(plan: BusinessPlan, now: Instant): Instant {
  const location = { time_zone: TIME_ZONE, hours: plan.hours };
  const today = dayOf(now, TIME_ZONE);
  const open = openingHours(today, location, undefined).hours;
  if (open.some(({ from, to }) => from + HOUR <= now && now + 4 * HOUR <= to)) return now;
  for (let distance = 0; distance < 14; distance += 1) {
    for (const offset of [distance, -distance]) {
      const day = addDays(today, offset);
      if (openingHours(day, location, undefined).hours.length > 0) {
        return instantAt(day, OPENS_AT_MINUTE, TIME_ZONE);
      }
    }
  }
  return now;
}
