import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { CloudKeys } from './keys.ts';
import type { Claims, Tokens } from './tokens.ts';

export type ApiRole = 'anon' | 'authenticated' | 'service_role';

/** Who asks: the database role of the request and the claims that policies read. */
export type Caller = { readonly role: ApiRole; readonly claims: Claims };

export class KeyRefused extends Error {}

export type Identify = {
  /** The role of an API key; throws KeyRefused when it is missing or unknown. */
  key(apikey: string | undefined): 'anon' | 'service_role';
  /** Throws KeyRefused, or TokenRefused for a Bearer that is neither the key nor a valid token. */
  request(headers: IncomingHttpHeaders): Promise<Caller>;
};

function same(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

export function bearer(headers: IncomingHttpHeaders): string | undefined {
  const match = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '');
  return match?.[1];
}

/** Bearer equal to the key: the key's role. Any other Bearer must be a token of ours. */
export function createIdentify(keys: CloudKeys, tokens: Tokens): Identify {
  const key = (apikey: string | undefined): 'anon' | 'service_role' => {
    if (!apikey) throw new KeyRefused('No API key found in request');
    if (same(apikey, keys.publishableKey)) return 'anon';
    if (same(apikey, keys.secretKey)) return 'service_role';
    throw new KeyRefused('Invalid API key');
  };
  return {
    key,
    request: async (headers) => {
      const apikey = headers['apikey'];
      const keyRole = key(Array.isArray(apikey) ? apikey[0] : apikey);
      const token = bearer(headers);
      if (token === undefined || token === apikey) return { role: keyRole, claims: { role: keyRole } };
      const claims = await tokens.verify(token);
      // A token names its role, but only the one that we ever sign: never service_role by token.
      return { role: 'authenticated', claims: { ...claims, role: 'authenticated' } };
    },
  };
}
