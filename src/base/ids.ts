import type { Clock, Instant } from './time.ts';

/** Fills the array with random bytes; `crypto.getRandomValues` fits. */
export type RandomBytes = (into: Uint8Array) => Uint8Array;

/** Makes a new id each time it is called. */
export type NewId = () => string;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** UUIDv7 (RFC 9562): sorts roughly by time, so that inserts stay local in an index. Never order rows by it. */
export function uuidV7(at: Instant, random: RandomBytes): string {
  const bytes = random(new Uint8Array(16));
  for (let index = 5, rest = at; index >= 0; index -= 1, rest = Math.floor(rest / 256)) {
    bytes[index] = rest % 256;
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => HEX[byte]).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export const idsFrom =
  (clock: Clock, random: RandomBytes): NewId =>
  () =>
    uuidV7(clock.now(), random);
