import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { CallRefused } from '../call-failure.ts';
import type { ClerkCalls, ClerkEvents, ClerkSetup } from './clerk-contract.ts';

type Answer<N extends keyof ClerkCalls> =
  Extract<ReturnType<ClerkCalls[N]>, { ok: true }> extends { value: infer V } ? V : never;

/** A clerk at work, seen from the desk. */
export type Clerk = {
  /** Throws CallRefused; CANCELLED when the clerk is let go meanwhile. */
  readonly ask: <N extends keyof ClerkCalls>(
    name: N,
    ...args: Parameters<ClerkCalls[N]>
  ) => Promise<Answer<N>>;
  /** Ends the thread, whatever it is doing; a transaction that it had open is taken back. */
  readonly letGo: () => Promise<void>;
};

/** In the bundle the thread is a file beside the desk's own; in tests it is the source. */
function threadFile(): string {
  const bundled = fileURLToPath(new URL('clerk.js', import.meta.url));
  const above = fileURLToPath(new URL('../clerk.js', import.meta.url));
  const source = fileURLToPath(new URL('clerk.ts', import.meta.url));
  return [bundled, above].find((file) => existsSync(file)) ?? source;
}

export function hireClerk(setup: ClerkSetup, onProgress: ClerkEvents['progress']): Clerk {
  const worker = new Worker(threadFile(), { workerData: setup });
  let gone = false;
  const rpc = createBirpc<Record<string, (...args: unknown[]) => unknown>, ClerkEvents, false>(
    { progress: onProgress },
    {
      proxify: false,
      // A file may take as long as it takes: a person may cancel.
      timeout: -1,
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      post: (message) => worker.postMessage(message),
      on: (receive) => worker.on('message', receive),
    },
  );
  const end = (cause: Error): void => {
    gone = true;
    rpc.$close(cause);
  };
  worker.on('error', (cause) => end(cause instanceof Error ? cause : new Error(String(cause))));
  worker.on('exit', () => end(new CallRefused('CANCELLED', 'the clerk was let go')));

  return {
    ask: async (name, ...args) => {
      if (gone) throw new CallRefused('CANCELLED', 'the clerk was let go');
      const answer = (await rpc.$call(name, ...args)) as ReturnType<ClerkCalls[typeof name]>;
      if (answer.ok) return answer.value as Answer<typeof name>;
      const { code, message, rejection } = answer.error;
      throw new CallRefused(code, message, rejection);
    },
    letGo: async () => {
      end(new CallRefused('CANCELLED', 'the clerk was let go'));
      await worker.terminate();
    },
  };
}
