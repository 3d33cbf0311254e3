import { defineCommand, type Role } from '../command.ts';
import { decideWeek } from './decide-week.ts';
import { setWeekArgsSchema } from './roster-args.ts';

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
