import pg from 'pg';

export type DatabaseLimits = {
  /** Connections for requests; further ones wait. */
  readonly poolSize: number;
  /** Requests that may wait for a connection; further ones are turned away at once. */
  readonly queueLength: number;
  /** How long one may wait, ms. */
  readonly queueDeadlineMs: number;
};

export const DEFAULT_LIMITS: DatabaseLimits = { poolSize: 20, queueLength: 200, queueDeadlineMs: 5_000 };

/** The cloud is too busy, or its database is away: 503, try again. */
export class Overloaded extends Error {
  readonly kind: 'queue' | 'database';
  constructor(kind: 'queue' | 'database', message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

export type Pool = {
  /** Runs work on a connection; one whose transaction ended badly is thrown away, not reused. */
  use<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  /** As `use`, between begin and commit; rolled back when the work throws. */
  transaction<T>(begin: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  figures(): {
    readonly used: number;
    readonly idle: number;
    readonly waiting: number;
    readonly size: number;
  };
  end(): Promise<void>;
};

/** Errors after which the connection is gone, whatever the statement was. */
export function isConnectionLoss(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string')
    return error instanceof Error && /Connection terminated|not queryable/.test(error.message);
  return (
    code.startsWith('08') ||
    code.startsWith('57P') ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code)
  );
}

export function createPool(connectionString: string, name: string, limits: DatabaseLimits): Pool {
  const pool = new pg.Pool({
    connectionString,
    application_name: `console-gateway-${name}`,
    max: limits.poolSize,
    connectionTimeoutMillis: limits.queueDeadlineMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
  });
  // An idle connection that the server ended; the pool opens another when needed.
  pool.on('error', () => undefined);

  const take = async (): Promise<pg.PoolClient> => {
    if (pool.waitingCount >= limits.queueLength)
      throw new Overloaded('queue', 'Too many requests are waiting.');
    try {
      return await pool.connect();
    } catch (error) {
      const queued = error instanceof Error && error.message.includes('timeout exceeded');
      throw new Overloaded(queued ? 'queue' : 'database', 'No database connection in time.', {
        cause: error,
      });
    }
  };

  const use = async <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await take();
    let broken = true;
    // Without a listener, a connection lost between two statements would end the process.
    const ignore = (): void => undefined;
    client.on('error', ignore);
    try {
      const result = await work(client);
      broken = false;
      return result;
    } catch (error) {
      broken =
        isConnectionLoss(error) ||
        (await client.query('rollback').then(
          () => false,
          () => true,
        ));
      throw error;
    } finally {
      client.off('error', ignore);
      client.release(broken);
    }
  };

  return {
    use,
    transaction: (begin, work) =>
      use(async (client) => {
        await client.query(begin);
        const result = await work(client);
        await client.query('commit');
        return result;
      }),
    figures: () => ({
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
      size: limits.poolSize,
    }),
    end: () => pool.end(),
  };
}
