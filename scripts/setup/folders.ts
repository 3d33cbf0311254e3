import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

/** The checkout, whatever the current folder is. */
export const PROJECT_ROOT = path.resolve(import.meta.dirname, '../..');

const PRODUCT = 'appointmentbooking-console';

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** May this user write into the checkout itself? An administrator may have installed it for everyone. */
export const isProjectWritable = (): boolean => isWritable(PROJECT_ROOT);

/**
 * Where downloads and compiled parts are kept: CONSOLE_CACHE_DIR, else `.cache` in the checkout, else, where the
 * checkout is read-only, the user's own cache folder.
 */
export function cacheFolder(): string {
  const chosen = process.env['CONSOLE_CACHE_DIR'];
  const candidates =
    chosen === undefined
      ? [
          path.join(PROJECT_ROOT, '.cache'),
          path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), PRODUCT),
          path.join(tmpdir(), `${PRODUCT}-${String(process.getuid?.() ?? 'user')}`),
        ]
      : [path.resolve(chosen)];
  const found = candidates.find(isWritable);
  if (found === undefined) throw new Error(`No writable cache folder among ${candidates.join(', ')}`);
  return found;
}

/** Where results for a person go (pictures, the tour, the build): `out` in the checkout, else in the cache. */
export function outFolder(): string {
  const inProject = path.join(PROJECT_ROOT, 'out');
  return isWritable(inProject) ? inProject : path.join(cacheFolder(), 'out');
}

/** Data of the embedded cloud and of the demo desks. */
export const dataFolder = (): string => process.env['CONSOLE_DATA_DIR'] ?? path.join(cacheFolder(), 'data');
