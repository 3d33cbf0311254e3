import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const MAX_BYTES = 2_000_000;
const KEPT_FILES = 2;

export type LogValue = string | number | boolean | null;
export type DeskLog = (event: string, detail?: Readonly<Record<string, LogValue>>) => void;

/** What might be a person, in texts that come from elsewhere: an address, a number of seven digits or more. */
const redact = (text: string): string =>
  text.replaceAll(/[^\s"'<>@]+@[^\s"'<>@]+/g, '[address]').replaceAll(/\+?\d[\d ]{6,}\d/g, '[number]');

/**
 * The desk's log: one JSON object a line in `logs/desk.log`, capped, with two older files. Callers pass codes, names
 * of statements and numbers; texts are redacted all the same. Nothing leaves the PC.
 */
export function openDeskLog(userDataDir: string, now: () => number): DeskLog {
  const folder = path.join(userDataDir, 'logs');
  const file = path.join(folder, 'desk.log');
  mkdirSync(folder, { recursive: true });
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;

  const rotate = (): void => {
    for (let index = KEPT_FILES - 1; index >= 0; index -= 1) {
      const from = index === 0 ? file : `${file}.${index}`;
      if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${file}.${index + 1}`);
    }
    size = 0;
  };

  return (event, detail = {}) => {
    const safe = Object.fromEntries(
      Object.entries(detail).map(([key, value]) => [key, typeof value === 'string' ? redact(value) : value]),
    );
    const line = `${JSON.stringify({ at: new Date(now()).toISOString(), event, ...safe })}\n`;
    try {
      if (size + line.length > MAX_BYTES) rotate();
      appendFileSync(file, line);
      size += line.length;
    } catch {
      // A full disk is told to the person by the replica; the log must not end the desk.
    }
  };
}
