import { hash as digestOf } from 'node:crypto';
import { type RowCodec, type StoredRow, VERSION_INDEX } from './row-codec.ts';

/**
 * The cloud's digest of a table, made of the rows that lie here: how many, the exclusive or of the first 8 bytes of
 * md5('id:row_version'), and that of md5 of the row as the text of a jsonb array. Order does not matter, so rows may come
 * in any; md5 guards against faults, not against people.
 */
export type RowDigest = { readonly count: number; readonly hash: string; readonly contents: string };

export type DigestSum = {
  readonly add: (codec: RowCodec, stored: StoredRow) => void;
  readonly sum: () => RowDigest;
};

const hex = (high: number, low: number): string =>
  [high, low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');

export const NO_ROWS: RowDigest = { count: 0, hash: hex(0, 0), contents: hex(0, 0) };

export function digestSum(): DigestSum {
  let count = 0;
  const hash = [0, 0] as [number, number];
  const contents = [0, 0] as [number, number];
  const mix = (into: [number, number], text: string): void => {
    const bytes = digestOf('md5', text, 'buffer');
    into[0] ^= bytes.readUInt32BE(0);
    into[1] ^= bytes.readUInt32BE(4);
  };
  return {
    add: (codec, stored) => {
      count += 1;
      mix(hash, `${String(stored[0])}:${String(stored[VERSION_INDEX])}`);
      const row: Readonly<Record<string, unknown>> = codec.decode(stored);
      mix(contents, jsonbText(codec.columns.map((column) => row[column])));
    },
    sum: () => ({ count, hash: hex(...hash), contents: hex(...contents) }),
  };
}

/** As PostgreSQL writes jsonb: a space after each colon and comma, shorter keys first, then by their bytes. */
export function jsonbText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => [Buffer.from(key), key, inner] as const);
  const sorted = entries.toSorted(([a], [b]) => a.length - b.length || Buffer.compare(a, b));
  return `{${sorted.map(([, key, inner]) => `${JSON.stringify(key)}: ${jsonbText(inner)}`).join(', ')}}`;
}
