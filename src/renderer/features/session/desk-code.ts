import { DESK_ERROR_CODES, type DeskErrorCode } from '../../../contracts/desk-errors.ts';

/** A code that main reports of the desk, as one that has texts. */
export const asDeskCode = (code: string | null): DeskErrorCode =>
  DESK_ERROR_CODES.find((known) => known === code) ?? 'UNKNOWN';
