import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Main's log: one JSON object a line in `logs/main.log`, at most 1 MB and one older file. Callers pass codes and
 * numbers, never names, numbers of clients, addresses typed by a person, or secrets. Nothing leaves the PC.
 */

const MAX_BYTES = 1_000_000;
let file: string | null = null;

export function openLog(userDataDir: string): void {
  const folder = path.join(userDataDir, 'logs');
  mkdirSync(folder, { recursive: true });
  file = path.join(folder, 'main.log');
}

type LogValue = string | number | boolean | null | undefined;

export function writeLog(event: string, detail: Readonly<Record<string, LogValue>>): void {
  if (file === null) return;
  try {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) renameSync(file, `${file}.1`);
    appendFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), event, ...detail })}\n`);
  } catch {
    // A full disk must not take the window down with it; the desk reports a full disk to the person.
  }
}
