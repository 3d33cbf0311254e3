import pg from 'pg';
import type { Logger } from 'pino';

export type DatabaseListener = { stop(): Promise<void> };

/** Longest pause between two attempts to reach the database again. */
const MAX_PAUSE_MS = 5_000;

/**
 * One connection that hears notifications, reconnecting for as long as it is not stopped. What was
 * notified while it was away is lost: nudges are hints, and `onConnected` tells when to look by oneself.
 */
export async function listenToDatabase(options: {
  readonly connectionString: string;
  readonly channels: readonly string[];
  readonly onNotification: (channel: string, payload: string) => void;
  readonly onConnected: () => void;
  readonly logger: Logger;
}): Promise<DatabaseListener> {
  let client: pg.Client | undefined;
  let stopped = false;
  let retry: NodeJS.Timeout | undefined;
  let failures = 0;

  const again = (): void => {
    if (stopped) return;
    client = undefined;
    clearTimeout(retry);
    retry = setTimeout(() => void connect(), Math.min(MAX_PAUSE_MS, 100 * 2 ** Math.min(failures, 6)));
    failures += 1;
  };
  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: options.connectionString,
      application_name: 'console-gateway-listener',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    let lost = false;
    const lose = (error?: Error): void => {
      if (lost) return;
      lost = true;
      if (!stopped) options.logger.warn({ err: error }, 'the listener lost the database');
      again();
    };
    next.on('error', lose);
    next.on('end', () => lose());
    next.on('notification', (message) => options.onNotification(message.channel, message.payload ?? ''));
    try {
      await next.connect();
      for (const channel of options.channels) await next.query(`listen ${pg.escapeIdentifier(channel)}`);
      client = next;
      failures = 0;
      options.onConnected();
    } catch (error) {
      await next.end().catch(() => undefined);
      lose(error as Error);
    }
    if (stopped) await next.end().catch(() => undefined);
  };
  await connect();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}
