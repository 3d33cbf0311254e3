import { err, ok } from '../../base/result.ts';
import type { PlainDate } from '../../base/time.ts';
import { outsideDevice } from '../access/device-scope.ts';
import {
  type CommandContext,
  type Decision,
  type Rejection,
  rejection,
  type RowChange,
  type RowReader,
} from '../command.ts';
import type { WorkedShift } from '../scheduling/roster.ts';
import type { Row } from '../tables.ts';
import { type ClearDaysArgs, type DayEntry, type LeaveArgs, type SetDayArgs } from './roster-args.ts';
import { impossibleShift, meetsItself } from './shifts.ts';
import { daysFrom } from './stretch-of-days.ts';

/** The rule of `roster.set_day`: the day's own rows are exchanged for these. */
export function decideSetDay(read: RowReader, args: SetDayArgs, context: CommandContext): Decision {
  const { staffId, day, entries } = args;
  const refused = impossibleDay(read, context, staffId, entries);
  if (refused) return err(refused);
  const old = exceptionsOf(read, staffId, day, day);
  if (args.replaces) {
    const shown = new Set(args.replaces);
    if (old.length !== shown.size || old.some(({ id }) => !shown.has(id))) {
      return err(rejection('stale', { table: 'roster_exception', id: staffId }));
    }
  }
  return ok(writeDay(old, staffId, day, entries));
}

/** The rule of `roster.clear_days`: the weekly pattern counts again. Nothing to clear is no fault. */
export function decideClearDays(read: RowReader, args: ClearDaysArgs): Decision {
  const { staffId, from, to } = args;
  if (!read.get('staff', staffId)) return err(rejection('not_found', { table: 'staff', id: staffId }));
  if (daysFrom(from, to).length === 0) return err(rejection('invalid', { message: 'no such days' }));
  return ok(exceptionsOf(read, staffId, from, to).map(remove));
}

/** The rule of `roster.leave`: away on every day of the stretch, whatever was written for those days. */
export function decideLeave(read: RowReader, args: LeaveArgs): Decision {
  const { staffId, from, to, reason, ids } = args;
  if (!read.get('staff', staffId)) return err(rejection('not_found', { table: 'staff', id: staffId }));
  const days = daysFrom(from, to);
  if (days.length === 0 || days.length !== ids.length) {
    return err(rejection('invalid', { message: 'one id for each day, and at most a year' }));
  }
  const taken = takenId(read, ids);
  if (taken) return err(taken);
  return ok([
    ...exceptionsOf(read, staffId, from, to).map(remove),
    ...ids.map((id, index) =>
      insert(staffId, days[index] ?? from, {
        id,
        kind: 'leave',
        locationId: null,
        startMinute: null,
        endMinute: null,
        breaks: [],
        reason,
      }),
    ),
  ]);
}

/** Why nobody's day can look so, or null. */
export function impossibleDay(
  read: RowReader,
  context: CommandContext,
  staffId: string,
  entries: readonly DayEntry[],
): Rejection | null {
  if (!read.get('staff', staffId)) return rejection('not_found', { table: 'staff', id: staffId });
  const shifts: WorkedShift[] = [];
  for (const { kind, locationId, startMinute, endMinute, breaks } of entries) {
    if (kind !== 'shift') {
      const isBare = locationId === null && startMinute === null && endMinute === null && breaks.length === 0;
      if (isBare && entries.length === 1) continue;
      return rejection('invalid', { message: 'a day off stands alone and has no times' });
    }
    if (locationId === null || startMinute === null || endMinute === null) {
      return rejection('invalid', { message: 'a shift has a place and times' });
    }
    shifts.push({ locationId, startMinute, endMinute, breaks });
  }
  for (const { locationId } of shifts) {
    if (!read.get('location', locationId)) {
      return rejection('not_found', { table: 'location', id: locationId });
    }
    const outside = outsideDevice(read, context, locationId);
    if (outside) return outside;
  }
  const impossible = impossibleShift(shifts);
  if (impossible) return impossible;
  if (meetsItself(shifts)) return rejection('invalid', { message: 'two shifts of the day meet' });
  return takenId(
    read,
    entries.map(({ id }) => id),
  );
}

export const writeDay = (
  old: readonly Row<'roster_exception'>[],
  staffId: string,
  day: PlainDate,
  entries: readonly DayEntry[],
): readonly RowChange[] => [...old.map(remove), ...entries.map((entry) => insert(staffId, day, entry))];

export const exceptionsOf = (
  read: RowReader,
  staffId: string,
  from: PlainDate,
  to: PlainDate,
): readonly Row<'roster_exception'>[] =>
  from === to
    ? read.find('roster_exception', { staff_id: staffId, day: from })
    : read.find('roster_exception', { staff_id: staffId }).filter(({ day }) => from <= day && day <= to);

function takenId(read: RowReader, ids: readonly string[]): Rejection | null {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id) || read.get('roster_exception', id)) {
      return rejection('duplicate', { table: 'roster_exception', id });
    }
    seen.add(id);
  }
  return null;
}

const remove = ({ id }: Row<'roster_exception'>): RowChange => ({
  op: 'delete',
  table: 'roster_exception',
  id,
});

const insert = (staffId: string, day: PlainDate, entry: DayEntry): RowChange => ({
  op: 'insert',
  table: 'roster_exception',
  id: entry.id,
  values: {
    staff_id: staffId,
    day,
    kind: entry.kind,
    location_id: entry.locationId,
    start_minute: entry.startMinute,
    end_minute: entry.endMinute,
    breaks: entry.breaks,
    reason: entry.reason,
  },
});
