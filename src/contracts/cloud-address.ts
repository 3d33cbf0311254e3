/** Reads what may be the address of a cloud; both the settings of a start and a person's typing come through here. */

const ORIGIN = /^(https?):\/\/(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?\/*$/i;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Scheme, host and port in small letters, without a path; https, or http on this machine alone. `not_an_address` for
 * anything else, a path or a user's name in it included.
 */
export function cloudOrigin(
  text: string,
):
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly problem: 'not_an_address' | 'not_https' } {
  const match = ORIGIN.exec(text.trim());
  const [, scheme = '', host = '', port = ''] = match ?? [];
  if (!match || Number(port.slice(1)) > 65_535) return { ok: false, problem: 'not_an_address' };
  if (scheme.toLowerCase() === 'http' && !LOOPBACK.has(host.toLowerCase())) {
    return { ok: false, problem: 'not_https' };
  }
  return { ok: true, url: `${scheme}://${host}${port}`.toLowerCase() };
}
