import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';

/**
 * Puts files that cannot be opened aside, side by side in a folder of their own, and returns it. Nothing is deleted:
 * a key that turns up later (a restored keychain, a backup) still opens them. Only names within `folder` move.
 */
export function quarantine(folder: string, names: readonly string[], stamp: string): string {
  const aside = path.join(folder, 'quarantine', stamp.replaceAll(/[^0-9A-Za-z]/g, '-'));
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  for (const name of names) {
    const from = path.join(folder, name);
    if (existsSync(from)) renameSync(from, path.join(aside, path.basename(name)));
  }
  return aside;
}
