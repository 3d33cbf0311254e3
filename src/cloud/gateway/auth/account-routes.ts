/* oxlint-disable oxc/no-async-endpoint-handlers -- a rule for Express: fastify answers rejected promises itself */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type pg from 'pg';
import { AuthError } from './auth-error.ts';
import type { AuthOptions } from './auth-options.ts';
import { type CodePurpose, issueCode, takeCode } from './one-time-codes.ts';
import { createRateLimiter } from './rate-limit.ts';
import { checkNewPassword, codeCheck, readBody, recovery, signUp } from './request-body.ts';
import { openSession, refuseBanned, tokenAnswer } from './sessions.ts';
import { findUserByEmail, insertUser, publicUser } from './users.ts';
import type { UserRow } from './users.ts';

/** An address gets one e-mail a minute, whether or not anybody has it. */
const MAIL_PAUSE = { burst: 1, perFiveMinutes: 5 };
/** All addresses together: nobody's e-mail server is used to flood others. */
const MAIL_LIMIT = { burst: 30, perFiveMinutes: 5 };
/** Guesses at a code of six digits, per address, wherever they come from. */
const GUESS_LIMIT = { burst: 10, perFiveMinutes: 1 };

/** Mounts `/signup`, `/recover` and `/verify`. No answer tells whether an address has an account, except to its owner. */
export function accountRoutes(scope: FastifyInstance, options: AuthOptions): void {
  const { pool, passwords, mailer, now } = options;
  const fromHere = createRateLimiter(options.rateLimit, now);
  const toAddress = createRateLimiter(MAIL_PAUSE, now);
  const toAnybody = createRateLimiter(MAIL_LIMIT, now);
  const guesses = createRateLimiter(GUESS_LIMIT, now);

  const slowDown = (request: FastifyRequest, kind: string): void => {
    if (fromHere(`${request.ip} ${kind}`)) return;
    throw new AuthError(429, 'over_request_rate_limit', 'Request rate limit reached');
  };
  const mayWrite = (email: string): void => {
    if (!toAddress(email.toLowerCase())) {
      throw new AuthError(
        429,
        'over_email_send_rate_limit',
        'For security purposes, you can only request this once a minute.',
      );
    }
    if (!toAnybody('')) throw new AuthError(429, 'over_email_send_rate_limit', 'email rate limit exceeded');
  };
  const writeCode = async (
    client: pg.PoolClient,
    purpose: CodePurpose,
    email: string,
  ): Promise<() => void> => {
    const code = await issueCode(client, purpose, email, now());
    return () => {
      if (code !== null) mailer?.send(purpose, email, code);
    };
  };
  const signedIn = async (request: FastifyRequest, client: pg.PoolClient, user: UserRow) => {
    refuseBanned(user, now());
    return openSession(client, user, { userAgent: request.headers['user-agent'], ip: request.ip });
  };

  scope.post('/signup', async (request, reply) => {
    slowDown(request, 'signup');
    void reply.header('cache-control', 'no-store');
    const { email, password, data } = readBody(request.body, signUp);
    if (options.signUp === 'off') {
      throw new AuthError(422, 'signup_disabled', 'Signups not allowed for this instance');
    }
    checkNewPassword(password);
    const confirmed = options.signUp === 'open';
    if (!confirmed) mayWrite(email);
    // Hashed before anything is looked up: an address that is taken answers as late as one that is not.
    const passwordHash = await passwords.hash(password);
    const known = await pool.use((client) => findUserByEmail(client, email));
    if (known) {
      if (confirmed) throw new AuthError(422, 'user_already_exists', 'User already registered');
      if (known.email_confirmed_at) return stranger(email, now());
      const send = await pool.use((client) => writeCode(client, 'confirmation', email));
      send();
      return publicUser(known);
    }
    const user = { email, passwordHash, confirmed, appMetadata: {}, userMetadata: data ?? {} };
    try {
      const made = await pool.transaction('begin', async (client) => {
        const row = await insertUser(client, user);
        if (!confirmed) return { row, send: await writeCode(client, 'confirmation', email) };
        return { row, session: await signedIn(request, client, row) };
      });
      if (made.session)
        return await tokenAnswer(options, made.session.user, made.session, made.session.refreshToken);
      made.send?.();
      return publicUser(made.row);
    } catch (error) {
      if ((error as { code?: string }).code !== '23505') throw error;
      throw new AuthError(422, 'user_already_exists', 'User already registered');
    }
  });

  scope.post('/recover', async (request) => {
    slowDown(request, 'recover');
    const { email } = readBody(request.body, recovery);
    if (!mailer) throw new AuthError(422, 'email_provider_disabled', 'This cloud sends no e-mail');
    mayWrite(email);
    const send = await pool.use((client) => writeCode(client, 'recovery', email));
    send();
    return {};
  });

  scope.post('/verify', async (request, reply) => {
    slowDown(request, 'verify');
    void reply.header('cache-control', 'no-store');
    const { email, token, type } = readBody(request.body, codeCheck);
    if (!guesses(email.toLowerCase())) {
      throw new AuthError(429, 'over_request_rate_limit', 'Request rate limit reached');
    }
    const purpose: CodePurpose = type === 'recovery' ? 'recovery' : 'confirmation';
    const session = await pool.transaction('begin', async (client) => {
      const user = await takeCode(client, purpose, email, token, now());
      return user ? signedIn(request, client, user) : undefined;
    });
    if (!session) throw new AuthError(403, 'otp_expired', 'Token has expired or is invalid');
    return tokenAnswer(options, session.user, session, session.refreshToken);
  });
}

/** What a sign-up with a taken address is told: the same as with a free one, but nobody is behind it. */
function stranger(email: string, now: number): Readonly<Record<string, unknown>> {
  const at = new Date(now).toISOString();
  return {
    id: randomUUID(),
    aud: 'authenticated',
    role: '',
    email: email.toLowerCase(),
    phone: '',
    confirmation_sent_at: at,
    app_metadata: { provider: 'email', providers: ['email'] },
    user_metadata: {},
    identities: [],
    created_at: at,
    updated_at: at,
    is_anonymous: false,
  };
}
