import type { RemotePort } from '../../src/contracts/ports.ts';
import type { Scheduler } from '../../src/sync/sync-ports.ts';

/**
 * SQLite has one writer at a time. While the clerk writes an import from its own thread, this thread goes on reading;
 * whoever wants to write waits here without holding anybody up. What does not come by here (rare, and short) waits in
 * SQLite itself.
 */
export type WriteGate = {
  /** Runs work of another thread that writes; one at a time. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
  /** Resolves as soon as nobody writes beside this thread. */
  readonly opened: () => Promise<void>;
  /** The same cloud, whose answers arrive when they may be written down. */
  readonly remote: (remote: RemotePort) => RemotePort;
  /** The same clock, whose alarms ring when what they start may write. */
  readonly scheduler: (scheduler: Scheduler) => Scheduler;
};

export function createWriteGate(): WriteGate {
  let busy: Promise<unknown> | null = null;

  const opened = async (): Promise<void> => {
    while (busy) await busy;
  };

  /** Answers of the cloud that are written into the replica. */
  const held =
    <A extends readonly unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const answer = await call(...args);
      await opened();
      return answer;
    };

  return {
    alone: async (work) => {
      await opened();
      const running = work();
      const settled = running.then(
        () => {},
        () => {},
      );
      busy = settled;
      void settled.then(() => {
        if (busy === settled) busy = null;
      });
      return running;
    },
    opened,
    remote: (remote) => ({
      ...remote,
      signIn: held(remote.signIn),
      refresh: held(remote.refresh),
      hello: held(remote.hello),
      push: held(remote.push),
      pull: held(remote.pull),
      buckets: held(remote.buckets),
      bootstrap: held(remote.bootstrap),
      digest: held(remote.digest),
    }),
    scheduler: (scheduler) => ({
      ...scheduler,
      after: (ms, run) => {
        let cancelled = false;
        const cancel = scheduler.after(ms, () => {
          if (busy === null) run();
          else void opened().then(() => (cancelled ? undefined : run()));
        });
        return () => {
          cancelled = true;
          cancel();
        };
      },
    }),
  };
}
