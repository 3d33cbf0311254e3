import type { PlainDate } from '../../../base/time.ts';
import { addDays, dayParts } from '../../ui/format.ts';
import { oneOf, storedChoice } from './stored-choice.ts';

/** The ways to look at the diary, in the order of the switch. */
export const BOARD_VIEWS = ['day', 'rooms', 'three', 'week', 'month', 'agenda'] as const;
export type BoardView = (typeof BOARD_VIEWS)[number];

/** D, 3 and K as on paper; M moves a card and S is its next step, so that month has its second letter. */
export const VIEW_KEYS: Readonly<Record<BoardView, string>> = {
  day: 'D',
  rooms: 'R',
  three: '3',
  week: 'K',
  month: 'O',
  agenda: 'A',
};

const view = storedChoice<BoardView>('board.view', oneOf(BOARD_VIEWS), 'day');
export const useBoardView = view.use;
export const setBoardView = view.set;

/** Whose week it is; an id that is not at this location any more gives way to the first person. */
const person = storedChoice<string>('board.person', (text): text is string => text !== '', '');
export const useViewPersonId = person.use;
export const setViewPerson = person.set;

export type ColourBy = 'service' | 'person';
const colour = storedChoice<ColourBy>('board.colour', oneOf(['service', 'person']), 'service');
export const useColourBy = colour.use;
export const setColourBy = colour.set;

/** With so few people three days show everybody. */
export const FEW_PEOPLE = 3;

export type Period = { readonly from: PlainDate; readonly days: number };

/** The days that a view shows when the board stands on `day`. Weeks begin on Monday. */
export function periodOf(shown: BoardView, day: PlainDate): Period {
  switch (shown) {
    case 'day':
    case 'rooms':
      return { from: day, days: 1 };
    case 'three':
      return { from: day, days: 3 };
    case 'week':
      return { from: mondayOf(day), days: 7 };
    case 'agenda':
      return { from: day, days: 7 };
    case 'month': {
      const first = `${day.slice(0, 7)}-01`;
      const from = mondayOf(first);
      const last = addDays(stepDay('month', first, 1), -1);
      const weeks = Math.ceil((daysBetween(from, last) + 1) / 7);
      return { from, days: weeks * 7 };
    }
  }
}

/** Where one page further or back leads. A month keeps its date where the other month has it. */
export function stepDay(shown: BoardView, day: PlainDate, by: 1 | -1): PlainDate {
  switch (shown) {
    case 'day':
    case 'rooms':
      return addDays(day, by);
    case 'three':
      return addDays(day, 3 * by);
    case 'week':
    case 'agenda':
      return addDays(day, 7 * by);
    case 'month': {
      const { date, month, year } = dayParts(day);
      const index = year * 12 + (month - 1) + by;
      const first = `${String(Math.floor(index / 12))}-${String((index % 12) + 1).padStart(2, '0')}-01`;
      const wished = addDays(first, date - 1);
      return wished.slice(0, 7) === first.slice(0, 7) ? wished : lastOf(first);
    }
  }
}

/** Whether a view that stands on `day` shows another one, too. */
export function isShown(shown: BoardView, day: PlainDate, wanted: PlainDate): boolean {
  const { from, days } = periodOf(shown, day);
  return wanted >= from && wanted < addDays(from, days);
}

const mondayOf = (day: PlainDate): PlainDate => addDays(day, 1 - dayParts(day).weekday);

/** The last day of the month that begins on `first`. */
function lastOf(first: PlainDate): PlainDate {
  const beyond = addDays(first, 31);
  return beyond.slice(0, 7) === first.slice(0, 7) ? beyond : addDays(beyond, -dayParts(beyond).date);
}

const daysBetween = (from: PlainDate, to: PlainDate): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
