import type { MessagePortMain } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeskInit, DeskToMain, MainToDesk } from '../../src/contracts/main-api.ts';
import { DESK_LIMITS, superviseDesk, type DeskChild } from './desk-supervisor.ts';

const INIT: DeskInit = {
  type: 'init',
  userDataDir: '/data',
  migrationsDir: '/migrations',
  nativeBinding: null,
  fileKeyHex: '00',
  cloud: null,
  cloudFixed: false,
  demo: null,
  unprotectedKey: false,
  profile: 'main',
  appVersion: '0.0.0-test',
};

/** A desk process that does only what the story says. */
class FakeDesk implements DeskChild {
  readonly heard: MainToDesk['type'][] = [];
  demoNow: number | undefined;
  resumeAs: string | undefined;
  cloudUrl: string | undefined;
  killed = false;
  gone = false;
  #listener: (message: unknown) => void = () => undefined;
  #gone: (code: number) => void = () => undefined;
  readonly send = (message: MainToDesk): void => {
    this.heard.push(message.type);
    if (message.type !== 'init') return;
    this.demoNow = message.demo?.now;
    this.resumeAs = message.resumeAs;
    this.cloudUrl = message.cloud?.url;
  };
  readonly onMessage = (listener: (message: unknown) => void): void => void (this.#listener = listener);
  readonly onceGone = (listener: (code: number) => void): void => void (this.#gone = listener);
  readonly kill = (): void => {
    this.killed = true;
    this.exit(15);
  };
  say(message: DeskToMain): void {
    this.#listener(message);
  }
  exit(code: number): void {
    const gone = this.#gone;
    this.#gone = () => undefined;
    this.gone = true;
    gone(code);
  }
}

function scene() {
  const desks: FakeDesk[] = [];
  const states: string[] = [];
  const ports: string[] = [];
  const clouds: string[] = [];
  const supervisor = superviseDesk({
    fork: () => {
      const desk = new FakeDesk();
      desks.push(desk);
      return desk;
    },
    channel: () => ({ port1: {} as MessagePortMain, port2: {} as MessagePortMain }),
    givePort: () => ports.push('port'),
    report: ({ state, code }) => states.push(code === null ? state : `${state} ${code}`),
    keepCloud: ({ url }) => clouds.push(url),
    log: () => undefined,
    onRevoked: (home) => states.push(`revoked ${home}`),
    onRecoveryAllowed: () => states.push('recovery allowed'),
  });
  const latest = (): FakeDesk => {
    const desk = desks.at(-1);
    if (desk === undefined) throw new Error('no desk was forked');
    return desk;
  };
  return { supervisor, desks, states, ports, clouds, latest };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a desk that starts', () => {
  it('without a cloud tells which one it was given, and the one in its place goes on with it', () => {
    const { supervisor, clouds, latest } = scene();
    supervisor.start(INIT);
    latest().say({ type: 'ready' });
    latest().say({ type: 'cloud', url: 'https://project.supabase.co', publishableKey: 'key' });
    expect(clouds).toEqual(['https://project.supabase.co']);
    latest().exit(1);
    vi.advanceTimersByTime(DESK_LIMITS.firstDelayMs);
    expect(latest().cloudUrl).toBe('https://project.supabase.co');
  });

  it('again after a crash goes on at the time of the demo', () => {
    const { supervisor, desks, latest } = scene();
    supervisor.start({ ...INIT, demo: { now: 1_000_000, signIns: [] } });
    latest().say({ type: 'ready' });
    vi.advanceTimersByTime(20 * 60_000);
    latest().exit(9);
    vi.advanceTimersByTime(DESK_LIMITS.firstDelayMs);
    expect(desks.map(({ demoNow }) => demoNow)).toEqual([
      1_000_000,
      1_000_000 + 20 * 60_000 + DESK_LIMITS.firstDelayMs,
    ]);
  });

  it('is told its settings first and gives the page its port when it is ready', () => {
    const { supervisor, latest, states, ports } = scene();
    supervisor.connect();
    supervisor.start(INIT);
    expect(latest().heard).toEqual(['init']);
    expect(ports).toEqual([]);
    latest().say({ type: 'ready' });
    expect(latest().heard).toEqual(['init', 'page-port']);
    expect(ports).toHaveLength(1);
    expect(states).toEqual(['ready']);
    supervisor.connect();
    expect(ports).toHaveLength(2);
  });

  it('is ended and started again when it says nothing for too long', () => {
    const { supervisor, desks, latest } = scene();
    supervisor.start(INIT);
    vi.advanceTimersByTime(DESK_LIMITS.readyMs);
    expect(latest().killed).toBe(true);
    vi.advanceTimersByTime(DESK_LIMITS.firstDelayMs);
    expect(desks).toHaveLength(2);
  });

  it('that says why it cannot run is not started again until the page asks', () => {
    const { supervisor, desks, latest, states } = scene();
    supervisor.start(INIT);
    latest().say({ type: 'failed', code: 'REPLICA_NEWER', message: 'made by version 9' });
    vi.advanceTimersByTime(600_000);
    expect(desks).toHaveLength(1);
    expect(states).toEqual(['failed REPLICA_NEWER']);
    expect(supervisor.current()).toEqual({ state: 'failed', code: 'REPLICA_NEWER' });
    supervisor.connect();
    latest().say({ type: 'ready' });
    expect(desks).toHaveLength(2);
    expect(states).toEqual(['failed REPLICA_NEWER', 'starting', 'ready']);
  });
});

describe('a desk that dies', () => {
  it('comes back by itself, and the page hears of both', () => {
    const { supervisor, desks, latest, states, ports } = scene();
    supervisor.start(INIT);
    latest().say({ type: 'ready' });
    latest().exit(137);
    expect(states).toEqual(['ready', 'reconnecting']);
    supervisor.connect();
    vi.advanceTimersByTime(DESK_LIMITS.firstDelayMs);
    latest().say({ type: 'ready' });
    expect(desks).toHaveLength(2);
    expect(states).toEqual(['ready', 'reconnecting', 'ready']);
    expect(ports).toHaveLength(1);
  });

  it('takes no port with it that the page asked for in the same moment', () => {
    const { supervisor, latest, ports } = scene();
    supervisor.start(INIT);
    latest().say({ type: 'ready' });
    supervisor.connect();
    // The page notices its closed port sooner than main notices the exit.
    supervisor.connect();
    latest().exit(137);
    vi.advanceTimersByTime(DESK_LIMITS.firstDelayMs);
    latest().say({ type: 'ready' });
    expect(ports).toHaveLength(3);
    expect(latest().heard).toEqual(['init', 'page-port']);
  });

  it('again and again is tried ever more slowly, and the page is told that it failed', () => {
    const { supervisor, desks, latest, states } = scene();
    supervisor.start(INIT);
    const waits: number[] = [];
    for (let crash = 0; crash < 12; crash += 1) {
      const known = desks.length;
      latest().exit(139);
      let waited = 0;
      while (desks.length === known && waited < 60_000) {
        vi.advanceTimersByTime(100);
        waited += 100;
      }
      waits.push(waited);
    }
    expect(waits.slice(0, 4)).toEqual([200, 400, 800, 1600]);
    expect(Math.max(...waits)).toBe(DESK_LIMITS.longestDelayMs);
    expect(states).toEqual(['failed DESK_CRASHES']);
    latest().say({ type: 'ready' });
    expect(states.at(-1)).toBe('ready');
  });

  it('after a long life starts from the shortest wait again', () => {
    const { supervisor, desks, latest } = scene();
    supervisor.start(INIT);
    for (let crash = 0; crash < 4; crash += 1) {
      latest().exit(1);
      vi.advanceTimersByTime(DESK_LIMITS.longestDelayMs);
    }
    latest().say({ type: 'ready' });
    vi.advanceTimersByTime(DESK_LIMITS.wellAfterMs);
    const known = desks.length;
    latest().exit(1);
    vi.advanceTimersByTime(DESK_LIMITS.firstDelayMs);
    expect(desks).toHaveLength(known + 1);
  });
});

describe('the person at a desk that dies', () => {
  const ANA = '018f0000-0000-7000-8000-000000000001';
  const atWork = () => {
    const all = scene();
    all.supervisor.start(INIT);
    all.latest().say({ type: 'present', memberId: null });
    all.latest().say({ type: 'ready' });
    all.latest().say({ type: 'present', memberId: ANA });
    return all;
  };

  it('goes on without a PIN', () => {
    const { latest } = atWork();
    expect(latest().resumeAs).toBeUndefined();
    latest().exit(9);
    vi.advanceTimersByTime(DESK_LIMITS.firstDelayMs);
    expect(latest().resumeAs).toBe(ANA);
  });

  it.each([
    ['had locked it', (desk: FakeDesk) => desk.say({ type: 'present', memberId: null }), 9],
    ['is asked again when the desk chose to end', () => undefined, 0],
  ])('types the PIN: %s', (_why, before, code) => {
    const { latest } = atWork();
    before(latest());
    latest().exit(code);
    vi.advanceTimersByTime(DESK_LIMITS.firstDelayMs);
    expect(latest().resumeAs).toBeUndefined();
  });

  it('types the PIN when the desk was away for minutes, however often it tried to come back', () => {
    const { latest, desks } = atWork();
    for (let waited = 0; waited <= DESK_LIMITS.resumeMs; waited += 100) {
      if (!latest().gone) latest().exit(139);
      vi.advanceTimersByTime(100);
    }
    vi.advanceTimersByTime(DESK_LIMITS.longestDelayMs);
    expect(desks[1]?.resumeAs).toBe(ANA);
    expect(latest().resumeAs).toBeUndefined();
  });

  it('types the PIN when the desk that came back has locked itself', () => {
    const { latest } = atWork();
    latest().exit(9);
    vi.advanceTimersByTime(DESK_LIMITS.firstDelayMs);
    latest().say({ type: 'present', memberId: null });
    latest().say({ type: 'ready' });
    latest().exit(9);
    vi.advanceTimersByTime(DESK_LIMITS.longestDelayMs);
    expect(latest().resumeAs).toBeUndefined();
  });
});

describe('quitting', () => {
  it('lets a running transaction finish', async () => {
    const { supervisor, desks, latest } = scene();
    supervisor.start(INIT);
    latest().say({ type: 'ready' });
    const stopped = supervisor.stop();
    expect(latest().heard).toContain('shutdown');
    vi.advanceTimersByTime(1_000);
    expect(latest().killed).toBe(false);
    latest().say({ type: 'closed' });
    latest().exit(0);
    await stopped;
    vi.advanceTimersByTime(600_000);
    expect(desks).toHaveLength(1);
  });

  it('does not wait for ever', async () => {
    const { supervisor, latest } = scene();
    supervisor.start(INIT);
    latest().say({ type: 'ready' });
    const stopped = supervisor.stop();
    vi.advanceTimersByTime(DESK_LIMITS.shutdownMs);
    await stopped;
    expect(latest().killed).toBe(true);
  });

  it('ends at once when no desk runs, and starts none afterwards', async () => {
    const { supervisor, desks, latest } = scene();
    supervisor.start(INIT);
    latest().exit(1);
    await supervisor.stop();
    vi.advanceTimersByTime(600_000);
    supervisor.connect();
    expect(desks).toHaveLength(1);
  });
});
