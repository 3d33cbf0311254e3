/* oxlint-disable unicorn/require-post-message-target-origin -- a rule for windows: threads have no origin */
import { Worker } from 'node:worker_threads';
import { Overloaded } from '../database.ts';
import type { PasswordAnswer, PasswordJob } from './password-worker.ts';

export type Passwords = {
  hash(password: string): Promise<string>;
  /** False too when there is no hash; that takes as long as a wrong password, and so tells nothing. */
  matches(password: string, hash: string | null | undefined): Promise<boolean>;
  close(): Promise<void>;
};

/** Some hash of cost 10 that no password is known for. */
const NOBODY = '$2b$10$6Qj3Pi1xL8YhoXLuPwq8m.NLgy.yDujU6j4zN/hGnDpqgqJZvlxmu';
const MAX_WAITING = 64;

type Waiting = {
  readonly resolve: (value: string | boolean) => void;
  readonly reject: (error: Error) => void;
};
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/** bcrypt takes some 60 ms of pure computing: in a thread of its own it holds up nobody's pull. */
export function createPasswords(): Passwords {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let lastId = 0;

  const start = (): Worker => {
    const thread = new Worker(new URL('./password-worker.ts', import.meta.url));
    thread.unref();
    thread.on('message', (answer: PasswordAnswer) => {
      const job = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.result === undefined) job?.reject(new Error(answer.error ?? 'no answer'));
      else job?.resolve(answer.result);
    });
    const failed = (error: Error): void => {
      if (worker === thread) worker = undefined;
      for (const job of waiting.values()) job.reject(error);
      waiting.clear();
    };
    thread.on('error', failed);
    thread.on('exit', () => failed(new Error('the password thread ended')));
    return thread;
  };

  const run = (job: WithoutId<PasswordJob>): Promise<string | boolean> => {
    if (waiting.size >= MAX_WAITING)
      return Promise.reject(new Overloaded('queue', 'Too many sign-ins at once.'));
    worker ??= start();
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker?.postMessage({ ...job, id });
    });
  };

  return {
    hash: async (password) => String(await run({ kind: 'hash', password })),
    matches: async (password, hash) => {
      const same = await run({ kind: 'compare', password, hash: hash || NOBODY });
      return same === true && Boolean(hash);
    },
    close: async () => {
      await worker?.terminate();
    },
  };
}
