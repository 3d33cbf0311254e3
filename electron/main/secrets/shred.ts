import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import path from 'node:path';

/** Overwrites a small file with noise, makes sure that this has reached the disk, and removes it. */
function shred(file: string): void {
  const { size } = statSync(file);
  const handle = openSync(file, 'r+');
  try {
    writeSync(handle, randomBytes(size), 0, size, 0);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  unlinkSync(file);
}

/** Destroys the file of that name in the folder, a half-written successor of it, and every copy in quarantine. */
export function shredKeyFiles(folder: string, name: string): void {
  const aside = path.join(folder, 'quarantine');
  const folders = existsSync(aside) ? readdirSync(aside).map((one) => path.join(aside, one)) : [];
  for (const place of [folder, ...folders]) {
    for (const file of [path.join(place, name), path.join(place, `${name}.new`)]) {
      if (existsSync(file)) shred(file);
    }
  }
}
