import type { RemoteFailure } from '../contracts/ports.ts';

/** What the library says went wrong; `status` is 0 when no answer came. */
export type RawFailure = {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** The cloud's own functions put their reason here. */
  readonly details?: string;
};

/** Names of the errors that our own fetch throws, so that the two ways of getting no answer stay apart. */
export const NO_ANSWER = 'RemoteUnreachable';
export const TOO_LATE = 'RemoteTimedOut';

const BY_CODE: Readonly<Record<string, RemoteFailure['kind']>> = {
  SY410: 'copied',
  SY409: 'gap',
  SY426: 'upgrade',
  SY401: 'auth',
  SY403: 'device',
  SY412: 'conflict',
  PT403: 'device',
  PT409: 'conflict',
  PGRST301: 'auth',
  PGRST302: 'auth',
  PGRST303: 'auth',
  // Lock time-out, statement time-out, serialisation, deadlock: nothing was decided, the same bytes may go again.
  '55P03': 'busy',
  '57014': 'busy',
  '40001': 'busy',
  '40P01': 'busy',
  over_request_rate_limit: 'busy',
};

/** Auth refusals that end a session or never began one: only a new sign-in helps. */
const AUTH_CODES = new Set([
  'invalid_credentials',
  'email_not_confirmed',
  'user_banned',
  'refresh_token_not_found',
  'refresh_token_already_used',
  'session_not_found',
  'session_expired',
  'bad_jwt',
  'no_authorization',
]);

/** Refusals with SY403 that are about more than "this PC may not": by the reason that the cloud gives. */
const BY_REASON: Readonly<Record<string, RemoteFailure['kind']>> = {
  device_revoked: 'revoked',
  // Another person's session may still be good here.
  not_a_member: 'auth',
  role: 'refused',
};

/** The cloud's functions name their refusals SYxyz in the message; SQLSTATE PTxyz only carries the HTTP status. */
const codeOf = (raw: RawFailure): string => (/^SY\d{3}$/.test(raw.message) ? raw.message : raw.code);

/** Sorts a failure into the kinds that sync treats differently; the code of the cloud is kept for the log. */
export function remoteFailure(raw: RawFailure): RemoteFailure {
  const answer = (kind: RemoteFailure['kind'], code: string): RemoteFailure => ({
    kind,
    code,
    message: raw.details ? `${raw.message} ${raw.details}` : raw.message,
  });
  if (raw.message.startsWith(TOO_LATE)) return answer('timeout', 'TIMEOUT');
  if (raw.status === 0) return answer('offline', 'OFFLINE');
  const named = codeOf(raw);
  const known = (named === 'SY403' ? BY_REASON[raw.details ?? ''] : undefined) ?? BY_CODE[named];
  if (known) return answer(known, named);
  if (AUTH_CODES.has(named) || raw.status === 401) return answer('auth', named || 'HTTP401');
  const code = named || `HTTP${raw.status}`;
  // Class 08 connection, 53 resources, 57P server going down: the pool or the server, not the request.
  if (raw.status === 429 || raw.status >= 502 || /^(08|53|57P)/.test(raw.code)) return answer('busy', code);
  if (raw.status >= 500) return answer('fault', code);
  return answer('refused', code);
}
