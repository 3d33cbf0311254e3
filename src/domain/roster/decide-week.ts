import { addDays } from '../../base/plain-day.ts';
import { err, ok } from '../../base/result.ts';
import { outsideDevice } from '../access/device-scope.ts';
import { type CommandContext, type Decision, rejection, type RowChange, type RowReader } from '../command.ts';
import type { Row } from '../tables.ts';
import type { SetWeekArgs } from './roster-args.ts';
import { impossibleShift, meets, meetsItself } from './shifts.ts';

/**
 * The rule of `roster.set_week`: what was valid before the day is closed on the eve, what would begin later goes, and
 * nobody works at two branches at once.
 */
export function decideWeek(read: RowReader, args: SetWeekArgs, context: CommandContext): Decision {
  const { staffId, locationId, validFrom, shifts } = args;
  if (!read.get('staff', staffId)) return err(rejection('not_found', { table: 'staff', id: staffId }));
  if (!read.get('location', locationId)) {
    return err(rejection('not_found', { table: 'location', id: locationId }));
  }
  const outside = outsideDevice(read, context, locationId);
  if (outside) return err(outside);
  const impossible = impossibleShift(shifts);
  if (impossible) return err(impossible);
  if ([1, 2, 3, 4, 5, 6, 7].some((day) => meetsItself(shifts.filter(({ weekday }) => weekday === day)))) {
    return err(rejection('invalid', { message: 'two shifts of a day meet' }));
  }
  const seen = new Set<string>();
  for (const { id } of shifts) {
    if (seen.has(id) || read.get('roster_pattern', id)) {
      return err(rejection('duplicate', { table: 'roster_pattern', id }));
    }
    seen.add(id);
  }

  const lasting = read
    .find('roster_pattern', { staff_id: staffId })
    .filter(({ valid_to }) => valid_to === null || valid_to >= validFrom);
  const replaced = lasting.filter(({ location_id }) => location_id === locationId);
  if (args.replaces && !sameIds(replaced, args.replaces)) {
    return err(rejection('stale', { table: 'roster_pattern', id: staffId }));
  }
  const elsewhere = lasting.find(
    (row) => row.location_id !== locationId && shifts.some((shift) => clashes(row, shift)),
  );
  if (elsewhere) return err(rejection('overlap', { table: 'roster_pattern', id: elsewhere.id }));

  return ok([
    ...replaced.map((row): RowChange =>
      row.valid_from >= validFrom
        ? { op: 'delete', table: 'roster_pattern', id: row.id }
        : {
            op: 'update',
            table: 'roster_pattern',
            id: row.id,
            values: { valid_to: addDays(validFrom, -1) },
          },
    ),
    ...shifts.map((shift): RowChange => ({
      op: 'insert',
      table: 'roster_pattern',
      id: shift.id,
      values: {
        staff_id: staffId,
        location_id: locationId,
        weekday: shift.weekday,
        start_minute: shift.startMinute,
        end_minute: shift.endMinute,
        breaks: shift.breaks,
        valid_from: validFrom,
        valid_to: null,
      },
    })),
  ]);
}

const clashes = (row: Row<'roster_pattern'>, shift: SetWeekArgs['shifts'][number]): boolean =>
  row.weekday === shift.weekday && meets({ startMinute: row.start_minute, endMinute: row.end_minute }, shift);

const sameIds = (rows: readonly { readonly id: string }[], ids: readonly string[]): boolean => {
  const wanted = new Set(ids);
  return rows.length === wanted.size && rows.every(({ id }) => wanted.has(id));
};
