import type pg from 'pg';
import { KeyRefused } from '../caller.ts';
import type { ApiRole } from '../caller.ts';
import { Overloaded, isConnectionLoss } from '../database.ts';
import { TokenRefused } from '../tokens.ts';

/** The body that PostgREST answers with, and its status. */
export type RestErrorBody = {
  readonly code: string;
  readonly message: string;
  readonly details: string | null;
  readonly hint: string | null;
};

export class RestError extends Error {
  readonly status: number;
  readonly body: RestErrorBody;
  constructor(
    status: number,
    code: string,
    message: string,
    details: string | null = null,
    hint: string | null = null,
  ) {
    super(message);
    this.status = status;
    this.body = { code, message, details, hint };
  }
}

function isDatabaseError(error: unknown): error is pg.DatabaseError {
  return (
    error instanceof Error && typeof (error as { code?: unknown }).code === 'string' && 'severity' in error
  );
}

/** PostgREST's table from SQLSTATE to status. */
export function statusOfSqlState(code: string, role: ApiRole): number {
  const own = /^PT([1-5]\d\d)$/.exec(code)?.[1];
  if (own) return Number(own);
  switch (code) {
    case '23503':
    case '23505':
      return 409;
    case '25006':
      return 405;
    case '42501':
      return role === 'anon' ? 401 : 403;
    case '42883':
    case '42P01':
      return 404;
    case '42P17':
    case '57014':
      return 500;
    case 'P0001':
      return 400;
    default:
  }
  if (code.startsWith('08') || code.startsWith('53') || code === '57P01') return 503;
  if (/^(P0|40|55|57|58|XX|09|0L|0P|25|2D|38|39|3B|54|F0|HV)/.test(code))
    return code.startsWith('54') ? 413 : 500;
  if (code.startsWith('28')) return 403;
  return 400;
}

/**
 * Any failure as the answer of the REST interface. What is not expected becomes XX000 without the
 * failure's own text: that text may hold paths, SQL or somebody's data.
 */
export function restAnswer(
  error: unknown,
  role: ApiRole,
): { readonly status: number; readonly body: RestErrorBody } {
  if (error instanceof RestError) return error;
  if (error instanceof KeyRefused)
    return { status: 401, body: { code: 'PGRST302', message: error.message, details: null, hint: null } };
  if (error instanceof TokenRefused) {
    const code = error.reason === 'expired' ? 'PGRST303' : 'PGRST301';
    return { status: 401, body: { code, message: error.message, details: null, hint: null } };
  }
  if (error instanceof Overloaded) {
    return error.kind === 'queue'
      ? new RestError(503, 'PGRST003', 'Timed out acquiring connection from connection pool.')
      : new RestError(503, 'PGRST001', 'Database connection error. Retrying the connection.');
  }
  if (isDatabaseError(error) && error.code !== undefined) {
    const { code, message, detail, hint } = error;
    // PTxyz carries its status in the code; the rest of the error stays as raised.
    return {
      status: statusOfSqlState(code, role),
      body: { code, message, details: detail ?? null, hint: hint ?? null },
    };
  }
  if (isConnectionLoss(error))
    return new RestError(503, 'PGRST001', 'Database connection error. Retrying the connection.');
  return new RestError(500, 'XX000', 'The cloud could not answer this request.');
}
