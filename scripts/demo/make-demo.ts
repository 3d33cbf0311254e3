import { DAY, type Instant } from '../../src/base/time.ts';
import { present } from '../../src/base/assert.ts';
import { dayOf } from '../../src/domain/scheduling/zoned-time.ts';
import { businesses, DEMO_TIME_ZONE } from './businesses.ts';
import { businessRows, type Business } from './business-rows.ts';
import { demoNow } from './demo-now.ts';
import { DiaryWriter } from './diary-writer.ts';
import { fillDiary, PAST_DAYS } from './fill-diary.ts';
import { plantConflict, plantDesks, plantTillCounts, plantVisits, type Planted } from './planted.ts';
import { chanceFrom } from './random.ts';

export type Demo = {
  /** The moment at which the demo opens, epoch ms. */
  readonly now: Instant;
  readonly businesses: readonly Business[];
  readonly planted: Planted;
};

/** The demo's businesses as rows: the same seed, scale and day give the same rows. The first one is the main one. */
export function makeDemo(options: {
  readonly seed: number;
  readonly scale: number;
  readonly now: Instant;
}): Demo {
  const plans = businesses(options.scale);
  const now = demoNow(present(plans[0], 'main business'), options.now);
  const validFrom = dayOf(now - (PAST_DAYS + 10) * DAY, DEMO_TIME_ZONE);
  let planted: Planted | undefined;
  const made = plans.map((plan, index) => {
    const chance = chanceFrom(options.seed * 1_000 + index);
    const business = businessRows(plan, chance, now, validFrom);
    const writer = new DiaryWriter(business, chance, now);
    const visits = index === 0 ? plantVisits(business, writer, now) : null;
    fillDiary(business, writer, chance, now);
    writer.finish();
    if (visits) {
      const desks = plantDesks(business, chance, now);
      plantTillCounts(business, chance, now);
      planted = {
        ...desks,
        lateAppointmentId: visits.late.id,
        conflictId: plantConflict(business, visits.wanted, desks.secondDeskId, chance, now),
      };
    }
    return business;
  });
  return { now, businesses: made, planted: present(planted, 'what is planted') };
}
