import { HOUR, type Instant } from '../../src/base/time.ts';
import { openingHours } from '../../src/domain/scheduling/opening-hours.ts';
import { addDays, dayOf, instantAt } from '../../src/domain/scheduling/zoned-time.ts';
import { type BusinessPlan, DEMO_TIME_ZONE } from './businesses.ts';

const OPENS_AT_MINUTE = 10 * 60 + 40;

/**
 * The moment at which the demo opens: now, if the business is trading with an hour behind it and four to come;
 * otherwise the last 10:40 of a trading day. Never in the future: the cloud dates no work later than its own clock, so
 * what was done "at 10:45" of a day to come would come back under another time.
 */
export function demoNow(plan: BusinessPlan, now: Instant): Instant {
  const location = { time_zone: DEMO_TIME_ZONE, hours: plan.hours };
  const today = dayOf(now, DEMO_TIME_ZONE);
  const open = openingHours(today, location, undefined).hours;
  if (open.some(({ from, to }) => from + HOUR <= now && now + 4 * HOUR <= to)) return now;
  for (let daysBack = 0; daysBack < 14; daysBack += 1) {
    const day = addDays(today, -daysBack);
    const opening = instantAt(day, OPENS_AT_MINUTE, DEMO_TIME_ZONE);
    if (opening <= now && openingHours(day, location, undefined).hours.length > 0) return opening;
  }
  return now;
}
