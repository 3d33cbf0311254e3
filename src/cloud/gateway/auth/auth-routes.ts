/* oxlint-disable oxc/no-async-endpoint-handlers -- a rule for Express: fastify answers rejected promises itself */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bearer } from '../caller.ts';
import type { Claims } from '../tokens.ts';
import { accountRoutes } from './account-routes.ts';
import { adminRoutes } from './admin-routes.ts';
import { AuthError, authAnswer } from './auth-error.ts';
import type { AuthOptions } from './auth-options.ts';
import { createRateLimiter } from './rate-limit.ts';
import { checkNewPassword, passwordGrant, readBody, refreshGrant, userChange } from './request-body.ts';
import {
  closeSessions,
  openSession,
  refuseBanned,
  rotateRefreshToken,
  sessionExists,
  tokenAnswer,
} from './sessions.ts';
import type { SignOutScope } from './sessions.ts';
import { findUser, findUserByEmail, publicUser } from './users.ts';

const API_VERSION = '2024-01-01';

/** The claims of the person asking. Throws 401 without a Bearer, TokenRefused for a bad one. */
async function signedIn(
  request: FastifyRequest,
  options: AuthOptions,
): Promise<Claims & { readonly sub: string }> {
  const token = bearer(request.headers);
  if (!token) throw new AuthError(401, 'no_authorization', 'This endpoint requires a valid Bearer token');
  const claims = await options.tokens.verify(token);
  return { ...claims, sub: claims.sub ?? '' };
}

/** Mounts `/auth/v1`. */
export function authRoutes(app: FastifyInstance, options: AuthOptions): void {
  const { pool, passwords, identify } = options;
  const allowed = createRateLimiter(options.rateLimit, options.now);

  app.setErrorHandler((failure, request, reply) => {
    const answer = authAnswer(failure);
    options.onFailure(failure, request, answer.status);
    if (answer.status === 503) void reply.header('retry-after', '1');
    return reply
      .code(answer.status)
      .header('x-supabase-api-version', API_VERSION)
      .header('x-sb-error-code', answer.body.code)
      .type('application/json')
      .send(JSON.stringify(answer.body));
  });
  app.setNotFoundHandler(() => {
    throw new AuthError(404, 'not_found', 'There is nothing here');
  });

  app.get('/.well-known/jwks.json', (_request, reply) =>
    reply.header('cache-control', 'public, max-age=600').send(options.tokens.jwks),
  );
  app.get('/health', () => ({
    name: 'GoTrue',
    version: 'embedded',
    description: 'The embedded cloud of the console',
  }));

  void app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      void reply.header('x-supabase-api-version', API_VERSION);
      identify.key([request.headers['apikey']].flat()[0]);
    });
    scope.post<{ Querystring: { grant_type?: string } }>('/token', (request, reply) =>
      grant(request, reply, request.query.grant_type),
    );
    accountRoutes(scope, options);

    scope.get('/user', async (request) => {
      const claims = await signedIn(request, options);
      return pool.use(async (client) => {
        if (!(await sessionExists(client, claims.session_id))) throw sessionGone();
        const user = await findUser(client, claims.sub);
        if (!user) throw new AuthError(403, 'user_not_found', 'User from sub claim in JWT does not exist');
        return publicUser(user);
      });
    });

    scope.put('/user', async (request) => {
      const claims = await signedIn(request, options);
      const change = readBody(request.body, userChange);
      if (change.password !== undefined) {
        checkNewPassword(change.password);
        const before = await pool.use((client) => findUser(client, claims.sub));
        if (await passwords.matches(change.password, before?.encrypted_password)) {
          throw new AuthError(
            422,
            'same_password',
            'New password should be different from the old password.',
          );
        }
      }
      const hash = change.password === undefined ? null : await passwords.hash(change.password);
      return pool.transaction('begin', async (client) => {
        if (!(await sessionExists(client, claims.session_id))) throw sessionGone();
        await client.query(
          `update auth.users set encrypted_password = coalesce($2, encrypted_password),
             raw_user_meta_data = coalesce(raw_user_meta_data, '{}') || coalesce($3::jsonb, '{}'), updated_at = now()
           where id = $1`,
          [claims.sub, hash, change.data ?? null],
        );
        // A new password ends the other sessions: whoever knew the old one is out.
        if (hash) await closeSessions(client, claims.sub, claims.session_id, 'others');
        const user = await findUser(client, claims.sub);
        if (!user) throw new AuthError(403, 'user_not_found', 'User from sub claim in JWT does not exist');
        return publicUser(user);
      });
    });

    scope.post<{ Querystring: { scope?: string } }>('/logout', async (request, reply) => {
      const claims = await signedIn(request, options);
      const asked = request.query.scope ?? 'global';
      if (asked !== 'global' && asked !== 'local' && asked !== 'others') {
        throw new AuthError(400, 'validation_failed', `Unsupported logout scope "${asked.slice(0, 20)}"`);
      }
      const reach: SignOutScope = asked;
      await pool.transaction('begin', async (client) => {
        if (!(await sessionExists(client, claims.session_id))) throw sessionGone();
        await closeSessions(client, claims.sub, claims.session_id, reach);
      });
      return reply.code(204).send();
    });

    adminRoutes(scope, options);
  });

  async function grant(
    request: FastifyRequest,
    reply: FastifyReply,
    type: string | undefined,
  ): Promise<FastifyReply> {
    if (type !== 'password' && type !== 'refresh_token') {
      throw new AuthError(400, 'validation_failed', 'unsupported_grant_type');
    }
    if (!allowed(`${request.ip} ${type}`)) {
      throw new AuthError(429, 'over_request_rate_limit', 'Request rate limit reached');
    }
    void reply.header('cache-control', 'no-store');
    return reply.send(type === 'password' ? await signIn(request) : await refresh(request));
  }

  async function signIn(request: FastifyRequest): Promise<unknown> {
    const { email, password } = readBody(request.body, passwordGrant);
    const user = await pool.use((client) => findUserByEmail(client, email));
    if (!(await passwords.matches(password, user?.encrypted_password)) || !user) {
      throw new AuthError(400, 'invalid_credentials', 'Invalid login credentials');
    }
    refuseBanned(user, options.now());
    if (!user.email_confirmed_at) throw new AuthError(400, 'email_not_confirmed', 'Email not confirmed');
    const session = await pool.transaction('begin', (client) =>
      openSession(client, user, { userAgent: request.headers['user-agent'], ip: request.ip }),
    );
    return tokenAnswer(options, session.user, session, session.refreshToken);
  }

  async function refresh(request: FastifyRequest): Promise<unknown> {
    const body = readBody(request.body, refreshGrant);
    const rotation = await pool.transaction('begin', (client) =>
      rotateRefreshToken(client, body.refresh_token, options.now()),
    );
    if (rotation.kind === 'stolen') {
      throw new AuthError(400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used');
    }
    return tokenAnswer(options, rotation.user, rotation.session, rotation.refreshToken);
  }
}

function sessionGone(): AuthError {
  return new AuthError(403, 'session_not_found', 'Session from session_id claim in JWT does not exist');
}
