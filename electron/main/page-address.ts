import type { WebFrameMain } from 'electron';

/**
 * Where the page lives. `app://console` is a standard, secure scheme of our own: never file://, never the network.
 * Only a development build (`npm run dev`) may load the page from Vite's server on this machine instead; the condition
 * is replaced by `false` when a production build is made, so the environment cannot switch it on there.
 */
export const APP_SCHEME = 'app';
export const APP_ORIGIN = `${APP_SCHEME}://console`;

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** True only in a build made by `npm run dev`. */
export const IS_DEVELOPMENT_BUILD = (import.meta as { env?: { DEV?: boolean } }).env?.DEV === true;

/** Vite's server, if this is a development build started by one on this machine; otherwise null. */
export function developmentServer(environment: Readonly<Record<string, string | undefined>>): URL | null {
  const address = environment['ELECTRON_RENDERER_URL'];
  if (!IS_DEVELOPMENT_BUILD || address === undefined || !URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === 'http:' && LOOPBACK.has(url.hostname) ? url : null;
}

export type PageAddress = { readonly origin: string; readonly url: string };

export function pageAddress(server: URL | null): PageAddress {
  if (server !== null) return { origin: server.origin, url: server.href };
  return { origin: APP_ORIGIN, url: `${APP_ORIGIN}/` };
}

/** Messages count only when the page itself sends them: its origin, and not from a frame within it. */
export function isPageFrame(
  frame: Pick<WebFrameMain, 'origin' | 'parent'> | null | undefined,
  origin: string,
): boolean {
  return frame !== null && frame !== undefined && frame.parent === null && frame.origin === origin;
}
