import { createWriteStream } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import yauzl, { type Entry } from 'yauzl';

const FILE_TYPE = 0o170000;
const SYMLINK = 0o120000;

/**
 * Unpacks an archive into `target`, keeping permissions and links. `place` gives each entry its path below the
 * target, or null to leave it out. Throws on an entry that would land outside.
 */
export async function unzip(
  archive: string,
  target: string,
  place: (name: string) => string | null,
): Promise<void> {
  const zip = await yauzl.openPromise(archive);
  try {
    for await (const entry of zip.eachEntry() as AsyncIterable<Entry>) {
      const name = place(entry.fileName);
      if (name === null || name.endsWith('/')) continue;
      const destination = path.resolve(target, name);
      if (!destination.startsWith(path.resolve(target) + path.sep)) {
        throw new Error(`${archive} holds a path that leads outside: ${entry.fileName}`);
      }
      await mkdir(path.dirname(destination), { recursive: true });
      const mode = entry.externalFileAttributes >>> 16;
      const content = await zip.openReadStreamPromise(entry);
      if ((mode & FILE_TYPE) === SYMLINK) {
        await symlink(await text(content), destination);
      } else {
        await pipeline(content, createWriteStream(destination, { mode: (mode & 0o777) | 0o600 }));
      }
    }
  } finally {
    zip.close();
  }
}
