import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fdatasync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

/**
 * An encrypted file of lines that grows at its end. Each line is sealed by itself (AES-256-GCM under a key derived from
 * the replica's), so that a damaged one costs no other, and one that was cut short by a power cut is no line at all.
 */
export type SealedLog = {
  /**
   * Handed to the system when this returns, on the disk soon after: what is copied is on the disk already, and a click
   * need not wait for two. Throws the system's error (ENOSPC, EIO); `onLate` hears of one that came later.
   */
  readonly append: (lines: readonly string[]) => void;
  /** The whole content anew, or none of it. */
  readonly rewrite: (lines: readonly string[]) => void;
  /** What can be read, oldest first, and how many lines can not. */
  readonly read: () => { readonly lines: readonly string[]; readonly unreadable: number };
  /** In bytes; 0 without a file. */
  readonly size: () => number;
};

const IV_BYTES = 12;
const TAG_BYTES = 16;

export function sealedLog(
  file: string,
  replicaKey: Uint8Array,
  purpose: string,
  onLate: (cause: unknown) => void = () => {},
): SealedLog {
  const key = Buffer.from(hkdfSync('sha256', replicaKey, '', purpose, 32));

  const seal = (line: string): string => {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const sealed = Buffer.concat([cipher.update(line, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
  };
  const unseal = (text: string): string | null => {
    const bytes = Buffer.from(text, 'base64');
    if (bytes.length < IV_BYTES + TAG_BYTES) return null;
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    try {
      return (
        decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
      );
    } catch {
      return null;
    }
  };
  /** A line begins with its end of line: whatever a power cut left before it stays a line of its own. */
  const textOf = (lines: readonly string[]): string => lines.map((line) => `\n${seal(line)}`).join('');

  return {
    append: (lines) => {
      const handle = openSync(file, 'a', 0o600);
      try {
        writeSync(handle, textOf(lines));
      } catch (cause) {
        closeSync(handle);
        throw cause;
      }
      fdatasync(handle, (cause) => {
        closeSync(handle);
        if (cause) onLate(cause);
      });
    },
    rewrite: (lines) => {
      const beside = `${file}.part`;
      const handle = openSync(beside, 'w', 0o600);
      try {
        writeSync(handle, textOf(lines));
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      renameSync(beside, file);
      syncFolder(path.dirname(file));
    },
    read: () => {
      if (!existsSync(file)) return { lines: [], unreadable: 0 };
      const texts = readFileSync(file, 'latin1').split('\n').filter(Boolean);
      const lines = texts.map(unseal).filter((line) => line !== null);
      return { lines, unreadable: texts.length - lines.length };
    },
    size: () => statSync(file, { throwIfNoEntry: false })?.size ?? 0,
  };
}

/** So that a new name outlives a power cut; Windows does it by itself and cannot be asked. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
