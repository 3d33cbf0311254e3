import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/**
 * What protects an update beyond the server that hands it out: a detached Ed25519 signature over the version and the
 * file's sha512, by a key that no server has. `scripts/release/sign-update.ts` makes it.
 */

/** The bytes that are signed. `sha512` in base64, as the list of releases has it. */
export const signedBytes = (version: string, sha512: string): Buffer =>
  Buffer.from(`appointmentbooking-console update\n${version}\n${sha512}\n`, 'utf8');

/** A public key from its 32 bytes in base64; throws for anything else. */
export function releaseKey(base64: string): KeyObject {
  const raw = Buffer.from(base64, 'base64');
  if (raw.length !== 32) throw new RangeError('a release key has 32 bytes');
  const x = raw.toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

export function isSignedRelease(
  release: { readonly version: string; readonly sha512: string; readonly signature: string },
  key: KeyObject,
): boolean {
  const signature = Buffer.from(release.signature, 'base64');
  return verify(null, signedBytes(release.version, release.sha512), key, signature);
}

/** In base64, as the list of releases has it. */
export async function sha512Of(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('base64');
}
