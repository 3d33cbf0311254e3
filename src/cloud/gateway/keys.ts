import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import type { RolePasswords } from './bootstrap.ts';

/** Everything secret of one embedded cloud. Lives in `<dataDir>/keys.json`, readable by its owner alone. */
export type CloudKeys = {
  /** Public, in every desk: stands for the role anon. */
  readonly publishableKey: string;
  /** Never at a desk: stands for service_role, which row-level security does not bind. */
  readonly secretKey: string;
  /** ES256, private; its public half is served at /.well-known/jwks.json. */
  readonly signingKey: JWK;
  readonly adminPassword: string;
  readonly passwords: RolePasswords;
};

function secret(prefix = ''): string {
  return prefix + randomBytes(24).toString('base64url');
}

/** Made once: a data folder whose keys are gone cannot be opened, since the database has their passwords. */
export async function loadOrCreateKeys(dataDir: string): Promise<CloudKeys> {
  const path = join(dataDir, 'keys.json');
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as CloudKeys;
  const keys = await createKeys();
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
  return keys;
}

export async function createKeys(): Promise<CloudKeys> {
  const pair = await generateKeyPair('ES256', { extractable: true });
  const kid = randomBytes(9).toString('base64url');
  return {
    publishableKey: secret('sb_publishable_'),
    secretKey: secret('sb_secret_'),
    signingKey: { ...(await exportJWK(pair.privateKey)), kid, alg: 'ES256', use: 'sig' },
    adminPassword: secret(),
    passwords: { postgres: secret(), authenticator: secret(), auth: secret(), realtime: secret() },
  };
}
