import { defineCommand, type Role } from '../command.ts';
import { decideClearDays, decideLeave, decideSetDay } from './decide-day.ts';
import { decideSwap } from './decide-swap.ts';
import { decideWeek } from './decide-week.ts';
import {
  clearDaysArgsSchema,
  leaveArgsSchema,
  setDayArgsSchema,
  setWeekArgsSchema,
  swapArgsSchema,
} from './roster-args.ts';

/** Who may change the roster; the front desk reads it. */
const ROSTER_ROLES: readonly Role[] = ['owner', 'manager'];

/**
 * Replaces one person's week at one location from a day on; the days before keep what they had. Refused: not_found,
 * forbidden, invalid (times, breaks), overlap (another branch at that time), stale (`replaces`), duplicate.
 */
export const rosterSetWeek = defineCommand({
  name: 'roster.set_week',
  version: 1,
  schema: setWeekArgsSchema,
  roles: ROSTER_ROLES,
  base: () => [],
  decide: decideWeek,
});

/**
 * Writes one day of a person for itself: shifts (at any branch), leave or a day off; the weekly pattern does not count
 * on it. Refused: not_found, forbidden, invalid (times, breaks, shifts that meet), stale (`replaces`), duplicate.
 */
export const rosterSetDay = defineCommand({
  name: 'roster.set_day',
  version: 1,
  schema: setDayArgsSchema,
  roles: ROSTER_ROLES,
  base: () => [],
  decide: decideSetDay,
});

/** Goes back to the weekly pattern on a stretch of days. Refused: not_found, forbidden, invalid (the stretch). */
export const rosterClearDays = defineCommand({
  name: 'roster.clear_days',
  version: 1,
  schema: clearDaysArgsSchema,
  roles: ROSTER_ROLES,
  base: () => [],
  decide: decideClearDays,
});

/** Away from a day to a day. Refused: not_found, forbidden, invalid (the stretch), duplicate. */
export const rosterLeave = defineCommand({
  name: 'roster.leave',
  version: 1,
  schema: leaveArgsSchema,
  roles: ROSTER_ROLES,
  base: () => [],
  decide: decideLeave,
});

/**
 * Two people share out their shifts of a day anew, hours conserved. Refused: not_found, forbidden, invalid (leave,
 * shifts that meet), stale (they no longer do what was shown), duplicate.
 */
export const rosterSwap = defineCommand({
  name: 'roster.swap',
  version: 1,
  schema: swapArgsSchema,
  roles: ROSTER_ROLES,
  base: () => [],
  decide: decideSwap,
});
