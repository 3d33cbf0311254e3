import type { Encoding } from '../../../src/contracts/transfer.ts';
import type { FileLine } from '../../../src/domain/imports/calendar-lines.ts';

/** What a file's bytes say, however they were written. */

const BOM_UTF8 = [0xef, 0xbb, 0xbf];
const BOM_UTF16 = [0xff, 0xfe];

const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean =>
  mark.every((byte, index) => bytes[index] === byte);

/** UTF-8 when all of it is; otherwise what Windows and Excel still write in South Africa. */
export function guessEncoding(bytes: Uint8Array): Encoding {
  if (startsWith(bytes, BOM_UTF16)) return 'utf-16le';
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Without the byte order mark, which would become part of the first header. */
export const decode = (bytes: Uint8Array, encoding: Encoding): string =>
  new TextDecoder(encoding).decode(bytes);

/** How many bytes are looked at to tell text from anything else; a slip or two in a text is none. */
const LOOKED_AT = 64_000;
const SLIPS = 8;

/** Pictures, archives and spreadsheets hold bytes that no text has. */
export function isBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, LOOKED_AT);
  if (startsWith(head, BOM_UTF16)) return false;
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) return true;
  let strange = 0;
  for (const byte of head) if (byte === 0 || (byte < 9 && byte > 0) || (byte > 13 && byte < 32)) strange += 1;
  return strange > Math.max(SLIPS, head.length / 100);
}

const CR = 13;
const LF = 10;
const SPACE = 32;
const TAB = 9;

/**
 * The logical lines of a calendar. Lines are put together again as bytes, because some programs fold them in the
 * middle of a character; a line that is no UTF-8 even then is read as Windows writes.
 */
export function calendarLines(bytes: Uint8Array): readonly FileLine[] {
  const skip = startsWith(bytes, BOM_UTF8) ? BOM_UTF8.length : 0;
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const windows = new TextDecoder('windows-1252');
  const toText = (pieces: readonly Uint8Array[]): string => {
    const whole = pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces);
    try {
      return utf8.decode(whole);
    } catch {
      return windows.decode(whole);
    }
  };

  const lines: FileLine[] = [];
  let pieces: Uint8Array[] = [];
  let begun = 1;
  let number = 0;
  const finish = (): void => {
    if (pieces.length > 0) {
      const text = toText(pieces);
      if (text.trim() !== '') lines.push({ line: begun, text });
    }
    pieces = [];
  };
  for (let at = skip; at < bytes.length;) {
    let end = at;
    while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end += 1;
    number += 1;
    const folded = pieces.length > 0 && (bytes[at] === SPACE || bytes[at] === TAB);
    if (folded) pieces.push(bytes.subarray(at + 1, end));
    else {
      finish();
      begun = number;
      pieces = [bytes.subarray(at, end)];
    }
    at = end + (bytes[end] === CR && bytes[end + 1] === LF ? 2 : 1);
  }
  finish();
  return lines;
}
