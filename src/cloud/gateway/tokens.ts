import { SignJWT, errors, importJWK, jwtVerify } from 'jose';
import type { JWK, JWTPayload } from 'jose';

export type Claims = JWTPayload & {
  readonly role?: string;
  readonly session_id?: string;
};

export class TokenRefused extends Error {
  readonly reason: 'expired' | 'invalid';
  constructor(reason: 'expired' | 'invalid', message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Verified tokens are remembered: a desk sends the same one for an hour, and ES256 costs 0.2 ms. */
const REMEMBERED = 2_000;

export type Tokens = {
  /** Signs the claims as they are; the caller gives iat and exp (epoch seconds). */
  sign(claims: Claims): Promise<string>;
  /** Throws TokenRefused. Expiry is checked on every call, remembered or not. */
  verify(token: string): Promise<Claims>;
  readonly jwks: { readonly keys: readonly JWK[] };
};

export async function createTokens(signingKey: JWK, now: () => number): Promise<Tokens> {
  const privateKey = await importJWK(signingKey, 'ES256');
  const { d: _secretPart, ...publicJwk } = signingKey;
  const publicKey = await importJWK(publicJwk, 'ES256');
  const remembered = new Map<string, Claims>();

  const remember = (token: string, claims: Claims): void => {
    if (remembered.size >= REMEMBERED) {
      const oldest = remembered.keys().next().value;
      if (oldest !== undefined) remembered.delete(oldest);
    }
    remembered.set(token, claims);
  };

  return {
    jwks: { keys: [{ ...publicJwk, key_ops: ['verify'] }] },
    sign: (claims) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', kid: signingKey.kid ?? '', typ: 'JWT' })
        .sign(privateKey),
    verify: async (token) => {
      const known = remembered.get(token);
      if (known) {
        if ((known.exp ?? 0) * 1000 > now()) return known;
        remembered.delete(token);
        throw new TokenRefused('expired', 'JWT expired');
      }
      try {
        const { payload } = await jwtVerify<Claims>(token, publicKey, {
          algorithms: ['ES256'], // never "none", never HS256 with the public key as its secret
          audience: 'authenticated',
          requiredClaims: ['exp', 'sub'],
          currentDate: new Date(now()),
        });
        remember(token, payload);
        return payload;
      } catch (error) {
        if (error instanceof errors.JWTExpired) throw new TokenRefused('expired', 'JWT expired');
        throw new TokenRefused(
          'invalid',
          error instanceof errors.JOSEError ? error.message : 'invalid token',
        );
      }
    },
  };
}
