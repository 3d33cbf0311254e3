import { rmSync } from 'node:fs';
import path from 'node:path';
import type { FileKey } from './file-key.ts';
import { quarantine } from './quarantine.ts';

/**
 * What a PC does that was taken off a business, once its desk has stopped: it destroys the key, so that nothing that it
 * held can be read any more. The sealed file stays as noise in quarantine: only a backup of the key could read it.
 *
 * One key opens all replicas of a profile. Where another business works on this PC as well, its key has to stay; then
 * the file of the one that ended is removed instead.
 */
export function destroyWhatWasHeld(held: {
  readonly userDataDir: string;
  /** Name of the folder with one folder for each business. */
  readonly replicas: string;
  /** The business that took this PC off. */
  readonly home: string;
  /** Another business has its file here. */
  readonly sharesKey: boolean;
  readonly fileKey: Pick<FileKey, 'destroy'>;
  readonly now: () => string;
}): void {
  const { userDataDir, replicas, home } = held;
  if (held.sharesKey) {
    rmSync(path.join(userDataDir, replicas, home), { recursive: true, force: true });
    return;
  }
  held.fileKey.destroy();
  quarantine(userDataDir, [replicas], held.now());
}
