import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Pool } from '../database.ts';
import { createRequestWindow } from './request-window.ts';
import type { WindowFigures } from './request-window.ts';

export type GatewayMetrics = {
  /** An error that was answered with 5xx, by its kind. */
  countError(kind: string): void;
  figures(): WindowFigures;
};

export const WINDOW_MS = 60_000;
const UNCOUNTED = new Set(['/metrics', '/health']);
const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Counts every answer of the app and shows the counts at `/metrics`, to this computer alone. */
export function gatewayMetrics(
  app: FastifyInstance,
  options: {
    readonly pools: Readonly<Record<string, Pool>>;
    readonly sockets: () => number;
    readonly now: () => number;
  },
): GatewayMetrics {
  const registry = new Registry();
  const registers = [registry];
  const labelNames = ['method', 'route', 'status'] as const;
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request to the end of its answer',
    labelNames,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10],
    registers,
  });
  const total = new Counter({
    name: 'http_requests_total',
    help: 'Requests answered',
    labelNames,
    registers,
  });
  const errors = new Counter({
    name: 'app_errors_total',
    help: 'Failures of the cloud itself',
    labelNames: ['kind'],
    registers,
  });
  const pools = new Gauge({
    name: 'db_connection_pool',
    help: 'Database connections of the gateway',
    labelNames: ['pool', 'state'],
    registers: [],
    collect() {
      for (const [name, pool] of Object.entries(options.pools)) {
        for (const [state, value] of Object.entries(pool.figures())) this.set({ pool: name, state }, value);
      }
    },
  });
  const sockets = new Gauge({
    name: 'realtime_connections',
    help: 'Open WebSockets',
    registers: [],
    collect() {
      this.set(options.sockets());
    },
  });

  registry.registerMetric(pools);
  registry.registerMetric(sockets);

  const window = createRequestWindow(WINDOW_MS);
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    if (UNCOUNTED.has(route)) return;
    const ms = reply.elapsedTime;
    // A function's name is one of a known few only when the call succeeded: a stranger's guesses must not become labels.
    const name = reply.statusCode < 400 ? (request.params as { name?: string } | undefined)?.name : undefined;
    const labels = {
      method: request.method,
      route: name ? route.replace(':name', name) : route,
      status: String(reply.statusCode),
    };
    duration.observe(labels, ms / 1000);
    total.inc(labels);
    window.add({ at: options.now(), ms, failed: reply.statusCode >= 500 });
  });

  app.get('/metrics', async (request, reply) => {
    const remote = request.socket.remoteAddress ?? '';
    if (!LOOPBACK.has(remote) || request.headers['x-forwarded-for'] !== undefined)
      return reply.callNotFound();
    return reply.type(registry.contentType).send(await registry.metrics());
  });

  return { countError: (kind) => errors.inc({ kind }), figures: () => window.figures(options.now()) };
}
