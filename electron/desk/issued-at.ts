import type { Instant } from '../../src/base/time.ts';

/** When the cloud issued this token (its claim `iat`), by the cloud's clock; null when it does not say. */
export function issuedAt(accessToken: string): Instant | null {
  try {
    const claims = Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString('utf8');
    const { iat } = JSON.parse(claims) as { readonly iat?: unknown };
    return typeof iat === 'number' && Number.isFinite(iat) ? iat * 1_000 : null;
  } catch {
    return null;
  }
}
