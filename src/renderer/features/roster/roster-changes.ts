import type { PlainDate } from '../../../base/time.ts';
import type { RosterCell, RosterPerson } from '../../../contracts/queries/roster.ts';
import type { DayEntry } from '../../../domain/roster/roster-args.ts';
import type { SharedDay } from '../../../domain/roster/shared-day.ts';
import { daysFrom } from '../../../domain/roster/stretch-of-days.ts';
import type { TypedDay } from '../../../domain/roster/typed-day.ts';
import { isValidOn } from '../../../domain/roster/validity.ts';
import { changeWeekdays, restoreWeeks, withWeek } from '../../../domain/roster/week-pattern.ts';
import type { WorkedShift } from '../../../domain/scheduling/roster.ts';
import type { Command } from '../../data/use-execute.ts';
import { dayParts } from '../../ui/format.ts';

/** For which days a change counts: its own, or from its day on for good. */
export type ChangeScope = 'day' | 'always';

/** Commands of a change, given as one group, and those that take it back; no commands: nothing would change. */
export type Change = { readonly commands: readonly Command[]; readonly undo: () => readonly Command[] };

type NewId = () => string;

/** What a cell says, as it would be typed. */
export const typedOf = ({ shifts, leave }: RosterCell): TypedDay =>
  leave !== null
    ? { kind: 'leave', reason: leave === '' ? null : leave }
    : shifts.length === 0
      ? { kind: 'off' }
      : { kind: 'shift', shifts };

/** The day as the weekly pattern has it. */
export function usualDay(person: RosterPerson, day: PlainDate): readonly WorkedShift[] {
  const { weekday } = dayParts(day);
  return person.pattern
    .filter((row) => row.weekday === weekday && isValidOn(day, row.validFrom, row.validTo))
    .map(({ locationId, startMinute, endMinute, breaks }) => ({ locationId, startMinute, endMinute, breaks }))
    .toSorted((a, b) => a.startMinute - b.startMinute);
}

export const shiftsOf = (typed: TypedDay): readonly WorkedShift[] =>
  typed.kind === 'shift' ? typed.shifts : [];

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Writes a day. Leave counts for its day whatever the scope says: nobody is on leave every Tuesday. */
export function writeDay(
  person: RosterPerson,
  cell: RosterCell,
  typed: TypedDay,
  scope: ChangeScope,
  newId: NewId,
): Change {
  if (scope === 'always' && typed.kind !== 'leave') {
    const wanted = new Map([[dayParts(cell.day).weekday, shiftsOf(typed)]]);
    return joined([changePattern(person, cell.day, wanted, newId), usualAgain(person, cell, newId)]);
  }
  if (isSame(typedOf(cell), typed)) return NOTHING;
  if (typed.kind !== 'leave' && isSame(usualDay(person, cell.day), shiftsOf(typed))) {
    return usualAgain(person, cell, newId);
  }
  return setEntries(person.staffId, cell, entriesOf(typed, newId), newId);
}

/** Back to the weekly pattern on that day. */
export function usualAgain(person: RosterPerson, cell: RosterCell, newId: NewId): Change {
  if (!cell.isException) return NOTHING;
  const { staffId } = person;
  return {
    commands: [{ name: 'roster.clear_days', args: { staffId, from: cell.day, to: cell.day } }],
    undo: () => [restoreCell(staffId, cell, newId)],
  };
}

/** Writes a copied week, weekday by weekday from Monday; days that were copied as leave stay as they are. */
export function pasteWeek(
  person: RosterPerson,
  copied: readonly TypedDay[],
  scope: ChangeScope,
  newId: NewId,
): Change {
  const pairs = person.days.flatMap((cell, index) => {
    const typed = copied[index];
    return typed && typed.kind !== 'leave' ? [{ cell, typed }] : [];
  });
  const [first] = pairs;
  if (scope === 'day' || !first) {
    return joined(pairs.map(({ cell, typed }) => writeDay(person, cell, typed, 'day', newId)));
  }
  const wanted = new Map(pairs.map(({ cell, typed }) => [dayParts(cell.day).weekday, shiftsOf(typed)]));
  return joined([
    changePattern(person, first.cell.day, wanted, newId),
    ...pairs.map(({ cell }) => usualAgain(person, cell, newId)),
  ]);
}

/** Away from one day to another. `known` are the days on the screen, to be restored as they were. */
export function takeLeave(
  person: RosterPerson,
  from: PlainDate,
  to: PlainDate,
  reason: string | null,
  newId: NewId,
): Change {
  const { staffId } = person;
  const ids = daysFrom(from, to).map(newId);
  const written = person.days.filter(({ day, isException }) => isException && from <= day && day <= to);
  return {
    commands: [{ name: 'roster.leave', args: { staffId, from, to, reason, ids } }],
    undo: () => [
      { name: 'roster.clear_days', args: { staffId, from, to } },
      ...written.map((cell) => restoreCell(staffId, cell, newId)),
    ],
  };
}

/** Shares the day of two people out anew. */
export function swapDay(
  first: RosterPerson,
  second: RosterPerson,
  day: PlainDate,
  shared: SharedDay,
  newId: NewId,
): Change {
  const cells = [first, second].flatMap((person) => {
    const cell = person.days.find((one) => one.day === day);
    return cell ? [{ staffId: person.staffId, cell }] : [];
  });
  const swapped = (staffId: string, shifts: readonly WorkedShift[]) => ({
    staffId,
    entries: entriesOf(shifts.length === 0 ? { kind: 'off' } : { kind: 'shift', shifts }, newId),
  });
  return {
    commands: [
      {
        name: 'roster.swap',
        args: { day, people: [swapped(first.staffId, shared.first), swapped(second.staffId, shared.second)] },
      },
    ],
    undo: () => cells.map(({ staffId, cell }) => restoreCell(staffId, cell, newId)),
  };
}

const NOTHING: Change = { commands: [], undo: () => [] };

const joined = (changes: readonly Change[]): Change => ({
  commands: changes.flatMap(({ commands }) => commands),
  undo: () => changes.toReversed().flatMap(({ undo }) => undo()),
});

function changePattern(
  person: RosterPerson,
  from: PlainDate,
  wanted: ReadonlyMap<number, readonly WorkedShift[]>,
  newId: NewId,
): Change {
  const { staffId, pattern } = person;
  const weeks = changeWeekdays(pattern, staffId, from, wanted, newId);
  if (weeks.length === 0) return NOTHING;
  const after = weeks.reduce(withWeek, pattern);
  const places = [...new Set([...pattern, ...after].map(({ locationId }) => locationId))];
  return {
    commands: weeks.map((args) => ({ name: 'roster.set_week', args })),
    undo: () =>
      restoreWeeks(pattern, after, staffId, from, places, newId).map((args) => ({
        name: 'roster.set_week',
        args,
      })),
  };
}

function setEntries(staffId: string, cell: RosterCell, entries: readonly DayEntry[], newId: NewId): Change {
  const args = {
    staffId,
    day: cell.day,
    entries: [...entries],
    replaces: cell.entries.map(({ id }) => id),
  };
  return { commands: [{ name: 'roster.set_day', args }], undo: () => [restoreCell(staffId, cell, newId)] };
}

function restoreCell(staffId: string, { day, entries }: RosterCell, newId: NewId): Command {
  return entries.length === 0
    ? { name: 'roster.clear_days', args: { staffId, from: day, to: day } }
    : {
        name: 'roster.set_day',
        args: { staffId, day, entries: entries.map((entry) => ({ ...entry, id: newId() })) },
      };
}

function entriesOf(typed: TypedDay, newId: NewId): DayEntry[] {
  if (typed.kind !== 'shift') {
    return [
      {
        id: newId(),
        kind: typed.kind,
        locationId: null,
        startMinute: null,
        endMinute: null,
        breaks: [],
        reason: typed.kind === 'leave' ? typed.reason : null,
      },
    ];
  }
  return typed.shifts.map((shift) => ({
    ...shift,
    id: newId(),
    kind: 'shift',
    breaks: shift.breaks.map(([from, to]): [number, number] => [from, to]),
    reason: null,
  }));
}
