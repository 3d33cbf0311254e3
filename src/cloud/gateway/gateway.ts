import type { AddressInfo } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { SignUpMode } from './auth/auth-options.ts';
import { authRoutes } from './auth/auth-routes.ts';
import { createMailer } from './auth/mailer.ts';
import type { MailSettings } from './auth/mailer.ts';
import { createPasswords } from './auth/passwords.ts';
import { DEFAULT_RATE_LIMIT } from './auth/rate-limit.ts';
import type { RateLimit } from './auth/rate-limit.ts';
import { createIdentify } from './caller.ts';
import { DEFAULT_LIMITS, Overloaded, createPool, isConnectionLoss } from './database.ts';
import type { DatabaseLimits } from './database.ts';
import { createServer } from './http/create-server.ts';
import type { CloudKeys } from './keys.ts';
import { gatewayMetrics } from './metrics/gateway-metrics.ts';
import { startSampleWriter } from './metrics/sample-writer.ts';
import { listenToDatabase } from './realtime/database-listener.ts';
import { startRealtime } from './realtime/realtime-server.ts';
import { restRoutes } from './rest/rest-routes.ts';
import { createSchemaCache } from './rest/schema-cache.ts';
import { roleUrl } from './role-url.ts';
import { createTokens } from './tokens.ts';

const AUTH_CONNECTIONS = 5;
const REALTIME_CONNECTIONS = 4;
const MAX_SOCKETS = 10_000;
/** Migrations change the schema many times in a row; one look at the end is enough. */
const RELOAD_PAUSE_MS = 50;
/** Answers under way get this long when the gateway ends. */
const CLOSE_GRACE_MS = 2_000;

/** What an operator or a test may set. */
export type GatewaySettings = {
  readonly limits?: Partial<DatabaseLimits>;
  /** Sign-ins and refreshes per address. */
  readonly rateLimit?: RateLimit;
  /** Life of an access token; an hour unless told. */
  readonly accessTokenSeconds?: number;
  /** Schemas that the REST interface shows; the first is the default. */
  readonly schemas?: readonly string[];
  /** Pause between two health samples, ms; ten seconds unless told. */
  readonly sampleEveryMs?: number;
  readonly now?: () => number;
  /** 'open' unless told: an account alone opens nothing, so people make theirs when they are invited. */
  readonly signUp?: SignUpMode;
  /** Without it nobody gets a code by e-mail: forgotten passwords are for whoever runs the cloud. */
  readonly mail?: MailSettings | undefined;
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

/** The kind under which a failure of ours is counted; never a text with data in it. */
function errorKind(error: unknown): string {
  if (error instanceof Overloaded) return error.kind === 'queue' ? 'overloaded' : 'database_away';
  if (isConnectionLoss(error)) return 'database_away';
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? `sql_${code}` : 'unexpected';
}

/** The HTTP and WebSocket side of the embedded cloud, on one database. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { keys, logger } = options;
  const signUp = options.signUp ?? 'open';
  if (signUp === 'confirm' && !options.mail) {
    throw new RangeError('Addresses can be confirmed only by a cloud that sends e-mail.');
  }
  const now = options.now ?? Date.now;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const schemas = options.schemas ?? ['public'];
  const urlOf = (role: string, password: string): string =>
    roleUrl(options.adminUrl, role, password, options.database);
  const realtimeUrl = urlOf('supabase_realtime_admin', keys.passwords.realtime);
  const pools = {
    rest: createPool(urlOf('authenticator', keys.passwords.authenticator), 'rest', limits),
    auth: createPool(urlOf('supabase_auth_admin', keys.passwords.auth), 'auth', {
      ...limits,
      poolSize: AUTH_CONNECTIONS,
    }),
    realtime: createPool(realtimeUrl, 'realtime', {
      ...limits,
      poolSize: REALTIME_CONNECTIONS,
      queueLength: 2_000,
    }),
  };
  const tokens = await createTokens(keys.signingKey, now);
  const identify = createIdentify(keys, tokens);
  const cache = createSchemaCache(pools.rest, schemas, now);
  const passwords = createPasswords();
  const mailer = options.mail ? createMailer(options.mail, logger) : null;
  let baseUrl = '';

  const app = createServer();
  const realtime = startRealtime(app.server, {
    pool: pools.realtime,
    identify,
    tokens,
    now,
    maxConnections: MAX_SOCKETS,
    logger,
  });
  const metrics = gatewayMetrics(app, { pools, sockets: realtime.connections, now });
  const samples = startSampleWriter({
    pool: pools.rest,
    figures: metrics.figures,
    now,
    logger,
    everyMs: options.sampleEveryMs,
  });
  const onFailure = (error: unknown, request: FastifyRequest, status: number): void => {
    if (status < 500) return;
    metrics.countError(errorKind(error));
    logger.error(
      { err: error, method: request.method, route: request.routeOptions.url, status },
      'request failed',
    );
  };

  let reload: NodeJS.Timeout | undefined;
  const reloadSoon = (): void => {
    clearTimeout(reload);
    reload = setTimeout(() => {
      cache.reload().catch((error: unknown) => logger.warn({ err: error }, 'the schema could not be read'));
    }, RELOAD_PAUSE_MS);
  };
  const listener = await listenToDatabase({
    connectionString: realtimeUrl,
    channels: ['realtime_messages', 'pgrst'],
    onNotification: (channel, payload) => (channel === 'pgrst' ? reloadSoon() : realtime.onMessage(payload)),
    onConnected: reloadSoon,
    logger,
  });

  app.get('/health', () => ({ status: 'ok' }));
  await app.register(
    async (scope) => restRoutes(scope, { pool: pools.rest, cache, identify, schemas, onFailure }),
    {
      prefix: '/rest/v1',
    },
  );
  await app.register(
    async (scope) =>
      authRoutes(scope, {
        pool: pools.auth,
        identify,
        passwords,
        tokens,
        issuer: () => baseUrl,
        now,
        accessTokenSeconds: options.accessTokenSeconds ?? 3_600,
        rateLimit: options.rateLimit ?? DEFAULT_RATE_LIMIT,
        signUp,
        mailer,
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
      clearTimeout(reload);
      samples.stop();
      await listener.stop();
      await realtime.stop();
      // A connection opened for a request that never came counts as busy: it would hold the end for its time-out.
      const impatience = setTimeout(() => app.server.closeAllConnections(), CLOSE_GRACE_MS);
      try {
        await app.close();
      } finally {
        clearTimeout(impatience);
      }
      await Promise.all([
        ...Object.values(pools).map((pool) => pool.end()),
        passwords.close(),
        mailer?.close(),
      ]);
    },
  };
}
