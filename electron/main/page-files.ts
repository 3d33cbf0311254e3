import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { APP_ORIGIN } from './page-address.ts';

/**
 * Answers requests of the page for its own files. Everything else is 404: there is no directory listing, no redirect,
 * and no way out of the folder, however the dots are written.
 */

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/**
 * The page's policy: its own files and nothing else. No inline style either: React sets styles through the CSSOM, which
 * the policy does not concern, and Mantine is told to make no style elements.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "frame-src 'none'",
  "object-src 'none'",
].join('; ');

const COMMON_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/**
 * The file that a URL names, or null when it names none of ours. A path without an extension is a route of the page's
 * router and gets index.html, so that reloading works anywhere.
 */
export function fileFor(root: string, address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (`${url.protocol}//${url.host}` !== APP_ORIGIN) return null;
  let decoded: string;
  try {
    decoded = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  // The URL parser resolves plain and %2e dots; what is left hides them behind encoded slashes or backslashes.
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  if (decoded.split('/').some((part) => part === '..' || part.startsWith('.'))) return null;
  const extension = path.posix.extname(decoded);
  const file = path.join(root, extension === '' ? 'index.html' : decoded);
  return file.startsWith(root + path.sep) && (extension === '' || extension in MIME_TYPES) ? file : null;
}

const notFound = (): Response =>
  new Response('Not found', {
    status: 404,
    headers: {
      ...COMMON_HEADERS,
      'content-type': 'text/plain',
      'content-security-policy': "default-src 'none'",
    },
  });

/** Handles one request of the page. `root` is the built renderer's folder, without a trailing separator. */
export async function answerPageRequest(
  root: string,
  request: Pick<Request, 'url' | 'method'>,
): Promise<Response> {
  const file = request.method === 'GET' || request.method === 'HEAD' ? fileFor(root, request.url) : null;
  if (file === null) return notFound();
  let bytes: Buffer<ArrayBuffer>;
  try {
    bytes = await readFile(file);
  } catch {
    // Whatever the disk says (missing, a folder, no access), to the page the file does not exist.
    return notFound();
  }
  const extension = path.extname(file);
  return new Response(request.method === 'HEAD' ? null : bytes, {
    headers: {
      ...COMMON_HEADERS,
      'content-type': MIME_TYPES[extension] ?? 'application/octet-stream',
      'content-security-policy': CONTENT_SECURITY_POLICY,
      // Built files carry a hash in their name; the page itself must always be the one of this version.
      'cache-control': extension === '.html' ? 'no-store' : 'max-age=31536000, immutable',
    },
  });
}
