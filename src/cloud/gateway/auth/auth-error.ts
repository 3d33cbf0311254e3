import { KeyRefused } from '../caller.ts';
import { Overloaded, isConnectionLoss } from '../database.ts';
import { TokenRefused } from '../tokens.ts';

/** A refusal as Supabase's auth words it: the client turns `code` into what the person reads. */
export class AuthError extends Error {
  readonly status: number;
  readonly code: string;
  /** Further fields of the answer, as `weak_password` has its reasons. */
  readonly details: Readonly<Record<string, unknown>>;
  constructor(
    status: number,
    code: string,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export type AuthAnswer = {
  readonly status: number;
  readonly body: { readonly code: string; readonly message: string };
};

/**
 * Any failure as an answer. A refusal is never 5xx: the client repeats those for half a minute. A
 * cloud that is too busy is 503, because repeating is then the right thing.
 */
export function authAnswer(error: unknown): AuthAnswer {
  const answer = (status: number, code: string, message: string): AuthAnswer => ({
    status,
    body: { code, message },
  });
  if (error instanceof AuthError) {
    const { status, code, message, details } = error;
    return { status, body: { code, message, ...details } };
  }
  if (error instanceof KeyRefused) return answer(401, 'no_authorization', error.message);
  if (error instanceof TokenRefused) {
    const detail =
      error.reason === 'expired'
        ? 'token has invalid claims: token is expired'
        : 'unable to parse or verify signature';
    return answer(403, 'bad_jwt', `invalid JWT: ${detail}`);
  }
  if (error instanceof Overloaded || isConnectionLoss(error)) {
    return answer(503, 'request_timeout', 'The cloud is too busy. Try again.');
  }
  const status = (error as { statusCode?: unknown }).statusCode;
  if (status === 413) return answer(413, 'body_too_large', 'The body is larger than 1 MiB.');
  if (status === 415) return answer(415, 'bad_json', 'Send application/json.');
  if (typeof status === 'number' && status < 500)
    return answer(status, 'bad_json', 'The request could not be read.');
  return answer(500, 'unexpected_failure', 'The cloud could not answer this request.');
}
