import type { Logger } from 'pino';
import type { Pool } from '../database.ts';
import { WINDOW_MS } from './gateway-metrics.ts';
import type { WindowFigures } from './request-window.ts';

const EVERY_MS = 10_000;

/**
 * Writes the gateway's own figures to ops.record_sample every ten seconds, as service_role, so that
 * the Health panel shows what was measured. A database without that function is left alone.
 */
export function startSampleWriter(options: {
  readonly pool: Pool;
  readonly figures: () => WindowFigures;
  readonly now: () => number;
  readonly logger: Logger;
  readonly everyMs?: number | undefined;
}): { stop(): void } {
  let writing = false;
  let lastFailure = '';

  const write = async (): Promise<void> => {
    // Taken before our own connection counts as used.
    const pool = options.pool.figures();
    const { requests, errors, p50, p95 } = options.figures();
    const sample = {
      at: options.now(),
      window_s: WINDOW_MS / 1000,
      latency_p95_ms: p95,
      latency_p50_ms: p50,
      requests,
      errors,
      pool_used: pool.used,
      pool_size: pool.size,
      pool_waiting: pool.waiting,
    };
    await options.pool.transaction('begin', async (client) => {
      const found = await client.query(
        `select 1 from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname = 'ops' and p.proname = 'record_sample' and pg_get_function_identity_arguments(p.oid) ~ '(^| )jsonb$'`,
      );
      if (!found.rowCount) return;
      await client.query(`select set_config('role', 'service_role', true)`);
      await client.query('select ops.record_sample($1::jsonb)', [JSON.stringify(sample)]);
    });
  };

  const timer = setInterval(() => {
    if (writing) return;
    writing = true;
    write()
      .then(() => {
        lastFailure = '';
      })
      .catch((error: unknown) => {
        // Said once, not every ten seconds.
        const failure = error instanceof Error ? error.message : String(error);
        if (failure !== lastFailure)
          options.logger.warn({ err: error }, 'the health sample could not be written');
        lastFailure = failure;
      })
      .finally(() => {
        writing = false;
      });
  }, options.everyMs ?? EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
