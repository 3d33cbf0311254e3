/* oxlint-disable oxc/no-async-endpoint-handlers -- a rule for Express: fastify answers rejected promises itself */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bearer } from '../caller.ts';
import type { AuthOptions } from './auth-options.ts';
import { AuthError } from './auth-error.ts';
import { adminUser, checkNewPassword, readBody } from './request-body.ts';
import { findUser, insertUser, listUsers, publicUser } from './users.ts';
import type { UserRow } from './users.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const UNITS: Readonly<Record<string, number>> = { h: 3_600, m: 60, s: 1 };

function userId(request: FastifyRequest<{ Params: { id: string } }>): string {
  if (!UUID.test(request.params.id))
    throw new AuthError(404, 'validation_failed', '@parameter id must be a UUID');
  return request.params.id;
}

function found(user: UserRow | undefined): UserRow {
  if (!user) throw new AuthError(404, 'user_not_found', 'User not found');
  return user;
}

/** Seconds of a duration such as "24h"; 0 for "none", which lifts a ban. */
function banSeconds(text: string): number {
  if (text === 'none') return 0;
  const match = /^(\d{1,6})([hms])$/.exec(text);
  if (!match) throw new AuthError(400, 'validation_failed', 'invalid format for ban duration');
  return Number(match[1]) * (UNITS[match[2] ?? ''] ?? 0);
}

/** Mounts `/admin/users`: with the secret key alone. */
export function adminRoutes(scope: FastifyInstance, options: AuthOptions): void {
  const { pool, passwords, identify } = options;

  scope.register(async (admin) => {
    admin.addHook('onRequest', async (request) => {
      const token = bearer(request.headers);
      if (!token) throw new AuthError(401, 'no_authorization', 'This endpoint requires a valid Bearer token');
      const apikey = [request.headers['apikey']].flat()[0];
      if (token !== apikey || identify.key(apikey) !== 'service_role')
        throw new AuthError(403, 'not_admin', 'User not allowed');
    });

    admin.post('/admin/users', async (request) => {
      const body = readBody(request.body, adminUser);
      if (!body.email)
        throw new AuthError(
          400,
          'validation_failed',
          'Cannot create a user without either an email or phone',
        );
      if (body.password !== undefined) checkNewPassword(body.password);
      const user = {
        id: body.id,
        email: body.email,
        passwordHash: body.password === undefined ? null : await passwords.hash(body.password),
        confirmed: body.email_confirm ?? false,
        appMetadata: body.app_metadata ?? {},
        userMetadata: body.user_metadata ?? {},
      };
      try {
        return publicUser(await pool.transaction('begin', (client) => insertUser(client, user)));
      } catch (error) {
        if ((error as { code?: string }).code !== '23505') throw error;
        throw new AuthError(
          422,
          'email_exists',
          'A user with this email address has already been registered',
        );
      }
    });

    admin.get<{ Querystring: { page?: string; per_page?: string } }>('/admin/users', async (request) => {
      const number = (text: string | undefined, fallback: number): number =>
        /^[1-9]\d{0,5}$/.test(text ?? '') ? Number(text) : fallback;
      const perPage = Math.min(number(request.query.per_page, 50), 1_000);
      const users = await pool.use((client) => listUsers(client, number(request.query.page, 1), perPage));
      return { users: users.map(publicUser), aud: 'authenticated' };
    });

    admin.get<{ Params: { id: string } }>('/admin/users/:id', async (request) => {
      const id = userId(request);
      return publicUser(found(await pool.use((client) => findUser(client, id))));
    });

    admin.put<{ Params: { id: string } }>('/admin/users/:id', async (request) => {
      const id = userId(request);
      const body = readBody(request.body, adminUser);
      if (body.password !== undefined) checkNewPassword(body.password);
      const hash = body.password === undefined ? null : await passwords.hash(body.password);
      const ban = body.ban_duration === undefined ? null : banSeconds(body.ban_duration);
      return pool.transaction('begin', async (client) => {
        await client.query(
          `update auth.users set
             encrypted_password = coalesce($2, encrypted_password),
             email_confirmed_at = case when $3 then coalesce(email_confirmed_at, now()) else email_confirmed_at end,
             raw_app_meta_data = coalesce(raw_app_meta_data, '{}') || coalesce($4::jsonb, '{}'),
             raw_user_meta_data = coalesce(raw_user_meta_data, '{}') || coalesce($5::jsonb, '{}'),
             banned_until = case when $6::integer is null then banned_until when $6 = 0 then null else now() + make_interval(secs => $6) end,
             updated_at = now()
           where id = $1`,
          [id, hash, body.email_confirm ?? false, body.app_metadata ?? null, body.user_metadata ?? null, ban],
        );
        return publicUser(found(await findUser(client, id)));
      });
    });

    admin.delete<{ Params: { id: string } }>('/admin/users/:id', async (request) => {
      const id = userId(request);
      const gone = await pool.use((client) => client.query('delete from auth.users where id = $1', [id]));
      if (!gone.rowCount) throw new AuthError(404, 'user_not_found', 'User not found');
      return {};
    });
  });
}
