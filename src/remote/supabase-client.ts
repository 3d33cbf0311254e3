import { createClient, type SupabaseClient } from '@supabase/supabase-js';

export type WebSocketClass = new (address: string | URL, subprotocols?: string | string[]) => unknown;

export type CloudAddress = {
  readonly url: string;
  readonly publishableKey: string;
  /** A WebSocket class where the runtime has none (Node 20 in Electron 33); `ws` fits. */
  readonly webSocket?: WebSocketClass | undefined;
};

export type ClientOptions = {
  readonly fetch?: typeof fetch;
  readonly accessToken?: () => Promise<string>;
  readonly reconnectAfterMs?: (tries: number) => number;
};

/**
 * A client that keeps, refreshes and looks for nothing by itself: sessions belong to the desk. Every one gets the
 * socket class, used or not: the library refuses to be made where it finds none.
 */
export function supabaseClient(address: CloudAddress, options: ClientOptions): SupabaseClient {
  const { webSocket } = address;
  return createClient(address.url, address.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    ...(options.fetch ? { global: { fetch: options.fetch } } : {}),
    ...(options.accessToken ? { accessToken: options.accessToken } : {}),
    realtime: {
      ...(options.reconnectAfterMs ? { reconnectAfterMs: options.reconnectAfterMs } : {}),
      // The type asks for the DOM's constructor; the socket of `ws` behaves the same.
      ...(webSocket ? { transport: webSocket as never } : {}),
    },
  });
}
