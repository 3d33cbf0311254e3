import type { FastifyRequest } from 'fastify';
import type { Identify } from '../caller.ts';
import type { Pool } from '../database.ts';
import type { Passwords } from './passwords.ts';
import type { RateLimit } from './rate-limit.ts';
import type { SessionSettings } from './sessions.ts';

/** What the routes of `/auth/v1` need. */
export type AuthOptions = SessionSettings & {
  readonly pool: Pool;
  readonly identify: Identify;
  readonly passwords: Passwords;
  readonly rateLimit: RateLimit;
  readonly onFailure: (error: unknown, request: FastifyRequest, status: number) => void;
};
