import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';
import type { RecoveryWrap } from './recovery-wrap.ts';

/**
 * The stored form of a file key. `wraps` is a list so that another wrapping (the recovery code) is added without a new
 * format; `check` tells a right key from a wrong one without touching the replica.
 */
export type KeyEnvelope = {
  readonly format: 1;
  readonly check: string;
  readonly wraps: readonly KeyWrap[];
  /** Wrappings of kinds that only a later version knows: kept when the others are written anew. */
  readonly others: readonly unknown[];
};

export type PassphraseWrap = {
  readonly by: 'passphrase';
  readonly kdf: 'scrypt';
  readonly N: number;
  readonly r: number;
  readonly p: number;
  /** All base64. `sealed` is ciphertext followed by the 16-byte tag. */
  readonly salt: string;
  readonly iv: string;
  readonly sealed: string;
};

export type KeyWrap =
  | { readonly by: 'os'; readonly sealed: string }
  | PassphraseWrap
  | RecoveryWrap
  /** Demo and tests: the key itself, guarded by the file's mode alone. */
  | { readonly by: 'nothing'; readonly key: string };

export const KEY_BYTES = 32;

/** 128 MB and about half a second on a shop's PC: a guess costs the same. */
export const SCRYPT = { N: 2 ** 17, r: 8, p: 1 } as const;
type ScryptCost = { readonly N: number; readonly r: number; readonly p: number };

/** What an envelope may ask of this PC, whoever wrote it. */
const SCRYPT_MOST_BYTES = 512 * 1024 * 1024;

const NAME = Buffer.from('appointmentbooking console file key');

export const keyCheck = (key: Buffer): string =>
  createHmac('sha256', key).update(NAME).digest().subarray(0, 8).toString('hex');

export function isRightKey(key: Buffer, check: string): boolean {
  const expected = Buffer.from(check, 'hex');
  const actual = Buffer.from(keyCheck(key), 'hex');
  return key.length === KEY_BYTES && expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** Unicode has several spellings of one text; the same passphrase from another keyboard must fit. */
const normal = (passphrase: string): string => passphrase.normalize('NFKC');

function derive(passphrase: string, salt: Buffer, { N, r, p }: ScryptCost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const maxmem = Math.min(128 * N * r * 2, SCRYPT_MOST_BYTES);
    scrypt(normal(passphrase), salt, KEY_BYTES, { N, r, p, maxmem }, (error, derived) => {
      if (error === null) resolve(derived);
      else reject(error);
    });
  });
}

export async function wrapWithPassphrase(
  key: Buffer,
  passphrase: string,
  cost: ScryptCost = SCRYPT,
): Promise<PassphraseWrap> {
  const salt = randomBytes(16);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await derive(passphrase, salt, cost), iv);
  const sealed = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  const text = (bytes: Buffer): string => bytes.toString('base64');
  return { by: 'passphrase', kdf: 'scrypt', ...cost, salt: text(salt), iv: text(iv), sealed: text(sealed) };
}

/** The key, or null when the passphrase is another one. */
export async function unwrapWithPassphrase(wrap: PassphraseWrap, passphrase: string): Promise<Buffer | null> {
  const sealed = Buffer.from(wrap.sealed, 'base64');
  const wrapping = await derive(passphrase, Buffer.from(wrap.salt, 'base64'), wrap);
  const decipher = createDecipheriv('aes-256-gcm', wrapping, Buffer.from(wrap.iv, 'base64'));
  decipher.setAuthTag(sealed.subarray(KEY_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, KEY_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0;
const isBytes = (value: unknown, length: number): boolean =>
  isText(value) && Buffer.from(value, 'base64').length === length;

function isWrap(value: unknown): value is KeyWrap {
  if (typeof value !== 'object' || value === null) return false;
  const wrap = value as Record<string, unknown>;
  if (wrap['by'] === 'os') return isText(wrap['sealed']);
  if (wrap['by'] === 'nothing') return isBytes(wrap['key'], KEY_BYTES);
  if (wrap['by'] === 'recovery') {
    const isSealed =
      isBytes(wrap['salt'], 16) && isBytes(wrap['iv'], 12) && isBytes(wrap['sealed'], KEY_BYTES + 16);
    return wrap['kdf'] === 'hkdf-sha256' && isText(wrap['madeAt']) && isSealed;
  }
  if (wrap['by'] !== 'passphrase' || wrap['kdf'] !== 'scrypt') return false;
  const costs = [wrap['N'], wrap['r'], wrap['p']];
  return (
    costs.every((cost) => Number.isSafeInteger(cost) && (cost as number) > 0) &&
    isBytes(wrap['salt'], 16) &&
    isBytes(wrap['iv'], 12) &&
    isBytes(wrap['sealed'], KEY_BYTES + 16)
  );
}

/**
 * Reads a stored envelope. 'newer' was written by a later version and must be left alone; 'broken' is none. Wrappings
 * of an unknown kind are kept out of the way: the others still open the key.
 */
export function parseEnvelope(stored: unknown): KeyEnvelope | 'newer' | 'broken' {
  if (typeof stored !== 'object' || stored === null) return 'broken';
  const { format, check, wraps } = stored as Record<string, unknown>;
  if (typeof format === 'number' && format > 1) return 'newer';
  if (format !== 1 || !isText(check) || !/^[0-9a-f]{16}$/.test(check) || !Array.isArray(wraps))
    return 'broken';
  const known = wraps.filter(isWrap);
  const others = wraps.filter((wrap) => !isWrap(wrap));
  return known.length === 0 ? 'broken' : { format, check, wraps: known, others };
}
