import { createCipheriv, createDecipheriv, hkdf, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

/** A file key under a recovery code. The code has 155 random bits, so HKDF is enough: see docs/decisions/keys.md. */
export type RecoveryWrap = {
  readonly by: 'recovery';
  readonly kdf: 'hkdf-sha256';
  /** All base64. `sealed` is ciphertext followed by the 16-byte tag. */
  readonly salt: string;
  readonly iv: string;
  readonly sealed: string;
  /** ISO time: which paper the code is on. */
  readonly madeAt: string;
};

const KEY_BYTES = 32;
const INFO = Buffer.from('appointmentbooking console recovery code');
const expand = promisify(hkdf);

const wrappingKey = async (code: string, salt: Buffer): Promise<Buffer> =>
  Buffer.from(await expand('sha256', Buffer.from(code, 'ascii'), salt, INFO, KEY_BYTES));

/** `code` in its canonical form; see src/contracts/recovery-code.ts. */
export async function wrapWithRecoveryCode(key: Buffer, code: string, madeAt: string): Promise<RecoveryWrap> {
  const salt = randomBytes(16);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await wrappingKey(code, salt), iv);
  const sealed = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  const text = (bytes: Buffer): string => bytes.toString('base64');
  return {
    by: 'recovery',
    kdf: 'hkdf-sha256',
    salt: text(salt),
    iv: text(iv),
    sealed: text(sealed),
    madeAt,
  };
}

/** The key, or null when the code is another one. */
export async function unwrapWithRecoveryCode(wrap: RecoveryWrap, code: string): Promise<Buffer | null> {
  const sealed = Buffer.from(wrap.sealed, 'base64');
  const wrapping = await wrappingKey(code, Buffer.from(wrap.salt, 'base64'));
  const decipher = createDecipheriv('aes-256-gcm', wrapping, Buffer.from(wrap.iv, 'base64'));
  decipher.setAuthTag(sealed.subarray(KEY_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, KEY_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}
