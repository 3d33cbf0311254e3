import type { KeyObject } from 'node:crypto';
import type { UpdateFailure } from '../../../src/contracts/updates.ts';
import { isSignedRelease } from './signature.ts';

/** One downloadable file of a release, as `latest*.yml` lists it. */
export type ReleaseFile = {
  readonly url: string;
  readonly sha512: string;
  readonly bytes: number | null;
  readonly signature: string | null;
};

export type Release = { readonly version: string; readonly files: readonly ReleaseFile[] };

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0;

/** Reads what the server lists; null when it makes no sense. */
export function readRelease(listed: unknown): Release | null {
  const { version, files } = (listed ?? {}) as { readonly version?: unknown; readonly files?: unknown };
  if (!isText(version) || !Array.isArray(files) || files.length === 0) return null;
  const read = files.map((one: unknown): ReleaseFile | null => {
    const { url, sha512, size, signature } = (one ?? {}) as Readonly<Record<string, unknown>>;
    if (!isText(url) || !isText(sha512)) return null;
    return {
      url,
      sha512,
      bytes: typeof size === 'number' && size > 0 ? size : null,
      signature: isText(signature) ? signature : null,
    };
  });
  return read.every((file) => file !== null) ? { version, files: read } : null;
}

/** Why nothing of this release may be downloaded; null when each of its files is signed for this very version. */
export function signatureProblem({ version, files }: Release, key: KeyObject): UpdateFailure | null {
  if (files.some(({ signature }) => signature === null)) return 'UPDATE_NOT_SIGNED';
  const isGood = files.every(({ sha512, signature }) =>
    isSignedRelease({ version, sha512, signature: signature ?? '' }, key),
  );
  return isGood ? null : 'UPDATE_SIGNATURE_WRONG';
}
