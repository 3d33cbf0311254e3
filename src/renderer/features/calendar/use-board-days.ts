import { useDeferredValue, useMemo } from 'react';
import type { PlainDate } from '../../../base/time.ts';
import type { DayBoard, MonthBoard } from '../../../contracts/queries.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { type BoardView, FEW_PEOPLE, periodOf } from './board-view.ts';
import { useViewPerson } from './use-view-person.ts';

export type ViewPeople = readonly { readonly id: string; readonly name: string }[];

/** What is on the screen: a view together with its own answer, so that neither is ever drawn with another's. */
export type Shown = {
  readonly view: BoardView;
  readonly day: PlainDate;
  /** Undefined until they are read, and in the month. */
  readonly days: readonly DayBoard[] | undefined;
  readonly month: MonthBoard | undefined;
  /** Whose lanes the days have; null: everybody's, as the roster says. */
  readonly people: ViewPeople | null;
};

export type BoardDays = {
  readonly shown: Shown;
  /** There is nobody whose days could be shown. */
  readonly isNobody: boolean;
  readonly error: Error | null;
  readonly refetch: () => void;
};

const NOTHING = { days: undefined, month: undefined, people: null } as const;

/** What a view shows of a location, read by the one query that fits it. */
export function useBoardDays(view: BoardView, locationId: string | null, day: PlainDate): BoardDays {
  const id = locationId ?? '';
  const { people, person } = useViewPerson(locationId);
  const isOfPeople = view === 'three' || view === 'week';
  const everybody = view === 'agenda' || (view === 'three' && people.length <= FEW_PEOPLE);
  const period = periodOf(view, day);
  const isOneDay = view === 'day' || view === 'rooms';

  const one = useDeskQuery('dayBoard', { locationId: id, day }, { enabled: locationId !== null && isOneDay });
  const range = useDeskQuery(
    'rangeBoard',
    {
      locationId: id,
      from: period.from,
      days: Math.min(period.days, 14),
      staffId: everybody ? null : (person?.id ?? null),
    },
    {
      enabled: locationId !== null && !isOneDay && view !== 'month' && (view === 'agenda' || person !== null),
    },
  );
  const months = useDeskQuery(
    'monthBoard',
    { locationId: id, ...period },
    { enabled: locationId !== null && view === 'month' },
  );
  const asked = isOneDay ? one : view === 'month' ? months : range;
  const board = one.data;
  const days = useMemo(
    () => (isOneDay ? (board ? [board] : undefined) : range.data?.days),
    [isOneDay, board, range.data],
  );
  const lanesOf = useMemo(
    () => (!isOfPeople ? null : everybody ? people : person ? [person] : []),
    [isOfPeople, everybody, people, person],
  );
  const month = months.data;
  const wanted = useMemo(
    (): Shown => ({ view, day, days, month, people: lanesOf }),
    [view, day, days, month, lanesOf],
  );
  return {
    // A large board is drawn in slices, between which keys and clicks are answered.
    shown: useDeferredValue(wanted, { ...NOTHING, view, day }),
    isNobody: isOfPeople && people.length === 0,
    error: asked.error,
    refetch: () => void asked.refetch(),
  };
}
