import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { outFolder } from './folders.ts';
import type { VirtualScreen } from './virtual-screen.ts';

const LOOK_EVERY_MS = 500;
/** The clock on screen moves once a minute, the cursor blinks: what stays for this long is what was meant. */
const UNCHANGED_FOR_MS = 4_000;
const AT_LEAST_MS = 6_000;
const AT_MOST_MS = 45_000;

const digest = (picture: Buffer): string => createHash('sha1').update(picture).digest('hex');

/**
 * Waits until the screen shows something that no longer changes, and saves it.
 *
 * @returns the file's path; null when `signal` ended the wait.
 */
export async function saveFirstPicture(
  screen: VirtualScreen,
  signal: AbortSignal,
  name = 'console.png',
): Promise<string | null> {
  const empty = digest(screen.picture());
  const began = performance.now();
  let last = empty;
  let since = began;
  for (;;) {
    try {
      await delay(LOOK_EVERY_MS, undefined, { signal });
    } catch {
      return null;
    }
    const now = performance.now();
    const shown = digest(screen.picture());
    if (shown !== last) [last, since] = [shown, now];
    const settled = shown !== empty && now - since >= UNCHANGED_FOR_MS && now - began >= AT_LEAST_MS;
    if (settled || now - began >= AT_MOST_MS) break;
  }
  const file = path.join(outFolder(), name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, screen.picture());
  return file;
}
