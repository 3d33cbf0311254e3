import type { Interval } from '../../../base/time.ts';

/** A new booking or block being written, shown where it will stand. */
export type DraftPlace = Interval & { readonly laneId: string; readonly kind: 'booking' | 'block' };
