import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';

/** The parsed content, or null when the file is missing or not JSON. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch {
    return null;
  }
}

/** Sets some fields of a small file and keeps its others. */
export function changeJson(file: string, change: Readonly<Record<string, unknown>>): void {
  const before = readJson(file);
  writeJson(file, { ...(typeof before === 'object' && before !== null ? before : {}), ...change });
}

/** Replaces a small file as a whole: after a power cut it is the old one or the new one. Readable by its owner only. */
export function writeJson(file: string, value: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w', 0o600);
  try {
    writeSync(handle, `${JSON.stringify(value, null, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}
