/* oxlint-disable unicorn/require-post-message-target-origin -- a rule for windows: threads have no origin */
import { parentPort } from 'node:worker_threads';
import bcrypt from 'bcryptjs';

/** The cost that Supabase's auth uses. */
const COST = 10;

export type PasswordJob =
  | { readonly id: number; readonly kind: 'hash'; readonly password: string }
  | { readonly id: number; readonly kind: 'compare'; readonly password: string; readonly hash: string };
export type PasswordAnswer = {
  readonly id: number;
  readonly result?: string | boolean;
  readonly error?: string;
};

parentPort?.on('message', (job: PasswordJob) => {
  try {
    const result =
      job.kind === 'hash' ? bcrypt.hashSync(job.password, COST) : bcrypt.compareSync(job.password, job.hash);
    parentPort?.postMessage({ id: job.id, result } satisfies PasswordAnswer);
  } catch (error) {
    parentPort?.postMessage({ id: job.id, error: String(error) } satisfies PasswordAnswer);
  }
});
