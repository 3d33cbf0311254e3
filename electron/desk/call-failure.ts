import type { CallFailure } from '../../src/contracts/desk-api.ts';
import { DESK_ERROR_CODES, type DeskErrorCode } from '../../src/contracts/desk-errors.ts';
import type { RemoteFailure } from '../../src/contracts/ports.ts';

/** A call ends with this code; thrown inside the desk only, never over the port. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused';
  readonly failure: CallFailure;

  constructor(code: DeskErrorCode, message: string, rejection?: NonNullable<CallFailure['rejection']>) {
    super(message);
    this.failure = rejection === undefined ? { code, message } : { code, message, rejection };
  }
}

const BY_KIND: Readonly<Record<RemoteFailure['kind'], DeskErrorCode>> = {
  offline: 'OFFLINE',
  timeout: 'TIMEOUT',
  busy: 'CLOUD_REFUSED',
  auth: 'SIGNED_OUT',
  device: 'NOT_ENROLLED',
  revoked: 'NOT_ENROLLED',
  copied: 'CLOUD_REFUSED',
  gap: 'CLOUD_REFUSED',
  upgrade: 'CLOUD_REFUSED',
  conflict: 'CHANGED_MEANWHILE',
  refused: 'CLOUD_REFUSED',
  fault: 'CLOUD_REFUSED',
};

/** Refusals that a person can do something about, whatever their kind. */
const BY_CODE: Readonly<Record<string, DeskErrorCode>> = {
  SY421: 'INVITATION_UNKNOWN',
  SY422: 'INVITATION_WITHDRAWN',
  SY423: 'INVITATION_USED',
  SY424: 'INVITATION_EXPIRED',
  SY425: 'ALREADY_MEMBER',
  SY427: 'INVITATION_OTHER_ADDRESS',
  weak_password: 'WEAK_PASSWORD',
  same_password: 'SAME_PASSWORD',
  otp_expired: 'CODE_WRONG',
  over_email_send_rate_limit: 'TOO_OFTEN',
  over_request_rate_limit: 'TOO_OFTEN',
  email_provider_disabled: 'NO_EMAIL',
  signup_disabled: 'SIGN_UP_OFF',
  email_not_confirmed: 'EMAIL_NOT_CONFIRMED',
  invalid_credentials: 'WRONG_PASSWORD',
};

/** What a failure of the cloud means to a call of the page. */
export const refusedByCloud = (failure: RemoteFailure): CallRefused =>
  new CallRefused(BY_CODE[failure.code] ?? BY_KIND[failure.kind], `${failure.code}: ${failure.message}`);

const isDeskCode = (code: unknown): code is DeskErrorCode =>
  (DESK_ERROR_CODES as readonly unknown[]).includes(code);

/** Any exception as a CallFailure; null when it is a bug that belongs into the log. */
export function expectedFailure(cause: unknown): CallFailure | null {
  if (cause instanceof CallRefused) return cause.failure;
  const code = (cause as { code?: unknown } | null)?.code;
  const message = cause instanceof Error ? cause.message : String(cause);
  if (code === 'REPLICA_BUILDING') return { code: 'READ_ONLY', message };
  return isDeskCode(code) ? { code, message } : null;
}
