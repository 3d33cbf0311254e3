type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where updates come from, if the environment says so (CONSOLE_UPDATE_URL): https, or http on this machine. Null: the
 * address that the installer was built with. Throws RangeError with a sentence for the person.
 */
export function updateSource(environment: Environment): string | null {
  const address = environment['CONSOLE_UPDATE_URL'];
  if (!address) return null;
  const url = URL.canParse(address) ? new URL(address) : null;
  const loopback = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && loopback))) {
    throw new RangeError('CONSOLE_UPDATE_URL must be an https address (http only on this machine).');
  }
  return url.href;
}

/**
 * The public half of the key that signs releases: 32 bytes in base64. Replaced once, before the first release; see
 * docs/operations/releasing-an-update.md. The private half of this one was thrown away, so that nothing verifies until
 * then.
 */
const RELEASE_KEY = '8SkKLXV+HY2qSEs8iNReNfc1au49iObZYL3LRvvjTRA=';

/** Only a build that no installer made (development, tests) may be told another key. */
export const releaseKeyText = (environment: Environment, isPackaged: boolean): string =>
  (isPackaged ? undefined : environment['CONSOLE_UPDATE_KEY']) ?? RELEASE_KEY;
