import { expect, test } from 'vitest';
import { ok } from '../../src/base/result.ts';
import { HOUR, MINUTE } from '../../src/base/time.ts';
import type { RemoteFailure, RemotePort, RemoteResult, RemoteSession } from '../../src/contracts/ports.ts';
import type { PcPerson, StoredSession } from '../../src/replica/people.ts';
import { createSessionKeeper } from './session-keeper.ts';

const NOW = Date.UTC(2026, 10, 23, 8);

/** Ana, whom the business has dismissed but who can still sign in to the cloud, and Sipho, who works on. */
function pc() {
  const sessions = new Map<string, StoredSession | null>(
    ['ana', 'sipho'].map((name) => [
      name,
      { accessToken: `first-${name}`, refreshToken: `refresh-${name}-1`, expiresAt: NOW + HOUR },
    ]),
  );
  let now = NOW;
  let renewals = 0;
  const answer: { next: ((token: string) => RemoteResult<RemoteSession>) | null } = { next: null };
  const renewed = (token: string): RemoteSession => {
    renewals += 1;
    const [, name = ''] = token.split('-');
    return {
      userId: name,
      email: '',
      accessToken: `renewed-${name}-${renewals}`,
      refreshToken: `refresh-${name}-${renewals + 1}`,
      expiresAt: now + HOUR,
    };
  };
  const keeper = createSessionKeeper({
    scope: 'salon',
    people: {
      list: () => ['ana', 'sipho'].map((memberId) => ({ memberId, userId: memberId, email: '' }) as PcPerson),
      session: (_, memberId) => sessions.get(memberId) ?? null,
      saveSession: (_, memberId, session) => void sessions.set(memberId, session),
    },
    remote: {
      refresh: (token: string) => answer.next?.(token) ?? Promise.resolve(ok(renewed(token))),
    } as unknown as RemotePort,
    clock: { now: () => now },
    present: () => 'ana',
    onRenewed: () => {},
  });
  return {
    keeper,
    sessions,
    answer,
    renewed,
    pass: (ms: number) => void (now += ms),
    renewals: () => renewals,
  };
}

const tokenOf = async (session: ReturnType<ReturnType<typeof pc>['keeper']['current']>): Promise<string> => {
  const result = await session;
  return result.ok ? result.value.accessToken : result.error.code;
};

test('whom the cloud refuses here with a new token too does not hold up the others', async () => {
  const { keeper, renewals } = pc();
  const first = await keeper.current();
  if (first.ok) keeper.refused(first.value);
  const second = await keeper.current();
  expect(second).toMatchObject({ ok: true, value: { userId: 'ana', accessToken: 'renewed-ana-1' } });
  if (second.ok) keeper.refused(second.value);
  expect(await tokenOf(keeper.current())).toBe('first-sipho');
  // Ana's own work goes out under the session of who is at the desk now.
  expect(await keeper.ofMember('ana')).toBeNull();
  expect(renewals()).toBe(1);
});

test('… and is asked again after a while, or at once after signing in', async () => {
  const { keeper, pass, renewed } = pc();
  for (let time = 0; time < 2; time += 1) {
    const session = await keeper.live('ana');
    if (session.ok) keeper.refused(session.value);
  }
  expect(await tokenOf(keeper.live('ana'))).toBe('SESSION_REFUSED');
  pass(11 * MINUTE);
  expect(await tokenOf(keeper.live('ana'))).toMatch(/^renewed-ana/);
  const again = await keeper.live('ana');
  if (again.ok) keeper.refused(again.value);
  keeper.keep('ana', renewed('refresh-ana-9'));
  expect((await keeper.live('ana')).ok).toBe(true);
});

test('a token that was refused long after its renewal is simply renewed again', async () => {
  const { keeper, pass } = pc();
  const first = await keeper.live('ana');
  if (first.ok) keeper.refused(first.value);
  await keeper.live('ana');
  pass(2 * HOUR);
  const third = await keeper.live('ana');
  if (third.ok) keeper.refused(third.value);
  expect((await keeper.live('ana')).ok).toBe(true);
});

test('signing out while a renewal is under way: the session does not come back', async () => {
  const { keeper, sessions, answer, renewed, pass } = pc();
  const held = Promise.withResolvers<void>();
  answer.next = async (token) => {
    await held.promise;
    return ok(renewed(token));
  };
  pass(HOUR);
  const asked = keeper.live('ana');
  keeper.forget('ana');
  held.resolve();
  expect((await asked).ok).toBe(false);
  expect(sessions.get('ana')).toBeNull();
});

test('signing in while an old renewal fails: the new session stays', async () => {
  const { keeper, sessions, answer, renewed, pass } = pc();
  const held = Promise.withResolvers<void>();
  const gone: RemoteFailure = { kind: 'auth', code: 'session_not_found', message: 'gone' };
  answer.next = async () => {
    await held.promise;
    return { ok: false, error: gone };
  };
  pass(HOUR);
  const asked = keeper.live('ana');
  keeper.keep('ana', renewed('refresh-ana-1'));
  held.resolve();
  await asked;
  expect(sessions.get('ana')?.accessToken).toBe('renewed-ana-1');
});
