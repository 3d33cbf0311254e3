import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { Claims, Tokens } from '../tokens.ts';
import { AuthError } from './auth-error.ts';
import { findUser, publicUser } from './users.ts';
import type { UserRow } from './users.ts';

export type SessionSettings = {
  readonly tokens: Tokens;
  /** Base URL of the gateway, for the claim `iss`. */
  readonly issuer: () => string;
  readonly now: () => number;
  readonly accessTokenSeconds: number;
};

/** Reusing a token this soon after its rotation is a lost answer or two windows, not a thief. */
const REUSE_INTERVAL_MS = 10_000;

function newRefreshToken(): string {
  return randomBytes(16).toString('base64url');
}

/** The answer to a sign-in or refresh. Nothing in it is issued before its transaction has committed. */
export async function tokenAnswer(
  settings: SessionSettings,
  user: UserRow,
  session: { readonly id: string; readonly signedInAt: Date },
  refreshToken: string,
): Promise<Readonly<Record<string, unknown>>> {
  const iat = Math.floor(settings.now() / 1000);
  const exp = iat + settings.accessTokenSeconds;
  const claims: Claims = {
    iss: `${settings.issuer()}/auth/v1`,
    sub: user.id,
    aud: 'authenticated',
    exp,
    iat,
    email: user.email ?? '',
    phone: user.phone ?? '',
    app_metadata: user.raw_app_meta_data ?? {},
    user_metadata: user.raw_user_meta_data ?? {},
    role: 'authenticated',
    aal: 'aal1',
    amr: [{ method: 'password', timestamp: Math.floor(session.signedInAt.getTime() / 1000) }],
    session_id: session.id,
    is_anonymous: false,
  };
  return {
    access_token: await settings.tokens.sign(claims),
    token_type: 'bearer',
    expires_in: settings.accessTokenSeconds,
    expires_at: exp,
    refresh_token: refreshToken,
    user: publicUser(user),
  };
}

export function refuseBanned(user: UserRow, now: number): void {
  if (user.banned_until && user.banned_until.getTime() > now)
    throw new AuthError(400, 'user_banned', 'User is banned');
}

export async function openSession(
  client: pg.PoolClient,
  user: UserRow,
  origin: { readonly userAgent: string | undefined; readonly ip: string | undefined },
): Promise<{
  readonly id: string;
  readonly signedInAt: Date;
  readonly refreshToken: string;
  readonly user: UserRow;
}> {
  const refreshToken = newRefreshToken();
  const session = await client.query<{ id: string; created_at: Date }>(
    'insert into auth.sessions (user_id, user_agent, ip) values ($1, $2, $3) returning id, created_at',
    [user.id, origin.userAgent ?? null, origin.ip ?? null],
  );
  const row = session.rows[0];
  if (!row) throw new Error('no session was made');
  await client.query('insert into auth.refresh_tokens (token, user_id, session_id) values ($1, $2, $3)', [
    refreshToken,
    user.id,
    row.id,
  ]);
  await client.query('update auth.users set last_sign_in_at = now(), updated_at = now() where id = $1', [
    user.id,
  ]);
  return {
    id: row.id,
    signedInAt: row.created_at,
    refreshToken,
    user: (await findUser(client, user.id)) ?? user,
  };
}

type TokenRow = {
  readonly token: string;
  readonly revoked: boolean;
  readonly updated_at: Date;
  readonly session_id: string | null;
  readonly user_id: string;
};

export type Rotation =
  | {
      readonly kind: 'ok';
      readonly user: UserRow;
      readonly session: { readonly id: string; readonly signedInAt: Date };
      readonly refreshToken: string;
    }
  | { readonly kind: 'stolen' };

/**
 * Exchanges a refresh token. The session row is locked, so that two windows refreshing at once get
 * one child between them. The parent of the active token returns the active one (its answer was
 * lost); any other reuse later than ten seconds revokes the whole family: the caller must commit
 * that before refusing, hence `stolen` is a result and not an exception.
 */
export async function rotateRefreshToken(
  client: pg.PoolClient,
  token: string,
  now: number,
): Promise<Rotation> {
  const notFound = (): AuthError =>
    new AuthError(400, 'refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found');
  const first = await client.query<{ session_id: string | null }>(
    'select session_id from auth.refresh_tokens where token = $1',
    [token],
  );
  const sessionId = first.rows[0]?.session_id;
  if (!sessionId) throw notFound();
  const sessions = await client.query<{
    id: string;
    user_id: string;
    created_at: Date;
    not_after: Date | null;
  }>('select id, user_id, created_at, not_after from auth.sessions where id = $1 for update', [sessionId]);
  const session = sessions.rows[0];
  if (!session)
    throw new AuthError(400, 'session_not_found', 'Session from session_id claim in JWT does not exist');
  if (session.not_after && session.not_after.getTime() <= now) {
    throw new AuthError(400, 'session_expired', 'Invalid Refresh Token: Session Expired');
  }
  // Read again under the lock: the token may have been rotated while we waited.
  const found = await client.query<TokenRow>(
    'select token, revoked, updated_at, session_id, user_id from auth.refresh_tokens where token = $1',
    [token],
  );
  const presented = found.rows[0];
  if (!presented) throw notFound();
  const user = await findUser(client, session.user_id);
  if (!user)
    throw new AuthError(400, 'session_not_found', 'The user of this session does not exist any more');
  refuseBanned(user, now);
  const ok = (refreshToken: string): Rotation => ({
    kind: 'ok',
    user,
    session: { id: session.id, signedInAt: session.created_at },
    refreshToken,
  });

  if (presented.revoked) {
    const active = await client.query<{ token: string; parent: string | null }>(
      'select token, parent from auth.refresh_tokens where session_id = $1 and not revoked order by id desc limit 1',
      [sessionId],
    );
    const current = active.rows[0];
    const recent = now - presented.updated_at.getTime() < REUSE_INTERVAL_MS;
    if (current && (current.parent === token || recent)) return ok(current.token);
    await client.query(
      'update auth.refresh_tokens set revoked = true, updated_at = now() where session_id = $1 and not revoked',
      [sessionId],
    );
    return { kind: 'stolen' };
  }

  const child = newRefreshToken();
  await client.query('update auth.refresh_tokens set revoked = true, updated_at = now() where token = $1', [
    token,
  ]);
  await client.query(
    'insert into auth.refresh_tokens (token, user_id, session_id, parent) values ($1, $2, $3, $4)',
    [child, user.id, sessionId, token],
  );
  await client.query('update auth.sessions set refreshed_at = now(), updated_at = now() where id = $1', [
    sessionId,
  ]);
  return ok(child);
}

export async function sessionExists(client: pg.PoolClient, sessionId: string | undefined): Promise<boolean> {
  if (!sessionId) return false;
  const found = await client.query('select 1 from auth.sessions where id = $1', [sessionId]);
  return found.rowCount === 1;
}

export type SignOutScope = 'global' | 'local' | 'others';

/** Access tokens live on until they expire; without their session they refresh no more. */
export async function closeSessions(
  client: pg.PoolClient,
  userId: string,
  sessionId: string | undefined,
  scope: SignOutScope,
): Promise<void> {
  const condition = { global: '', local: 'and id = $2', others: 'and id <> $2' }[scope];
  await client.query(
    `delete from auth.sessions where user_id = $1 ${condition}`,
    scope === 'global' ? [userId] : [userId, sessionId ?? null],
  );
}
