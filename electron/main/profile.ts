/** What `--profile NAME` may be: it becomes part of a folder's name. */
const PROFILE = /^[a-z0-9][a-z0-9-]{0,30}$/;

export const DEFAULT_PROFILE = 'main';

/**
 * The profile named on the command line as `--profile NAME` or `--profile=NAME`; each has its own data folder, key and
 * window, so two desks can run on one PC. Throws RangeError for a name that does not fit a folder.
 */
export function profileFrom(argv: readonly string[]): string {
  const index = argv.findIndex((argument) => argument === '--profile' || argument.startsWith('--profile='));
  if (index < 0) return DEFAULT_PROFILE;
  const argument = argv[index] ?? '';
  const name = argument.includes('=') ? argument.slice('--profile='.length) : (argv[index + 1] ?? '');
  if (!PROFILE.test(name)) {
    throw new RangeError(`--profile needs a name of small letters, digits and dashes, not "${name}"`);
  }
  return name;
}

/** The data folder of a profile, beside the default one's. */
export const profileFolder = (defaultFolder: string, profile: string): string =>
  profile === DEFAULT_PROFILE ? defaultFolder : `${defaultFolder}-${profile}`;
