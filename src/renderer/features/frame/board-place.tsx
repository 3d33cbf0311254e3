import { type ReactNode, createContext, use, useCallback, useEffect, useMemo, useState } from 'react';
import { present } from '../../../base/assert.ts';
import type { PlainDate } from '../../../base/time.ts';
import type { LocationItem } from '../../../contracts/queries.ts';
import { useNow } from '../../data/clock.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useSession } from '../../data/use-session.ts';
import { addDays, dayOf, HOME_ZONE } from '../../ui/format.ts';

export type BoardPlace = {
  readonly locations: readonly LocationItem[];
  /** null until the locations are read, and for people of the platform, who have none. */
  readonly location: LocationItem | null;
  readonly day: PlainDate;
  /** The location's own today. */
  readonly today: PlainDate;
  readonly timeZone: string;
  readonly goToLocation: (id: string) => void;
  readonly goToDay: (day: PlainDate) => void;
  readonly shiftDay: (days: number) => void;
  readonly goToToday: () => void;
};

const BoardPlaceContext = createContext<BoardPlace | null>(null);

/** Which location and day the screens show; the top bar and the calendar share it. */
export const useBoardPlace = (): BoardPlace => present(use(BoardPlaceContext), 'BoardPlaceProvider');

const STORED_LOCATION = 'board.location';

const locationWith = (locations: readonly LocationItem[], id: string | null): LocationItem | null =>
  locations.find((one) => one.id === id && one.isOnThisPc) ??
  locations.find(({ isOnThisPc }) => isOnThisPc) ??
  locations[0] ??
  null;

const STORED_ZONE = 'board.zone';

/** Where the board stood the last time, to ask for it before the locations are read; null on the first start. */
export function storedPlace(): { readonly locationId: string; readonly timeZone: string } | null {
  const locationId = localStorage.getItem(STORED_LOCATION);
  const timeZone = localStorage.getItem(STORED_ZONE);
  return locationId === null || timeZone === null ? null : { locationId, timeZone };
}

export function BoardPlaceProvider({ children }: { readonly children: ReactNode }) {
  const session = useSession();
  const isTenant = session.scope !== null && !session.scope.platform;
  const { data: locations = NONE } = useDeskQuery('locations', {}, { enabled: isTenant });
  const [locationId, setLocationId] = useState(() => localStorage.getItem(STORED_LOCATION));
  const location = locationWith(locations, locationId);
  useEffect(() => {
    if (location === null) return;
    localStorage.setItem(STORED_LOCATION, location.id);
    localStorage.setItem(STORED_ZONE, location.timeZone);
  }, [location]);
  const timeZone = location?.timeZone ?? HOME_ZONE;
  const today = dayOf(useNow(60_000), timeZone);
  // null follows today past midnight; a chosen day stays.
  const [chosen, setChosen] = useState<PlainDate | null>(null);
  const day = chosen ?? today;

  const goToLocation = useCallback((id: string) => {
    setLocationId(id);
  }, []);
  const goToDay = useCallback((next: PlainDate) => setChosen(next === today ? null : next), [today]);
  const shiftDay = useCallback((days: number) => goToDay(addDays(day, days)), [goToDay, day]);
  const goToToday = useCallback(() => setChosen(null), []);

  const place = useMemo(
    () => ({ locations, location, day, today, timeZone, goToLocation, goToDay, shiftDay, goToToday }),
    [locations, location, day, today, timeZone, goToLocation, goToDay, shiftDay, goToToday],
  );
  return <BoardPlaceContext value={place}>{children}</BoardPlaceContext>;
}

const NONE: readonly LocationItem[] = [];
