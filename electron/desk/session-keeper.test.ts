import { expect, test } from 'vitest';
import { err, ok } from '../../src/base/result.ts';
import { HOUR } from '../../src/base/time.ts';
import type { RemoteFailure, RemotePort, RemoteSession } from '../../src/contracts/ports.ts';
import type { PcPerson, StoredSession } from '../../src/replica/people.ts';
import { createSessionKeeper } from './session-keeper.ts';

const NOW = Date.UTC(2026, 10, 23, 8);
const OFFLINE: RemoteFailure = { kind: 'offline', code: 'OFFLINE', message: 'no answer' };
const GONE: RemoteFailure = { kind: 'auth', code: 'session_not_found', message: 'gone' };

/** Thandi and Sipho on one PC; the cloud answers renewals as told. */
function pc(expiresAt: number, renewal: RemoteFailure | null = null) {
  const sessions = new Map<string, StoredSession | null>(
    ['thandi', 'sipho'].map((name) => [
      name,
      { accessToken: `old-${name}`, refreshToken: `refresh-${name}`, expiresAt },
    ]),
  );
  const asked: string[] = [];
  let renewed = 0;
  const person = (memberId: string): PcPerson => ({
    memberId,
    name: memberId,
    role: 'front_desk',
    email: `${memberId}@example.co.za`,
    userId: memberId,
    hasPin: true,
    failures: 0,
    lastOnlineAt: NOW,
    pinExpiresAt: NOW + HOUR,
  });
  const remote = {
    refresh: async (refreshToken: string) => {
      asked.push(refreshToken);
      await Promise.resolve();
      if (renewal) return err(renewal);
      const name = refreshToken.replace('refresh-', '');
      const session: RemoteSession = {
        userId: name,
        email: '',
        accessToken: `new-${name}`,
        refreshToken: `refresh-${name}`,
        expiresAt: NOW + HOUR,
      };
      return ok(session);
    },
  } as unknown as RemotePort;
  const keeper = createSessionKeeper({
    scope: 'salon',
    people: {
      list: () => ['sipho', 'thandi'].map(person),
      session: (_, memberId) => sessions.get(memberId) ?? null,
      saveSession: (_, memberId, session) => void sessions.set(memberId, session),
    },
    remote,
    clock: { now: () => NOW },
    present: () => 'thandi',
    onRenewed: () => {
      renewed += 1;
    },
  });
  return { keeper, sessions, asked, renewed: () => renewed };
}

test('a live session is used as it is', async () => {
  const { keeper, asked } = pc(NOW + HOUR);
  expect(await keeper.current()).toMatchObject({ ok: true, value: { accessToken: 'old-thandi' } });
  expect(asked).toEqual([]);
});

test('a session that is about to end is renewed once, however many ask', async () => {
  const { keeper, asked, sessions, renewed } = pc(NOW + 60_000);
  const answers = await Promise.all([keeper.current(), keeper.live('thandi'), keeper.ofMember('thandi')]);
  expect(asked).toEqual(['refresh-thandi']);
  expect(renewed()).toBe(1);
  expect(answers[2]).toMatchObject({ accessToken: 'new-thandi' });
  expect(sessions.get('thandi')?.accessToken).toBe('new-thandi');
});

test('a refused token is not handed out again', async () => {
  const { keeper } = pc(NOW + HOUR);
  const before = await keeper.ofMember('thandi');
  keeper.refused(before!);
  expect(await keeper.ofMember('thandi')).toMatchObject({ accessToken: 'new-thandi' });
});

test('without a network nobody is signed out by it', async () => {
  const { keeper, sessions } = pc(NOW - HOUR, OFFLINE);
  expect(await keeper.current()).toEqual(err(OFFLINE));
  expect(sessions.get('thandi')).not.toBeNull();
});

test('when the cloud ended a session the next person’s is used, and with none left it says so', async () => {
  const { keeper, sessions } = pc(NOW - HOUR, GONE);
  sessions.set('sipho', { accessToken: 'live-sipho', refreshToken: 'refresh-sipho', expiresAt: NOW + HOUR });
  expect(await keeper.current()).toMatchObject({ ok: true, value: { accessToken: 'live-sipho' } });
  expect(sessions.get('thandi')).toBeNull();
  keeper.forget('sipho');
  expect(await keeper.current()).toMatchObject({ ok: false, error: { kind: 'auth', code: 'SIGNED_OUT' } });
});

test('a closed keeper touches no file', async () => {
  const { keeper } = pc(NOW + HOUR);
  keeper.close();
  expect((await keeper.current()).ok).toBe(false);
});
