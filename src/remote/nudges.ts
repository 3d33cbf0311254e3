import type { SupabaseClient } from '@supabase/supabase-js';
import type { RemotePort, RemoteSession } from '../contracts/ports.ts';
import type { Cable } from './guarded-fetch.ts';
import { type CloudAddress, supabaseClient } from './supabase-client.ts';

/** Longest wait between two attempts to connect. */
const RECONNECT_CAP_MS = 60_000;

/** Full jitter: a thousand desks that lost the same server must not come back in the same second. */
export const reconnectAfter = (tries: number, random: () => number): number =>
  Math.round(random() * Math.min(RECONNECT_CAP_MS, 500 * 2 ** Math.min(tries, 10)));

const versionOf = (message: unknown): number => {
  const payload = (message as { payload?: { v?: unknown } } | null)?.payload;
  return typeof payload?.v === 'number' ? payload.v : 0;
};

/**
 * Follows the private channels `scope:<id>` over one socket. The token is the session's own; after a refresh the
 * caller subscribes anew, which also cures the stale token of a PC that slept.
 */
export function nudges(address: CloudAddress, cable: Cable): RemotePort['subscribe'] {
  return (session, scopes, on) => {
    let live: SupabaseClient | null = null;
    let stopped = false;

    const close = () => {
      const closing = live;
      live = null;
      if (!closing) return;
      // Without waiting for the server's leave: it notices the closed socket.
      void closing.realtime.disconnect();
    };

    const open = async (who: RemoteSession) => {
      const client = supabaseClient(address, {
        accessToken: () => Promise.resolve(who.accessToken),
        reconnectAfterMs: (tries) => reconnectAfter(tries, Math.random),
      });
      live = client;
      // The join carries the token, so it must be known before.
      await client.realtime.setAuth();
      if (live !== client) return;
      for (const scope of scopes) {
        client
          .channel(`scope:${scope}`, { config: { private: true } })
          .on('broadcast', { event: '*' }, (message) => {
            if (live === client) on.nudge(scope, versionOf(message));
          })
          .subscribe((status) => {
            if (live !== client) return;
            if (status === 'SUBSCRIBED') on.joined(scope);
            else on.lost(scope);
          });
      }
    };

    const begin = (): void => {
      void open(session).catch(() => {
        // Without a socket there are still polls; the caller tries again after a loss.
        for (const scope of scopes) on.lost(scope);
      });
    };
    if (cable.connected()) begin();
    const off = cable.onChange((connected) => {
      if (stopped) return;
      if (connected) begin();
      else {
        close();
        for (const scope of scopes) on.lost(scope);
      }
    });
    return () => {
      stopped = true;
      off();
      close();
    };
  };
}
