import { describe, expect, test } from 'vitest';
import { err, ok } from '../base/result.ts';
import { fakeCloud, fakeSession } from '../../tests/fixtures/sync/fake-cloud.ts';
import { fakeStore } from '../../tests/fixtures/sync/fake-store.ts';
import { randomFrom } from '../../tests/bench/bench.ts';
import { virtualTime } from '../../tests/fixtures/sync/virtual-time.ts';
import type { RemoteFailure, RemoteSession } from '../contracts/ports.ts';
import { createSyncEngine } from './sync-engine.ts';

const SCOPE = '0190a000-0000-7000-8000-00000000000a';
const START = Date.UTC(2026, 10, 23, 8);
const NO_SESSION: RemoteFailure = { kind: 'auth', code: 'SIGNED_OUT', message: 'nobody is signed in' };

/** Two desks of one business in one process, each behind a cable of its own. */
function salon() {
  const time = virtualTime(START);
  const { cloud, connect } = fakeCloud(time.now);
  let ids = 0;
  const desk = (name: string) => {
    const { desk: file, store } = fakeStore(SCOPE, time.now);
    file.takeIdentity({ ...file.identity(), clientId: `client-of-${name}` });
    const { remote, wire } = connect();
    const alive = new Map<string, RemoteSession>();
    const who: { current: string | null } = { current: null };
    const signIn = (person: string) => {
      who.current = person;
      alive.set(person, fakeSession(person));
    };
    signIn('thandi');
    const troubles: string[] = [];
    /** How far the PC's clock is off. */
    const pc = { off: 0 };
    const start = () =>
      createSyncEngine(
        {
          store,
          remote,
          sessions: {
            current: () => {
              const session = alive.get(who.current ?? '');
              return Promise.resolve(session ? ok(session) : err(NO_SESSION));
            },
            ofMember: (member) => Promise.resolve(alive.get(member) ?? null),
            refused: (session) => alive.delete(session.userId),
          },
          scheduler: { ...time, now: () => time.now() + pc.off },
          newId: () => `client-${name}-${(ids += 1)}`,
          desks: () => 2,
          onCommit: () => {},
          onStatus: () => {},
          onTrouble: ({ code }) => troubles.push(code),
        },
        [SCOPE],
      );
    const engine = start();
    const book = (slot: string, actor = 'thandi') => {
      const uuid = file.book(actor, slot);
      engine.committed();
      return uuid;
    };
    return {
      file,
      wire,
      pc,
      engine,
      /** The same file after a restart. */
      again: () => {
        const next = start();
        next.start();
        return next;
      },
      signIn,
      alive,
      troubles,
      book,
      slots: () => [...file.rows.values()].toSorted(),
    };
  };
  return { time, cloud, desk };
}

async function opened() {
  const { time, cloud, desk } = salon();
  cloud.book('row-old', '09:00', 'ana');
  const a = desk('a');
  const b = desk('b');
  a.engine.start();
  b.engine.start();
  await time.settle();
  return { time, cloud, a, b, desk };
}

describe('two desks of one salon', () => {
  test('a new desk fetches what is there before it says that it is ready', async () => {
    const { a } = await opened();
    expect(a.slots()).toEqual(['09:00']);
    expect(a.engine.status()).toMatchObject({ state: 'idle', online: true, pending: 0, completeTo: START });
  });

  test('a booking at one is seen at the other within its share of the jitter', async () => {
    const { time, a, b } = await opened();
    a.book('10:00');
    await time.pass(20);
    expect(b.slots()).toEqual(['09:00', '10:00']);
    expect(a.file.outbox).toEqual([]);
  });

  test('both take 10:00 with the cable out: one is booked, the other is told, and both agree', async () => {
    const { time, a, b } = await opened();
    a.engine.setCable(false);
    b.engine.setCable(false);
    const mine = a.book('10:00');
    const theirs = b.book('10:00');
    await time.pass(30_000);
    expect(a.engine.status()).toMatchObject({ state: 'offline', online: false, pending: 1 });
    a.engine.setCable(true);
    await time.pass(100);
    b.engine.setCable(true);
    await time.pass(100);
    expect(a.file.settled.get(mine)).toBe('applied');
    expect(b.file.settled.get(theirs)).toBe('rejected');
    expect(a.slots()).toEqual(b.slots());
  });

  test('a refusal whose push reply was lost still arrives, and the booking is not made twice', async () => {
    const { time, cloud, a, b } = await opened();
    b.book('10:00');
    await time.pass(100);
    a.wire.network = 'reply-lost';
    const refused = a.book('10:00');
    await time.pass(5_000);
    a.wire.network = 'up';
    await time.pass(120_000);
    expect(a.file.settled.get(refused)).toBe('rejected');
    expect([...cloud.rows.values()].filter(({ slot }) => slot === '10:00')).toHaveLength(1);
  });

  test('after silence the same bytes are sent again', async () => {
    const { time, cloud, a } = await opened();
    a.wire.answers.set('push', { kind: 'busy', code: '55P03', message: 'lock timeout' });
    a.book('10:00');
    await time.pass(3_000);
    a.wire.answers.clear();
    await time.pass(60_000);
    expect(a.file.outbox).toEqual([]);
    expect(new Set(cloud.pushes.map(({ bytes }) => bytes)).size).toBe(1);
  });

  test('a stuck write does not freeze what others do', async () => {
    const { time, a, b } = await opened();
    a.wire.answers.set('push', { kind: 'busy', code: '55P03', message: 'lock timeout' });
    a.book('10:00');
    await time.pass(1_000);
    b.book('11:00');
    await time.pass(1_000);
    expect(a.slots()).toEqual(['09:00', '11:00']);
  });

  test('without any nudge the poll brings the change within 90 seconds', async () => {
    const { time, cloud, b } = await opened();
    cloud.listeners.clear();
    cloud.book('row-new', '12:00', 'ana');
    await time.pass(90_000);
    expect(b.slots()).toContain('12:00');
  });
});

describe('people on one PC', () => {
  test('work goes out under the session of who did it', async () => {
    const { time, cloud, a } = await opened();
    a.engine.setCable(false);
    a.book('10:00', 'thandi');
    a.signIn('sipho');
    a.book('11:00', 'sipho');
    a.engine.setCable(true);
    await time.pass(1_000);
    expect(cloud.pushes.map(({ token, ids }) => [token, ids])).toEqual([
      ['token-of-thandi', [1]],
      ['token-of-sipho', [2]],
    ]);
  });

  test('when that session is gone, the person at the desk sends it', async () => {
    const { time, cloud, a } = await opened();
    a.engine.setCable(false);
    a.book('10:00', 'thandi');
    a.signIn('sipho');
    a.alive.delete('thandi');
    a.engine.setCable(true);
    await time.pass(1_000);
    expect(cloud.pushes.map(({ token }) => token)).toEqual(['token-of-sipho']);
  });

  test('with nobody signed in work waits, and goes as soon as somebody signs in', async () => {
    const { time, cloud, a } = await opened();
    cloud.deadTokens.add('token-of-thandi');
    a.book('10:00');
    await time.pass(200_000);
    expect(a.engine.status()).toMatchObject({ state: 'auth_required', pending: 1 });
    a.signIn('sipho');
    a.engine.wake();
    await time.pass(100);
    expect(a.engine.status()).toMatchObject({ state: 'idle', pending: 0 });
  });
});

describe('doubts about who we are', () => {
  test('a copied file becomes a client of its own and keeps the identity of its work', async () => {
    const { time, cloud, a, desk } = await opened();
    a.engine.setCable(false);
    const copy = desk('copy');
    copy.file.takeIdentity(a.file.identity());
    copy.file.rows.set('row-old', '09:00');
    const other = copy.book('11:00');
    copy.engine.start();
    await time.pass(100);
    const own = a.book('10:00');
    a.engine.setCable(true);
    await time.pass(2_000);
    expect(a.file.settled.get(own)).toBe('applied');
    expect(copy.file.settled.get(other)).toBe('applied');
    expect(a.file.identity().clientId).not.toBe('client-of-a');
    expect([...cloud.rows.values()].map(({ slot }) => slot).toSorted()).toEqual(['09:00', '10:00', '11:00']);
  });

  test('a restored cloud: everything is fetched again and what waited goes out once more', async () => {
    const { time, cloud, a } = await opened();
    a.engine.setCable(false);
    const waiting = a.book('10:00');
    cloud.epoch = 'epoch-2';
    a.engine.setCable(true);
    await time.pass(5_000);
    expect(a.file.resets).toBe(2);
    expect(a.file.settled.get(waiting)).toBe('applied');
    expect(a.engine.status().state).toBe('idle');
  });

  test('another device scope resets the rows and keeps the client', async () => {
    const { time, cloud, a } = await opened();
    cloud.scopeV = 'v2';
    await time.pass(95_000);
    expect(a.file.resets).toBe(2);
    expect(a.file.identity().clientId).toBe('client-of-a');
    expect(a.slots()).toEqual(['09:00']);
  });

  test('a gap is answered by hello, not by repeating', async () => {
    const { time, a } = await opened();
    a.file.outbox.push({
      id: 5,
      uuid: 'uuid-gap',
      name: 'slot.take',
      v: 1,
      args: { id: 'row-gap', slot: '15:00' },
      base: {},
      actor: 'thandi',
      at: 0,
      resolves: null,
    });
    a.engine.committed();
    await time.pass(1_000);
    expect(a.troubles).toContain('SY409');
  });

  test('a revoked device stops asking often and says why', async () => {
    const { time, cloud, a } = await opened();
    cloud.revoked = true;
    a.book('10:00');
    await time.pass(1_000);
    expect(a.engine.status()).toMatchObject({ state: 'device_refused', pending: 1 });
  });

  test('a desk that is too old reads on, holds its work and says so', async () => {
    const { time, cloud, desk } = await opened();
    cloud.minSchema = 999;
    const old = desk('old');
    old.engine.start();
    await time.settle();
    old.book('10:00');
    await time.pass(1_000);
    expect(old.slots()).toEqual(['09:00']);
    expect(old.engine.status()).toMatchObject({ state: 'upgrade_required', pending: 1 });
  });
});

describe('faults', () => {
  test('a mutation that the cloud cannot read at all is set aside, and the others go', async () => {
    const { time, cloud, a } = await opened();
    a.engine.setCable(false);
    a.book('10:00');
    const poison = a.book('11:00');
    a.book('12:00');
    cloud.poison.add(poison);
    a.engine.setCable(true);
    await time.pass(120_000);
    expect(a.file.aside).toEqual([poison]);
    expect([...cloud.rows.values()].map(({ slot }) => slot).toSorted()).toEqual(['09:00', '10:00', '12:00']);
  });

  test('a full disk is said, nothing is lost, and it recovers by itself', async () => {
    const { time, a, b } = await opened();
    a.file.diskFull = true;
    b.book('10:00');
    await time.pass(1_000);
    expect(a.engine.status().state).toBe('disk_full');
    a.file.diskFull = false;
    await time.pass(60_000);
    expect(a.slots()).toEqual(['09:00', '10:00']);
    expect(a.engine.status().state).toBe('idle');
  });

  test('the first sync resumes where the cable was pulled', async () => {
    const { time, desk } = salon();
    const late = desk('late');
    late.wire.answers.set('bootstrap', { kind: 'offline', code: 'OFFLINE', message: 'no answer' });
    late.engine.start();
    await time.settle();
    expect(late.engine.status().completeTo).toBeNull();
    late.wire.answers.clear();
    await time.pass(5_000);
    expect(late.engine.status().state).toBe('idle');
    expect(late.file.resets).toBe(1);
  });

  test('the clock is the cloud’s, whatever the PC believes', async () => {
    const { time, cloud, desk } = salon();
    cloud.ahead = 3_600_000;
    const slow = desk('slow');
    slow.engine.start();
    await time.settle();
    expect(slow.engine.clock.now()).toBe(time.now() + 3_600_000);
  });

  test('a clock that is set while the cloud answers is not taken for the way of the answer', async () => {
    const { time, cloud, desk } = salon();
    const reset = desk('reset');
    Object.defineProperty(cloud, 'ahead', {
      get: () => {
        reset.pc.off = 365 * 24 * 3_600_000;
        return 0;
      },
    });
    reset.engine.start();
    await time.settle();
    expect(reset.engine.clock.now()).toBe(time.now());
    expect(cloud.hellos).toBe(2);
  });

  test('after stop nothing waits and nothing runs', async () => {
    const { time, a, b, cloud } = await opened();
    await a.engine.stop();
    await b.engine.stop();
    const before = cloud.pulls;
    await time.pass(300_000);
    expect(cloud.pulls).toBe(before);
    expect(time.waiting()).toEqual([]);
  });
});

describe('a desk that runs for days', () => {
  test('says hello every half hour, so that it never passes for a silent one', async () => {
    const { time, cloud, a } = await opened();
    const before = cloud.hellos;
    await time.pass(4 * 3_600_000);
    expect(cloud.hellos - before).toBeGreaterThanOrEqual(2 * 7);
    expect(a.engine.status()).toMatchObject({ state: 'idle', online: true });
  });

  test('reads on while the cloud is too busy to greet it again', async () => {
    const { time, cloud, a } = await opened();
    a.wire.answers.set('hello', { kind: 'busy', code: '55P03', message: 'lock timeout' });
    await time.pass(40 * 60_000);
    cloud.book('row-new', '12:00', 'ana');
    await time.pass(1_000);
    expect(a.slots()).toContain('12:00');
    const before = cloud.hellos;
    a.wire.answers.clear();
    await time.pass(95_000);
    expect(cloud.hellos).toBeGreaterThan(before);
  });

  test('learns by it that the clock of the PC was put right', async () => {
    const { time, cloud, a } = await opened();
    cloud.ahead = 600_000;
    await time.pass(33 * 60_000);
    expect(a.engine.clock.now()).toBe(time.now() + 600_000);
  });
});

describe('numbers that do not fit', () => {
  test('a gap that will never close: the queue is numbered anew and goes out', async () => {
    const { time, a } = await opened();
    a.book('10:00');
    await time.pass(1_000);
    a.engine.setCable(false);
    const later = a.book('11:00');
    // Killed between setting the one before it aside and numbering anew.
    a.file.outbox = a.file.outbox.map((mutation) => ({ ...mutation, id: mutation.id + 1 }));
    a.engine.setCable(true);
    await time.pass(20_000);
    expect(a.file.settled.get(later)).toBe('applied');
  });

  test('a file put back from yesterday sends what is new although the cloud has counted further', async () => {
    const { time, cloud, a } = await opened();
    a.engine.setCable(false);
    const sent = a.book('10:00');
    const yesterday = { identity: a.file.identity(), outbox: [...a.file.outbox] };
    a.engine.setCable(true);
    await time.pass(1_000);
    a.book('11:00');
    a.book('12:00');
    await time.pass(1_000);
    await a.engine.stop();

    a.file.takeIdentity(yesterday.identity);
    a.file.outbox = yesterday.outbox;
    a.file.settled.clear();
    a.wire.network = 'up';
    const again = a.again();
    await time.settle();
    const fresh = a.file.book('thandi', '13:00');
    // The number that follows in yesterday's file.
    a.file.outbox = a.file.outbox.map((mutation) => ({ ...mutation, id: 2 }));
    again.committed();
    await time.pass(10_000);
    expect(a.file.settled.get(sent)).toBe('applied');
    expect(a.file.settled.get(fresh)).toBe('applied');
    expect([...cloud.rows.values()].filter(({ slot }) => slot === '10:00')).toHaveLength(1);
  });
});

describe('a cloud that changes under the desk', () => {
  test('refuses everything while it is upgraded: nothing is set aside, all of it goes afterwards', async () => {
    const { time, a } = await opened();
    a.wire.answers.set('push', { kind: 'refused', code: 'PGRST202', message: 'no such function' });
    const waiting = [a.book('10:00'), a.book('11:00')];
    await time.pass(30_000);
    expect(a.file.aside).toEqual([]);
    expect(a.engine.status().pending).toBe(2);
    a.wire.answers.clear();
    await time.pass(60_000);
    expect(waiting.map((uuid) => a.file.settled.get(uuid))).toEqual(['applied', 'applied']);
  });

  test('moves on while a first sync is interrupted: what was fetched is not fetched again', async () => {
    const { time, cloud, desk } = salon();
    cloud.book('row-old', '09:00', 'ana');
    const late = desk('late');
    late.wire.answers.set('buckets', { kind: 'fault', code: 'HTTP500', message: 'a bad moment' });
    late.engine.start();
    await time.settle();
    cloud.book('row-new', '10:00', 'ana');
    late.wire.answers.clear();
    await time.pass(10_000);
    expect(late.file.resets).toBe(1);
    expect(late.slots()).toEqual(['09:00', '10:00']);
  });

  test('was put back from a backup: it is offered all decided work, however far others have filled it', async () => {
    const { time, cloud, a } = await opened();
    cloud.epoch = 'epoch-2';
    await time.pass(95_000);
    expect(a.file.keptUpTo).toEqual([0]);
  });

  test('limits what the device may hold: a reset offers nothing again', async () => {
    const { time, cloud, a } = await opened();
    cloud.scopeV = 'v2';
    await time.pass(95_000);
    expect(a.file.keptUpTo).toEqual([cloud.version]);
  });
});

describe('back after a long absence with work of its own', () => {
  const LONG = 13 * 3_600_000;

  /** A books 10:00 and 11:00 with the cable out; 10:00 is taken by somebody else meanwhile. */
  async function away(hours = LONG) {
    const made = await opened();
    const { time, cloud, a } = made;
    a.engine.setCable(false);
    a.book('10:00');
    a.book('11:00');
    await time.pass(hours);
    cloud.book('row-other', '10:00', 'ana');
    return made;
  }
  const slotsOf = (cloud: { readonly rows: ReadonlyMap<string, { readonly slot: string }> }) =>
    [...cloud.rows.values()].map(({ slot }) => slot).toSorted();

  test('it fetches first, sends nothing and says what would clash; one word sends it all', async () => {
    const { time, cloud, a } = await away();
    a.engine.setCable(true);
    await time.pass(60_000);
    expect(a.slots()).toContain('10:00');
    expect(cloud.pushes).toEqual([]);
    expect(a.engine.status()).toMatchObject({ state: 'idle', pending: 2, hold: { clashes: 1 } });

    // What is done meanwhile waits as well, and asking to send and fetch now is no release.
    a.book('12:00');
    a.engine.wake();
    await time.pass(60_000);
    expect(a.engine.status().pending).toBe(3);

    a.engine.release();
    await time.pass(1_000);
    expect(a.engine.status()).toMatchObject({ pending: 0, hold: null });
    expect(slotsOf(cloud)).toEqual(['09:00', '10:00', '11:00', '12:00']);
  });

  test('nobody looks: after a quarter of an hour it goes out by itself', async () => {
    const { time, cloud, a } = await away();
    a.engine.setCable(true);
    await time.pass(14 * 60_000);
    expect(cloud.pushes).toEqual([]);
    await time.pass(2 * 60_000);
    expect(a.engine.status()).toMatchObject({ pending: 0, hold: null });
  });

  test('switched off and on while it waits: it waits on, and no longer than before', async () => {
    const { time, cloud, a } = await away();
    a.engine.setCable(true);
    await time.pass(5 * 60_000);
    await a.engine.stop();
    const again = a.again();
    await time.pass(5 * 60_000);
    expect(again.status().hold).toMatchObject({ clashes: 1 });
    expect(cloud.pushes).toEqual([]);
    await time.pass(6 * 60_000);
    expect(again.status()).toMatchObject({ pending: 0, hold: null });
  });

  test('what clashes with nothing goes at once', async () => {
    const { time, a } = await opened();
    a.engine.setCable(false);
    a.book('11:00');
    await time.pass(LONG);
    a.engine.setCable(true);
    await time.pass(1_000);
    expect(a.engine.status()).toMatchObject({ pending: 0, hold: null });
  });

  test('a short absence is no reason to wait, whatever clashes', async () => {
    const { time, a } = await away(11 * 3_600_000);
    a.engine.setCable(true);
    await time.pass(1_000);
    expect(a.engine.status()).toMatchObject({ pending: 0, hold: null });
  });

  test('a moment that a wrong clock wrote far into the future holds nothing', async () => {
    const { time, a } = await opened();
    a.file.takeIdentity({ ...a.file.identity(), heldUntil: time.now() + 400 * 86_400_000 });
    a.book('11:00');
    await time.pass(1_000);
    expect(a.engine.status()).toMatchObject({ pending: 0, hold: null });
  });
});

describe('a PC that slept, and a gateway that restarts', () => {
  test('time is learnt anew, a dead token is replaced, the socket is made anew', async () => {
    const { time, cloud, a } = await opened();
    const before = { hellos: cloud.hellos, sockets: a.wire.signedIn };
    cloud.deadTokens.add('token-of-thandi');
    a.alive.set('thandi', { ...fakeSession('thandi'), accessToken: 'renewed' });
    cloud.ahead = 7_000;
    a.engine.woke();
    await time.settle();
    expect(cloud.hellos).toBe(before.hellos + 1);
    expect(a.wire.signedIn).toBe(before.sockets + 1);
    expect(a.engine.offsetMs()).toBe(7_000);
    expect(a.engine.status().state).toBe('idle');
  });

  test('a hundred desks that lose it come back spread over time, not all at once', async () => {
    const time = virtualTime(START);
    const { cloud, connect } = fakeCloud(time.now);
    const random = randomFrom(7);
    const losses: (() => void)[] = [];
    for (let desk = 0; desk < 100; desk += 1) {
      const { remote } = connect();
      const { desk: file, store } = fakeStore(SCOPE, time.now);
      file.takeIdentity({ ...file.identity(), clientId: `client-${desk}` });
      const engine = createSyncEngine(
        {
          store,
          remote: {
            ...remote,
            subscribe: (session, scopes, on) => {
              losses.push(() => on.lost(SCOPE));
              return remote.subscribe(session, scopes, on);
            },
          },
          sessions: {
            current: () => Promise.resolve(ok(fakeSession('thandi'))),
            ofMember: () => Promise.resolve(null),
            refused: () => {},
          },
          scheduler: { ...time, random },
          newId: () => `id-${desk}`,
          desks: () => 100,
          onCommit: () => {},
          onStatus: () => {},
          onTrouble: () => {},
        },
        [SCOPE],
      );
      engine.start();
    }
    await time.pass(10_000);
    cloud.pulls = 0;
    for (const lose of losses.splice(0)) lose();
    const perHalfSecond: number[] = [];
    for (let half = 0; half < 40; half += 1) {
      const before = cloud.pulls;
      await time.pass(500);
      perHalfSecond.push(cloud.pulls - before);
    }
    expect(cloud.pulls).toBeGreaterThanOrEqual(100);
    expect(Math.max(...perHalfSecond)).toBeLessThan(20);
  });
});
