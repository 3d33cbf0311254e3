import { createHash, randomInt } from 'node:crypto';
import type pg from 'pg';
import { findUser } from './users.ts';
import type { UserRow } from './users.ts';

/** What a code that came by e-mail proves; the columns are those of hosted Supabase's auth. */
export type CodePurpose = 'recovery' | 'confirmation';

/** A code is good for one hour and for one use. */
const CODE_LIFE_MS = 60 * 60_000;
const CODE_DIGITS = 6;

const COLUMNS = {
  recovery: { token: 'recovery_token', sentAt: 'recovery_sent_at' },
  confirmation: { token: 'confirmation_token', sentAt: 'confirmation_sent_at' },
} as const;

/** Stored instead of the code; the address in it makes two people's equal codes differ. */
const hashOf = (email: string, code: string): string =>
  createHash('sha256').update(`${email.toLowerCase()}\n${code}`).digest('hex');

/**
 * Makes a new code for that address, which ends an older one, and returns it; null when nobody has the address. One
 * statement either way.
 */
export async function issueCode(
  client: pg.PoolClient,
  purpose: CodePurpose,
  email: string,
  now: number,
): Promise<string | null> {
  const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
  const { token, sentAt } = COLUMNS[purpose];
  const issued = await client.query(
    `update auth.users set ${token} = $2, ${sentAt} = $3, updated_at = now()
     where lower(email) = lower($1) and deleted_at is null and not is_sso_user`,
    [email, hashOf(email, code), new Date(now)],
  );
  return issued.rowCount === 1 ? code : null;
}

/**
 * Takes a code: whoever has it reads the address's e-mail, so the address is confirmed as well. Undefined for a wrong,
 * used or expired one.
 */
export async function takeCode(
  client: pg.PoolClient,
  purpose: CodePurpose,
  email: string,
  code: string,
  now: number,
): Promise<UserRow | undefined> {
  const { token, sentAt } = COLUMNS[purpose];
  const taken = await client.query<{ id: string }>(
    `update auth.users set ${token} = '', email_confirmed_at = coalesce(email_confirmed_at, now()), updated_at = now()
     where lower(email) = lower($1) and ${token} = $2 and ${sentAt} > $3 and deleted_at is null and not is_sso_user
     returning id`,
    [email, hashOf(email, code), new Date(now - CODE_LIFE_MS)],
  );
  const id = taken.rows[0]?.id;
  if (id === undefined) return undefined;
  await client.query(
    `update auth.identities set identity_data = identity_data || '{"email_verified": true}', updated_at = now()
     where user_id = $1 and provider = 'email'`,
    [id],
  );
  return findUser(client, id);
}
