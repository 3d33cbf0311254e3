import { af } from './af.ts';
import { en } from './en.ts';
import { zu } from './zu.ts';

/** Messages to clients as they ship, by the client's language. Not i18next's: a business may word its own. */
export const MESSAGES = { en, af, zu } as const;
