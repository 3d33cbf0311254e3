import type { UpdateFailure } from '../../../src/contracts/updates.ts';

/** A step of an update that did not work, with the code that the page explains. */
export class UpdateProblem extends Error {
  override readonly name = 'UpdateProblem';
  readonly code: UpdateFailure;
  constructor(code: UpdateFailure, message: string = code) {
    super(message);
    this.code = code;
  }
}

const NETWORK = /^(net::ERR_|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|UND_ERR)/;

/** What the library's errors mean; the step tells an answer that broke off from a server that is not there. */
export function updateFailureOf(error: unknown, during: 'check' | 'download' | 'install'): UpdateFailure {
  if (error instanceof UpdateProblem) return error.code;
  if (during === 'install') return 'UPDATE_NOT_INSTALLED';
  const { code, statusCode, message } = (error ?? {}) as Readonly<Record<string, unknown>>;
  const name = typeof code === 'string' ? code : '';
  const text = typeof message === 'string' ? message : '';
  if (name === 'ERR_CHECKSUM_MISMATCH') return 'UPDATE_CHECKSUM_WRONG';
  if (
    statusCode === 404 ||
    name === 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND' ||
    name === 'HTTP_ERROR_404' ||
    /status 404/.test(text)
  ) {
    return 'UPDATE_NOT_FOUND';
  }
  if (name === 'ERR_UPDATER_INVALID_UPDATE_INFO' || name === 'ERR_UPDATER_INVALID_VERSION') {
    return 'UPDATE_UNREADABLE';
  }
  if (
    during === 'download' &&
    !/ECONNREFUSED|ERR_CONNECTION_REFUSED|INTERNET_DISCONNECTED/.test(`${name} ${text}`)
  ) {
    return 'UPDATE_INCOMPLETE';
  }
  if (NETWORK.test(name) || NETWORK.test(text) || typeof statusCode === 'number') {
    return 'UPDATE_SERVER_UNREACHABLE';
  }
  return 'UPDATE_UNREADABLE';
}
