import type { AddressInfo } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { authRoutes } from './auth/auth-routes.ts';
import { createPasswords } from './auth/passwords.ts';
import { DEFAULT_RATE_LIMIT } from './auth/rate-limit.ts';
import type { RateLimit } from './auth/rate-limit.ts';
import { createIdentify } from './caller.ts';
import { DEFAULT_LIMITS, createPool } from './database.ts';
import type { DatabaseLimits } from './database.ts';
import { createServer } from './http/create-server.ts';
import type { CloudKeys } from './keys.ts';
import { restRoutes } from './rest/rest-routes.ts';
import { createSchemaCache } from './rest/schema-cache.ts';
import { roleUrl } from './role-url.ts';
import { createTokens } from './tokens.ts';

const AUTH_CONNECTIONS = 5;

/** What an operator or a test may set. */
export type GatewaySettings = {
  readonly limits?: Partial<DatabaseLimits>;
  /** Schemas that the REST interface shows; the first is the default. */
  readonly schemas?: readonly string[];
  /** Sign-ins and refreshes per address. */
  readonly rateLimit?: RateLimit;
  /** Life of an access token; an hour unless told. */
  readonly accessTokenSeconds?: number;
  readonly now?: () => number;
};

export type GatewayOptions = GatewaySettings & {
  readonly keys: CloudKeys;
  readonly adminUrl: string;
  readonly database: string;
  readonly logger: Logger;
};

export type Gateway = {
  /** Returns the base URL; a busy port is replaced by a free one. */
  listen(host: string, port: number): Promise<string>;
  close(): Promise<void>;
};

/** The HTTP side of the embedded cloud, on one database. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { keys, logger } = options;
  const now = options.now ?? Date.now;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const schemas = options.schemas ?? ['public'];
  const tokens = await createTokens(keys.signingKey, now);
  const identify = createIdentify(keys, tokens);
  const restPool = createPool(
    roleUrl(options.adminUrl, 'authenticator', keys.passwords.authenticator, options.database),
    'rest',
    limits,
  );
  const cache = createSchemaCache(restPool, schemas, now);

  const authPool = createPool(
    roleUrl(options.adminUrl, 'supabase_auth_admin', keys.passwords.auth, options.database),
    'auth',
    {
      ...limits,
      poolSize: AUTH_CONNECTIONS,
    },
  );
  const passwords = createPasswords();
  let baseUrl = '';
  const onFailure = (error: unknown, request: FastifyRequest, status: number): void => {
    if (status >= 500)
      logger.error(
        { err: error, method: request.method, route: request.routeOptions.url, status },
        'request failed',
      );
  };

  const app = createServer();
  app.get('/health', async () => ({ status: 'ok' }));
  await app.register(
    async (scope) => restRoutes(scope, { pool: restPool, cache, identify, schemas, onFailure }),
    { prefix: '/rest/v1' },
  );
  await app.register(
    async (scope) =>
      authRoutes(scope, {
        pool: authPool,
        identify,
        passwords,
        tokens,
        issuer: () => baseUrl,
        now,
        accessTokenSeconds: options.accessTokenSeconds ?? 3_600,
        rateLimit: options.rateLimit ?? DEFAULT_RATE_LIMIT,
        onFailure,
      }),
    { prefix: '/auth/v1' },
  );

  return {
    listen: async (host, port) => {
      try {
        await app.listen({ host, port });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
        await app.listen({ host, port: 0 });
      }
      const address = app.server.address() as AddressInfo;
      const shown = address.address === '0.0.0.0' || address.address === '::' ? '127.0.0.1' : address.address;
      baseUrl = `http://${shown}:${address.port}`;
      return baseUrl;
    },
    close: async () => {
      await app.close();
      await Promise.all([restPool.end(), authPool.end(), passwords.close()]);
    },
  };
}
