import { type Stretch, WEEKDAYS } from '../../../domain/business/stretches.ts';
import type { CommandArgs } from '../../../domain/registry.ts';
import type { Week } from '../../ui/hours/week-draft.ts';

type Shift = CommandArgs<'roster.set_week'>['shifts'][number];

/**
 * A working week that follows the opening hours: one shift a day from the first opening to the last closing, with a
 * break wherever the doors are shut between.
 */
export function shiftsOf(week: Week, newId: () => string): Shift[] {
  return WEEKDAYS.flatMap((day): Shift[] => {
    const hours = week[day] ?? [];
    const first = hours[0];
    const last = hours.at(-1);
    if (!first || !last) return [];
    return [
      {
        id: newId(),
        weekday: Number(day),
        startMinute: first[0],
        endMinute: last[1],
        breaks: breaksBetween(hours),
      },
    ];
  });
}

const breaksBetween = (hours: readonly Stretch[]): [number, number][] =>
  hours.slice(1).flatMap((next, index): [number, number][] => {
    const shut = hours[index]?.[1] ?? next[0];
    return shut < next[0] ? [[shut, next[0]]] : [];
  });

const weekdays = (hours: readonly Stretch[], saturday: readonly Stretch[]): Week => ({
  '1': hours,
  '2': hours,
  '3': hours,
  '4': hours,
  '5': hours,
  '6': saturday,
});

/** Hours that most businesses of a trade keep; they stand in the form as something to change. */
export function usualWeek(trade: string): Week {
  switch (trade) {
    case 'clinic':
      return weekdays(
        [
          [480, 780],
          [840, 1020],
        ],
        [],
      );
    case 'barber':
      return weekdays([[540, 1080]], [[480, 1020]]);
    default:
      return weekdays([[510, 1050]], [[480, 840]]);
  }
}
