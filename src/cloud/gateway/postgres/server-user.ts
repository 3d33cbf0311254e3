import { spawnSync } from 'node:child_process';

/** The operating system's account under which PostgreSQL runs; undefined: our own. */
export type ServerUser = { readonly name: string; readonly uid: number; readonly gid: number };

const ACCOUNT = 'postgres';

function numericId(flag: '-u' | '-g', name: string): number | undefined {
  const answer = spawnSync('id', [flag, name], { encoding: 'utf8', cwd: '/' });
  const id = Number.parseInt(answer.stdout ?? '', 10);
  return answer.status === 0 && Number.isInteger(id) ? id : undefined;
}

function lookUp(name: string): ServerUser | undefined {
  const uid = numericId('-u', name);
  const gid = numericId('-g', name);
  return uid === undefined || gid === undefined ? undefined : { name, uid, gid };
}

/**
 * PostgreSQL refuses to run as root, so a root caller gets the account `postgres` (made when the
 * machine has none), or `nobody` as the last resort. initdb looks its user up by name: an id
 * without an entry in the password file does not do.
 */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const existing = lookUp(ACCOUNT);
  if (existing) return existing;
  spawnSync(
    'useradd',
    ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', ACCOUNT],
    {
      cwd: '/',
    },
  );
  const user = lookUp(ACCOUNT) ?? lookUp('nobody');
  if (!user) {
    throw new Error(
      'PostgreSQL cannot run as root, and no account "postgres" could be made. Run as another user.',
    );
  }
  return user;
}

/** Options for child_process that run a program as that account, from a folder it may stand in. */
export function asServerUser(user: ServerUser | undefined): { cwd: string; uid?: number; gid?: number } {
  const cwd = process.platform === 'win32' ? process.cwd() : '/';
  return user ? { cwd, uid: user.uid, gid: user.gid } : { cwd };
}

/** Whether that account can enter the folder; asked of the kernel, so that access lists count too. */
export function canEnter(user: ServerUser | undefined, folder: string): boolean {
  if (!user) return true;
  return spawnSync('test', ['-x', folder], asServerUser(user)).status === 0;
}
