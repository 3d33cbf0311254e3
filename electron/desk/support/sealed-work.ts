import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * A file for the business alone: a passphrase makes its key (scrypt, 64 MB and some 0.3 s a guess), AES-256-GCM seals it.
 * `ABWORK1\n`, salt, nonce, tag, then the sealed content.
 */
const MAGIC = Buffer.from('ABWORK1\n', 'latin1');
const SALT_BYTES = 16;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const SCRYPT = { N: 65_536, r: 8, p: 1, maxmem: 128 * 1024 * 1024 } as const;

const keyOf = (passphrase: string, salt: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, SCRYPT, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });

export async function sealWork(content: unknown, passphrase: string): Promise<Uint8Array> {
  const salt = randomBytes(SALT_BYTES);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt), iv);
  cipher.setAAD(MAGIC);
  const sealed = Buffer.concat([cipher.update(gzipSync(JSON.stringify(content))), cipher.final()]);
  return Buffer.concat([MAGIC, salt, iv, cipher.getAuthTag(), sealed]);
}

/** `unreadable`: no such file, or cut short; `wrong`: another passphrase, or changed since. */
export async function openWork(
  bytes: Uint8Array,
  passphrase: string,
): Promise<{ readonly content: unknown } | 'unreadable' | 'wrong'> {
  const all = Buffer.from(bytes);
  const head = MAGIC.length + SALT_BYTES + IV_BYTES + TAG_BYTES;
  if (all.length <= head || !all.subarray(0, MAGIC.length).equals(MAGIC)) return 'unreadable';
  const at = (from: number, length: number) => all.subarray(from, from + length);
  const salt = at(MAGIC.length, SALT_BYTES);
  const iv = at(MAGIC.length + SALT_BYTES, IV_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', await keyOf(passphrase, salt), iv);
  decipher.setAAD(MAGIC);
  decipher.setAuthTag(at(head - TAG_BYTES, TAG_BYTES));
  try {
    const plain = Buffer.concat([decipher.update(all.subarray(head)), decipher.final()]);
    return { content: JSON.parse(gunzipSync(plain).toString('utf8')) as unknown };
  } catch {
    return 'wrong';
  }
}
