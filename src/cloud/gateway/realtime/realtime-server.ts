import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { Identify } from '../caller.ts';
import type { Pool } from '../database.ts';
import type { Tokens } from '../tokens.ts';
import { channelPermission } from './channel-permission.ts';
import { createCoalescer } from './coalesce.ts';
import { SocketSession } from './socket-session.ts';
import type { Broadcast } from './socket-session.ts';

const PATH = '/realtime/v1/websocket';
const MAX_FRAME_BYTES = 256 * 1024;
const SWEEP_MS = 10_000;
const COALESCE_MS = 250;
/** Messages are kept only for whoever debugs; delivery is at once or never. */
const KEEP_MESSAGES_MINUTES = 60;
const TIDY_MS = 300_000;

type MessageRow = {
  readonly id: string;
  readonly topic: string;
  readonly event: string | null;
  readonly payload: unknown;
};

export type RealtimeServer = {
  /** A row of realtime.messages was committed. */
  onMessage(id: string): void;
  connections(): number;
  stop(): Promise<void>;
};

/** Private channels on the gateway's own port. `pool` connects as supabase_realtime_admin. */
export function startRealtime(
  server: Server,
  options: {
    readonly pool: Pool;
    readonly identify: Identify;
    readonly tokens: Tokens;
    readonly now: () => number;
    readonly maxConnections: number;
    readonly logger: Logger;
  },
): RealtimeServer {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  });
  const sessions = new Set<SocketSession>();
  const report = (what: string) => (error: unknown) => options.logger.warn({ err: error }, what);

  const deliver = (broadcast: Broadcast, except?: SocketSession): void => {
    for (const session of sessions) if (session !== except) session.deliver(broadcast);
  };
  const nudges = createCoalescer<Broadcast>(COALESCE_MS, deliver);
  const publish = (broadcast: Broadcast): void => {
    // A tenant's version is worth telling once, however many pushes raised it meanwhile.
    if (broadcast.topic.startsWith('scope:')) nudges.send(`${broadcast.topic} ${broadcast.event}`, broadcast);
    else deliver(broadcast);
  };

  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://gateway');
    if (url.pathname !== PATH) return refuse(socket, '404 Not Found');
    if (sessions.size >= options.maxConnections) return refuse(socket, '503 Service Unavailable');
    let role: 'anon' | 'service_role';
    try {
      role = options.identify.key(url.searchParams.get('apikey') ?? undefined);
    } catch {
      return refuse(socket, '401 Unauthorized');
    }
    const version = url.searchParams.get('vsn') === '1.0.0' ? '1.0.0' : '2.0.0';
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const session = new SocketSession(webSocket, version, role, {
        identify: options.identify,
        tokens: options.tokens,
        now: options.now,
        permission: (caller, topic) => channelPermission(options.pool, caller, topic),
        publish: (from, broadcast) => deliver(broadcast, from),
      });
      sessions.add(session);
      webSocket.on('message', (data, isBinary) =>
        session.receive(Buffer.isBuffer(data) ? data : Buffer.from(data as ArrayBuffer), isBinary),
      );
      webSocket.on('close', () => sessions.delete(session));
      // Too large a frame, or a connection reset: the close that follows is enough.
      webSocket.on('error', () => undefined);
    });
  });

  let waiting: string[] = [];
  let fetching = false;
  const fetchMessages = async (): Promise<void> => {
    if (fetching) return;
    fetching = true;
    try {
      while (waiting.length > 0) {
        const ids = waiting;
        waiting = [];
        const rows = await options.pool.use((client) =>
          client.query<MessageRow>(
            `select id, topic, event, payload from realtime.messages
             where id = any($1) and private and extension = 'broadcast' order by inserted_at`,
            [ids],
          ),
        );
        for (const row of rows.rows)
          publish({ topic: row.topic, event: row.event ?? '', payload: row.payload, id: row.id });
      }
    } finally {
      fetching = false;
    }
  };

  const sweeping = setInterval(() => {
    for (const session of sessions) session.sweep().catch(report('a realtime channel could not be checked'));
  }, SWEEP_MS);
  const tidying = setInterval(() => {
    const sql = `delete from realtime.messages where inserted_at < now() - make_interval(mins => $1)`;
    options.pool
      .use((client) => client.query(sql, [KEEP_MESSAGES_MINUTES]))
      .catch(report('old broadcasts could not be deleted'));
  }, TIDY_MS);
  sweeping.unref();
  tidying.unref();

  return {
    onMessage: (id) => {
      if (sessions.size === 0) return;
      waiting.push(id);
      fetchMessages().catch(report('a broadcast could not be delivered'));
    },
    connections: () => sessions.size,
    stop: async () => {
      clearInterval(sweeping);
      clearInterval(tidying);
      nudges.stop();
      for (const webSocket of sockets.clients) webSocket.terminate();
      await new Promise<void>((resolve) => {
        sockets.close(() => resolve());
      });
    },
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
