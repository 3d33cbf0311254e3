import type { RemoteFailure } from '../contracts/ports.ts';
import { backOffMs } from './back-off.ts';
import type { Scheduler } from './sync-ports.ts';

/** How one run of a lane ended. `parked`: nothing to do until somebody asks again. */
export type LaneOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'again' }
  | { readonly kind: 'parked' }
  | { readonly kind: 'failed'; readonly failure: RemoteFailure };

export const DONE: LaneOutcome = { kind: 'done' };
export const AGAIN: LaneOutcome = { kind: 'again' };
export const PARKED: LaneOutcome = { kind: 'parked' };
export const failed = (failure: RemoteFailure): LaneOutcome => ({ kind: 'failed', failure });

/** One kind of work, never two runs at once: asked for, run, repeated with back-off while it fails. */
export type Lane = {
  /** Runs as soon as it may; during a back-off it waits for its end. */
  readonly request: () => void;
  readonly requestAfter: (ms: number) => void;
  /** Runs now, whatever the back-off: the network, the session or a person asked. */
  readonly force: () => void;
  readonly running: () => boolean;
  /** Kind of the failure that the back-off is about; null when it is well. */
  readonly failing: () => RemoteFailure['kind'] | null;
  /** Takes all timers back and waits for the run under way. */
  readonly stop: () => Promise<void>;
};

export function createLane(options: {
  readonly scheduler: Scheduler;
  readonly run: () => Promise<LaneOutcome>;
  readonly onChange: () => void;
  /** An exception: a bug or the disk. Must not throw. Answers the failure to back off with. */
  readonly onThrow: (cause: unknown) => RemoteFailure;
}): Lane {
  const { scheduler } = options;
  let current: Promise<void> | null = null;
  let wanted = false;
  let attempts = 0;
  let failing: RemoteFailure['kind'] | null = null;
  let stopped = false;
  let cancelRetry: (() => void) | null = null;
  /** The earliest of the delayed requests. */
  let delayed: { readonly due: number; readonly cancel: () => void } | null = null;

  const settle = (outcome: LaneOutcome): boolean => {
    if (outcome.kind === 'failed') {
      attempts += 1;
      failing = outcome.failure.kind;
      cancelRetry = scheduler.after(backOffMs(attempts, scheduler.random()), () => {
        cancelRetry = null;
        start();
      });
      return false;
    }
    if (outcome.kind !== 'parked') {
      attempts = 0;
      failing = null;
    }
    return outcome.kind === 'again' || (wanted && outcome.kind === 'done');
  };

  const loop = async (): Promise<void> => {
    for (let more = true; more && !stopped;) {
      wanted = false;
      let outcome: LaneOutcome;
      try {
        outcome = await options.run();
      } catch (cause) {
        outcome = failed(options.onThrow(cause));
      }
      if (stopped) return;
      more = settle(outcome);
      options.onChange();
    }
  };

  const start = (): void => {
    if (stopped) return;
    if (current) {
      wanted = true;
      return;
    }
    current = loop().finally(() => {
      current = null;
      // Asked between the last look at `wanted` and here, or parked while somebody asked.
      if (wanted && !cancelRetry) start();
      else options.onChange();
    });
    options.onChange();
  };

  const cancelDelayed = (): void => {
    delayed?.cancel();
    delayed = null;
  };

  const request = (): void => {
    if (cancelRetry) return;
    start();
  };

  return {
    request,
    requestAfter: (ms) => {
      if (stopped) return;
      const due = scheduler.now() + ms;
      if (delayed && delayed.due <= due) return;
      cancelDelayed();
      const cancel = scheduler.after(ms, () => {
        delayed = null;
        request();
      });
      delayed = { due, cancel };
    },
    force: () => {
      cancelRetry?.();
      cancelRetry = null;
      start();
    },
    running: () => current !== null,
    failing: () => failing,
    stop: async () => {
      stopped = true;
      cancelRetry?.();
      cancelRetry = null;
      cancelDelayed();
      await current;
    },
  };
}
