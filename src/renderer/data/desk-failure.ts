import type { CallFailure } from '../../contracts/desk-api.ts';

/** A CallFailure on its way through TanStack Query, which wants something thrown. */
export class DeskFailure extends Error {
  override readonly name = 'DeskFailure';
  readonly failure: CallFailure;

  constructor(failure: CallFailure) {
    super(`${failure.code}: ${failure.message}`);
    this.failure = failure;
  }
}

/** The failure behind anything thrown by a query; a bug counts as UNKNOWN. */
export const failureOf = (error: unknown): CallFailure =>
  error instanceof DeskFailure
    ? error.failure
    : { code: 'UNKNOWN', message: error instanceof Error ? error.message : String(error) };
