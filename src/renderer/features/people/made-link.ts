import type { Instant } from '../../../base/time.ts';

/** An invitation link that was made, and for whom. */
export type MadeLink = { readonly name: string; readonly link: string; readonly expiresAt: Instant };
