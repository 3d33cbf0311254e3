import type { FastifyRequest } from 'fastify';
import type { Identify } from '../caller.ts';
import type { Pool } from '../database.ts';
import type { Mailer } from './mailer.ts';
import type { Passwords } from './passwords.ts';
import type { RateLimit } from './rate-limit.ts';
import type { SessionSettings } from './sessions.ts';

/** Whether people make accounts of their own: at once, after confirming their address by e-mail, or not at all. */
export type SignUpMode = 'open' | 'confirm' | 'off';

/** What the routes of `/auth/v1` need. */
export type AuthOptions = SessionSettings & {
  readonly pool: Pool;
  readonly identify: Identify;
  readonly passwords: Passwords;
  readonly rateLimit: RateLimit;
  readonly signUp: SignUpMode;
  /** Null where the cloud sends no e-mail. */
  readonly mailer: Mailer | null;
  readonly onFailure: (error: unknown, request: FastifyRequest, status: number) => void;
};
