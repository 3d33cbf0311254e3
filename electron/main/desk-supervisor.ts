import type { MessagePortMain } from 'electron';
import type { DeskInit, DeskToMain, MainToDesk } from '../../src/contracts/main-api.ts';
import type { DeskReport } from './ipc-main.ts';

/** The desk process as the supervisor sees it. */
export type DeskChild = {
  readonly send: (message: MainToDesk, ports?: MessagePortMain[]) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
  /** The code is 0 for an orderly exit; anything else, a signal included, is a crash. */
  readonly onceGone: (listener: (code: number) => void) => void;
  readonly kill: () => void;
};

export type DeskWorld = {
  readonly fork: () => DeskChild;
  readonly channel: () => { readonly port1: MessagePortMain; readonly port2: MessagePortMain };
  /** The far end of a port for the page. */
  readonly givePort: (port: MessagePortMain) => void;
  readonly report: (report: DeskReport) => void;
  /** The cloud that the desk was told of, for the next start. */
  readonly keepCloud: (cloud: NonNullable<DeskInit['cloud']>) => void;
  readonly log: (event: string, detail: Readonly<Record<string, string | number>>) => void;
  /** The cloud took this PC off the business; the desk still runs. */
  readonly onRevoked: (home: string, sharesKey: boolean) => void;
  /** An owner or manager may have a recovery code. */
  readonly onRecoveryAllowed: () => void;
};

export type DeskLimits = {
  /** From fork to 'ready'. Opening may migrate a large file; a desk that says nothing for so long is stuck. */
  readonly readyMs: number;
  /** From 'shutdown' to exit: lets a running transaction finish. */
  readonly shutdownMs: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** A desk that lived this long was well: the next crash begins at the first delay again. */
  readonly wellAfterMs: number;
  /** So long after a crash the desk comes back signed in as the same person; later it comes back locked. */
  readonly resumeMs: number;
  /** After so many crashes in a row the page is told 'failed'; restarting goes on at the longest delay. */
  readonly crashesToFailed: number;
};

export const DESK_LIMITS: DeskLimits = {
  readyMs: 30_000,
  shutdownMs: 5_000,
  firstDelayMs: 200,
  longestDelayMs: 15_000,
  wellAfterMs: 30_000,
  resumeMs: 2 * 60_000,
  crashesToFailed: 5,
};

export type DeskSupervisor = {
  readonly start: (init: DeskInit) => void;
  /** Gives the page a port, now or as soon as the desk is ready. After a final failure it tries the desk again. */
  readonly connect: () => void;
  /** A port on which the desk gives the file of a ticket; null while there is no desk. */
  readonly filePort: (ticket: string) => MessagePortMain | null;
  readonly current: () => DeskReport;
  /** Ends the desk and resolves when it is gone; never rejects, never waits longer than the limits. */
  readonly stop: () => Promise<void>;
};

const DESK_CRASHES = 'DESK_CRASHES';

/** 'final': the desk itself said that it cannot run, and starting it again would end the same way. */
type Phase = 'idle' | 'starting' | 'ready' | 'waiting' | 'final' | 'stopping';

/** Keeps one desk process alive: the reasons are in docs/decisions/desk-supervision.md. */
export function superviseDesk(world: DeskWorld, limits: DeskLimits = DESK_LIMITS): DeskSupervisor {
  let init: DeskInit | null = null;
  let startedAt = 0;
  /** Who is signed in, in memory alone; `until`: null while the desk lives. */
  let present: { readonly memberId: string; readonly until: number | null } | null = null;
  let child: DeskChild | null = null;
  let phase: Phase = 'idle';
  let reported: DeskReport = { state: 'starting', code: null };
  let wasReady = false;
  let crashes = 0;
  let portWanted = false;
  let portGiven = false;
  let timer: NodeJS.Timeout | undefined;
  let gone: Promise<void> = Promise.resolve();

  const report = (state: DeskReport['state'], code: string | null = null): void => {
    if (reported.state === state && reported.code === code) return;
    reported = { state, code };
    world.report(reported);
  };

  const handOverPort = (): void => {
    if (child === null) return;
    portWanted = false;
    portGiven = true;
    const { port1, port2 } = world.channel();
    child.send({ type: 'page-port' }, [port1]);
    world.givePort(port2);
  };

  const fork = (): void => {
    if (init === null) return;
    phase = 'starting';
    const began = Date.now();
    const mine = world.fork();
    child = mine;
    const { promise, resolve } = Promise.withResolvers<void>();
    gone = promise;
    mine.onMessage((message) => {
      if (child === mine) hear(message);
    });
    mine.onceGone((code) => {
      resolve();
      if (child === mine) buried(code, Date.now() - began);
    });
    clearTimeout(timer);
    timer = setTimeout(() => {
      world.log('desk not ready in time', { ms: limits.readyMs });
      mine.kill();
    }, limits.readyMs);
    // A desk that is started again goes on at the demo's time: its day must not begin anew under finished work.
    const { demo } = init;
    const resumeAs = present?.until != null && began <= present.until ? present.memberId : null;
    mine.send({
      ...init,
      ...(demo ? { demo: { ...demo, now: demo.now + began - startedAt } } : {}),
      ...(resumeAs === null ? {} : { resumeAs }),
    });
  };

  const hear = (raw: unknown): void => {
    const message = raw as DeskToMain;
    switch (message?.type) {
      case 'ready':
        if (phase !== 'starting') return;
        clearTimeout(timer);
        phase = 'ready';
        wasReady = true;
        report('ready');
        if (portWanted) handOverPort();
        return;
      case 'present':
        present = message.memberId === null ? null : { memberId: message.memberId, until: null };
        return;
      case 'cloud': {
        const { url, publishableKey } = message;
        // A desk that takes this one's place goes on with it.
        if (init) init = { ...init, cloud: { url, publishableKey } };
        world.keepCloud({ url, publishableKey });
        return;
      }
      case 'failed':
        if (phase === 'stopping') return;
        clearTimeout(timer);
        world.log('desk failed', { code: message.code, message: message.message });
        phase = 'final';
        present = null;
        report('failed', message.code);
        child?.kill();
        return;
      case 'revoked':
        world.onRevoked(message.home, message.sharesKey);
        return;
      case 'recovery-allowed':
        world.onRecoveryAllowed();
        return;
      case 'closed':
        // The exit follows; nothing to do until then.
        return;
      default:
        world.log('desk said something unknown', {});
    }
  };

  const buried = (code: number, livedMs: number): void => {
    clearTimeout(timer);
    child = null;
    if (phase === 'stopping' || phase === 'final') return;
    // Code 0 is an exit that nobody asked for; anything else, a signal included, is a crash. Both lose the replica's
    // one writer, so both start again.
    world.log(code === 0 ? 'desk exited' : 'desk crashed', { code, livedMs });
    // The page may have asked for its new port before this exit was heard, and been given one to a dead process.
    portWanted ||= portGiven;
    // A crash signs nobody out; an exit that the desk chose does. A second crash on the way back wins no more time.
    if (code === 0) present = null;
    else if (present?.until === null) present = { ...present, until: Date.now() + limits.resumeMs };
    crashes = livedMs >= limits.wellAfterMs ? 1 : crashes + 1;
    const delay = Math.min(limits.firstDelayMs * 2 ** (crashes - 1), limits.longestDelayMs);
    if (crashes >= limits.crashesToFailed) report('failed', DESK_CRASHES);
    else if (wasReady) report('reconnecting');
    phase = 'waiting';
    timer = setTimeout(fork, delay);
  };

  return {
    start: (value) => {
      if (phase !== 'idle') return;
      init = value;
      startedAt = Date.now();
      fork();
    },
    connect: () => {
      if (phase === 'ready') {
        handOverPort();
        return;
      }
      portWanted = true;
      if (phase === 'final' && child === null) {
        crashes = 0;
        report(wasReady ? 'reconnecting' : 'starting');
        fork();
      }
    },
    filePort: (ticket) => {
      if (phase !== 'ready' || child === null) return null;
      const { port1, port2 } = world.channel();
      child.send({ type: 'file-port', ticket }, [port1]);
      return port2;
    },
    current: () => reported,
    stop: async () => {
      if (phase === 'stopping') return gone;
      phase = 'stopping';
      clearTimeout(timer);
      if (child === null) return undefined;
      const dying = child;
      dying.send({ type: 'shutdown' });
      timer = setTimeout(() => {
        world.log('desk did not close in time', { ms: limits.shutdownMs });
        dying.kill();
      }, limits.shutdownMs);
      await gone;
      clearTimeout(timer);
      return undefined;
    },
  };
}
