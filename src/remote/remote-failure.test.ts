import { expect, test } from 'vitest';
import { NO_ANSWER, remoteFailure, TOO_LATE } from './remote-failure.ts';

test.each([
  ['no answer', { status: 0, code: '', message: `${NO_ANSWER}: refused` }, 'offline'],
  ['too late', { status: 0, code: '', message: `${TOO_LATE}: 20 s` }, 'timeout'],
  ['expired token', { status: 401, code: 'PGRST303', message: 'JWT expired' }, 'auth'],
  ['wrong password', { status: 400, code: 'invalid_credentials', message: 'Invalid' }, 'auth'],
  ['revoked', { status: 403, code: 'PT403', message: 'SY403', details: 'device_revoked' }, 'revoked'],
  ['person left', { status: 403, code: 'PT403', message: 'SY403', details: 'not_a_member' }, 'auth'],
  ['role too low', { status: 403, code: 'PT403', message: 'SY403', details: 'role' }, 'refused'],
  ['copied file', { status: 410, code: 'PT410', message: 'SY410', details: 'copied' }, 'copied'],
  ['gap', { status: 409, code: 'PT409', message: 'SY409', details: 'gap' }, 'gap'],
  ['flag changed', { status: 409, code: 'PT409', message: 'SY412', details: 'changed' }, 'conflict'],
  ['too old', { status: 426, code: 'PT426', message: 'SY426' }, 'upgrade'],
  ['lock', { status: 500, code: '55P03', message: 'lock timeout' }, 'busy'],
  ['statement timeout', { status: 500, code: '57014', message: 'canceling' }, 'busy'],
  ['shed load', { status: 503, code: '', message: 'busy' }, 'busy'],
  ['too many', { status: 429, code: 'over_request_rate_limit', message: 'slow down' }, 'busy'],
  ['bad request', { status: 400, code: 'PT400', message: 'SY400', details: 'one to 50' }, 'refused'],
  ['a bug over there', { status: 500, code: 'XX000', message: 'internal' }, 'fault'],
])('%s is told apart', (_, raw, kind) => {
  expect(remoteFailure(raw).kind).toBe(kind);
});
