import type { QueryClient } from '@tanstack/react-query';
import type { SessionState } from '../../../contracts/desk-api.ts';
import { now, setClockOffset } from '../../data/clock-offset.ts';
import type { DeskLink } from '../../data/desk-link.ts';
import { deskQuery } from '../../data/use-desk-query.ts';
import { dayOf } from '../../ui/format.ts';
import { storedPlace } from './board-place.tsx';

/**
 * Asks for today's board as soon as somebody has unlocked the desk, so that the desk reads while the frame is drawn.
 * The screens ask for the same answers and share them.
 */
export function prefetchBoard(link: DeskLink, queries: QueryClient): () => void {
  let wasSignedIn = false;
  return link.on('sessionState', (state: SessionState) => {
    const isSignedIn = state.phase === 'signed_in';
    if (isSignedIn && !wasSignedIn && state.scope?.platform === false) {
      setClockOffset(state.clockOffsetMs);
      prefetch(link, queries);
    }
    wasSignedIn = isSignedIn;
  });
}

function prefetch(link: DeskLink, queries: QueryClient): void {
  // What fails here fails again, and in words, for the screen that needs it.
  void queries.prefetchQuery(deskQuery(link, 'flagValues', {}));
  void queries.prefetchQuery(deskQuery(link, 'locations', {}));
  const place = storedPlace();
  if (place === null) return;
  const { locationId, timeZone } = place;
  void queries.prefetchQuery(deskQuery(link, 'dayBoard', { locationId, day: dayOf(now(), timeZone) }));
  void queries.prefetchQuery(deskQuery(link, 'resources', { locationId }));
  void queries.prefetchQuery(deskQuery(link, 'services', {}));
}
