import type pg from 'pg';

export type UserRow = {
  readonly id: string;
  readonly aud: string | null;
  readonly role: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly encrypted_password: string | null;
  readonly email_confirmed_at: Date | null;
  readonly last_sign_in_at: Date | null;
  readonly banned_until: Date | null;
  readonly raw_app_meta_data: Readonly<Record<string, unknown>> | null;
  readonly raw_user_meta_data: Readonly<Record<string, unknown>> | null;
  readonly created_at: Date | null;
  readonly updated_at: Date | null;
  readonly is_anonymous: boolean;
  readonly identities: readonly Readonly<Record<string, unknown>>[];
};

const COLUMNS = `
  u.id, u.aud, u.role, u.email, u.phone, u.encrypted_password, u.email_confirmed_at, u.last_sign_in_at, u.banned_until,
  u.raw_app_meta_data, u.raw_user_meta_data, u.created_at, u.updated_at, u.is_anonymous,
  coalesce((
    select json_agg(json_build_object(
      'identity_id', i.id, 'id', i.provider_id, 'user_id', i.user_id, 'identity_data', i.identity_data,
      'provider', i.provider, 'last_sign_in_at', i.last_sign_in_at, 'created_at', i.created_at,
      'updated_at', i.updated_at, 'email', i.email) order by i.created_at)
    from auth.identities i where i.user_id = u.id), '[]') as identities`;

export async function findUserByEmail(client: pg.PoolClient, email: string): Promise<UserRow | undefined> {
  const sql = `select ${COLUMNS} from auth.users u where lower(u.email) = lower($1) and u.deleted_at is null and not u.is_sso_user`;
  return (await client.query<UserRow>(sql, [email])).rows[0];
}

export async function findUser(client: pg.PoolClient, id: string): Promise<UserRow | undefined> {
  const sql = `select ${COLUMNS} from auth.users u where u.id = $1 and u.deleted_at is null`;
  return (await client.query<UserRow>(sql, [id])).rows[0];
}

export async function listUsers(
  client: pg.PoolClient,
  page: number,
  perPage: number,
): Promise<readonly UserRow[]> {
  const sql = `select ${COLUMNS} from auth.users u where u.deleted_at is null order by u.created_at desc, u.id limit $1 offset $2`;
  return (await client.query<UserRow>(sql, [perPage, (page - 1) * perPage])).rows;
}

/** The User that the client knows. No password, and no column that it does not expect. */
export function publicUser(row: UserRow): Readonly<Record<string, unknown>> {
  const instant = (value: Date | null): string | undefined => value?.toISOString();
  return {
    id: row.id,
    aud: row.aud ?? 'authenticated',
    role: row.role ?? 'authenticated',
    email: row.email ?? '',
    phone: row.phone ?? '',
    email_confirmed_at: instant(row.email_confirmed_at),
    confirmed_at: instant(row.email_confirmed_at),
    last_sign_in_at: instant(row.last_sign_in_at),
    app_metadata: row.raw_app_meta_data ?? {},
    user_metadata: row.raw_user_meta_data ?? {},
    identities: row.identities,
    factors: [],
    banned_until: instant(row.banned_until),
    created_at: instant(row.created_at),
    updated_at: instant(row.updated_at),
    is_anonymous: row.is_anonymous,
  };
}

export type NewUser = {
  readonly id?: string | undefined;
  readonly email: string;
  readonly passwordHash: string | null;
  readonly confirmed: boolean;
  readonly appMetadata: Readonly<Record<string, unknown>>;
  readonly userMetadata: Readonly<Record<string, unknown>>;
};

/** Throws the database's 23505 when the address is taken. */
export async function insertUser(client: pg.PoolClient, user: NewUser): Promise<UserRow> {
  const inserted = await client.query<{ id: string }>(
    `insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data)
     values (coalesce($1::uuid, gen_random_uuid()), 'authenticated', 'authenticated', lower($2), $3, case when $4 then now() end, $5, $6)
     returning id`,
    [
      user.id ?? null,
      user.email,
      user.passwordHash,
      user.confirmed,
      { provider: 'email', providers: ['email'], ...user.appMetadata },
      user.userMetadata,
    ],
  );
  const id = inserted.rows[0]?.id ?? '';
  await client.query(
    `insert into auth.identities (provider_id, user_id, identity_data, provider)
     values ($1::text, $1::uuid, jsonb_build_object('sub', $1::text, 'email', lower($2::text), 'email_verified', $3::boolean), 'email')`,
    [id, user.email, user.confirmed],
  );
  const row = await findUser(client, id);
  if (!row) throw new Error('a user just inserted was not found');
  return row;
}
