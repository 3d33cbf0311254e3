import type { Logger } from 'pino';
import { bootstrapCloud } from './bootstrap.ts';
import { createGateway } from './gateway.ts';
import type { GatewaySettings } from './gateway.ts';
import { loadOrCreateKeys } from './keys.ts';
import { migrateCloud } from './migrate-cloud.ts';
import { roleUrl } from './role-url.ts';
import { startPostgres } from './postgres/start-postgres.ts';

export type CloudOptions = GatewaySettings & {
  /** Keys, database and logs live here; made when missing. */
  readonly dataDir: string;
  /** Folder of numbered SQL files, applied in order. */
  readonly migrationsDir: string;
  /** Port of the gateway on `host`; 0 or a busy one: a free one. */
  readonly port?: number;
  /** 127.0.0.1 unless told: other machines are let in on purpose only. */
  readonly host?: string;
  /** false only for tests that throw the data away. */
  readonly durable?: boolean;
  readonly logger: Logger;
  readonly progress?: (line: string) => void;
};

export type RunningCloud = {
  readonly url: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  /** As the role `postgres`, which is what hosted Supabase gives out. */
  readonly databaseUrl: string;
  /** As the superuser; for tests and repair. */
  readonly adminUrl: string;
  readonly postgresPid: () => number;
  stop(): Promise<void>;
};

/** Starts PostgreSQL, brings its schema up to date and opens the gateway. Stops all it began when a step fails. */
export async function startCloud(options: CloudOptions): Promise<RunningCloud> {
  const progress = options.progress ?? (() => undefined);
  const { logger } = options;
  const keys = await loadOrCreateKeys(options.dataDir);
  const postgres = await startPostgres({
    dataDir: options.dataDir,
    adminPassword: keys.adminPassword,
    durable: options.durable ?? true,
    log: progress,
    onRestart: (error) =>
      error
        ? logger.error({ err: error }, 'PostgreSQL could not be started again')
        : logger.warn('PostgreSQL was started again'),
  });
  let stopped: Promise<void> | undefined;
  try {
    await bootstrapCloud(postgres.adminUrl, keys.passwords);
    const databaseUrl = roleUrl(postgres.adminUrl, 'postgres', keys.passwords.postgres);
    await migrateCloud({ databaseUrl, dir: options.migrationsDir, log: progress });
    const gateway = await createGateway({
      ...options,
      keys,
      adminUrl: postgres.adminUrl,
      database: 'postgres',
    });
    const address = await gateway.listen(options.host ?? '127.0.0.1', options.port ?? 0);
    return {
      url: address,
      publishableKey: keys.publishableKey,
      secretKey: keys.secretKey,
      databaseUrl,
      adminUrl: postgres.adminUrl,
      postgresPid: postgres.pid,
      stop: () => {
        stopped ??= gateway.close().finally(() => postgres.stop());
        return stopped;
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
