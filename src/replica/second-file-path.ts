import { rmSync } from 'node:fs';
import type { SecondFilePart } from '../contracts/second-file.ts';

/** Beside the open file. Whether one is whole stands in itself: its scope is `building` until it is. */
export const secondFilePath = (file: string, part: SecondFilePart): string =>
  `${file}.${part === 'near' ? 'near' : 'next'}`;

/** Takes a database away with what SQLite keeps beside it. */
export function removeFile(file: string): void {
  for (const side of ['', '-journal', '-wal', '-shm']) rmSync(`${file}${side}`, { force: true });
}
