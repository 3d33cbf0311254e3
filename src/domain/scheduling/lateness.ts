import { HOUR, type Instant, MINUTE } from '../../base/time.ts';
import type { AppointmentStatus } from './status.ts';

/**
 * `late`: the client was due and has not arrived. `over`: the service is still under way after its end, and whatever
 * follows waits.
 */
export type Lateness = { readonly kind: 'late' | 'over'; readonly minutes: number };

/** Nobody is late in the first minutes. */
const GRACE_MINUTES = 5;
/** What nobody closed for so long was forgotten, not late. */
const FORGOTTEN = 12 * HOUR;

/** Statuses in which a visit can be late at all, whatever the clock says. */
export const mayRunLate = (status: AppointmentStatus): boolean =>
  status === 'requested' || status === 'confirmed' || status === 'in_service';

/** How late one line of a visit is by the desk's clock; null: it is not, or there is nothing to wait for. */
export function latenessOf(
  line: { readonly status: AppointmentStatus; readonly startsAt: Instant; readonly endsAt: Instant },
  now: Instant,
): Lateness | null {
  if (!mayRunLate(line.status)) return null;
  const kind = line.status === 'in_service' ? 'over' : 'late';
  const since = now - (kind === 'late' ? line.startsAt : line.endsAt);
  const minutes = Math.floor(since / MINUTE);
  return minutes > GRACE_MINUTES && since <= FORGOTTEN ? { kind, minutes } : null;
}
