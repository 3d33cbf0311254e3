import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { groupedRecoveryCode } from '../../../src/contracts/recovery-code.ts';
import { destroyWhatWasHeld } from './destroy-what-was-held.ts';
import { FileKey, KEY_FILE, type FileKeyWorld } from './file-key.ts';
import { KEY_BYTES } from './key-envelope.ts';
import type { OsProtection } from './os-protection.ts';
import { unwrapWithRecoveryCode, wrapWithRecoveryCode } from './recovery-wrap.ts';

let folder: string;
let pauses: number[];
let logged: string[];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'recovery-'));
  pauses = [];
  logged = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const keychain = (shift: number): OsProtection => ({
  available: () => Promise.resolve(true),
  protect: (secret) => Promise.resolve(Buffer.from(secret).map((byte) => byte ^ shift) as Buffer),
  unprotect: (sealed) => {
    const text = Buffer.from(sealed.map((byte) => byte ^ shift)).toString();
    return /^[\w+/=]+$/.test(text) ? Promise.resolve(text) : Promise.reject(new Error('not ours'));
  },
});
const silent: OsProtection = {
  available: () => Promise.resolve(false),
  protect: () => Promise.reject(new Error('unavailable')),
  unprotect: () => Promise.reject(new Error('unavailable')),
};

const keyOf = (os: OsProtection, over: Partial<FileKeyWorld> = {}): FileKey =>
  new FileKey({
    folder,
    os,
    keyFileAllowed: false,
    sealedFiles: () => (existsSync(path.join(folder, 'replicas')) ? ['replicas'] : []),
    now: () => '2026-11-23T10:40:00.000Z',
    pause: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
    log: (event, detail) => logged.push(`${event} ${JSON.stringify(detail)}`),
    ...over,
  });
const hexOf = async (fileKey: FileKey): Promise<string> => {
  const state = await fileKey.state();
  if (state.kind !== 'open') throw new Error(`the key is ${JSON.stringify(state)}`);
  return state.key.toString('hex');
};
const withCode = async (fileKey: FileKey): Promise<string> => {
  await fileKey.state();
  const code = await fileKey.newRecoveryCode();
  if (code === null) throw new Error('no code');
  expect(await fileKey.keepRecoveryCode(code.slice(-4).toLowerCase())).toBe(true);
  return code;
};
const stored = (): { readonly wraps: readonly { readonly by: string }[] } =>
  JSON.parse(readFileSync(path.join(folder, KEY_FILE), 'utf8')) as ReturnType<typeof stored>;
const kinds = (): readonly string[] => stored().wraps.map(({ by }) => by);

const PASSPHRASE = 'koeksister by the sea';

describe('a recovery code', () => {
  it('opens a profile that was moved to a PC with another keychain, and the key is kept anew there', async () => {
    const before = keyOf(keychain(7));
    const code = await withCode(before);
    const key = await hexOf(before);

    const moved = keyOf(keychain(200));
    expect(await moved.state()).toEqual({ kind: 'passphrase', step: 'recovery', storeIsSilent: false });
    expect(await moved.recover(groupedRecoveryCode(code), '')).toMatchObject({ ok: true });
    expect(await hexOf(moved)).toBe(key);
    expect(kinds()).toEqual(['os', 'recovery']);
    expect(await hexOf(keyOf(keychain(200)))).toBe(key);
  });

  it('opens a diary whose key ring is silent, under a new passphrase; the ring may come back', async () => {
    const before = keyOf(keychain(7));
    const code = await withCode(before);
    const key = await hexOf(before);

    const today = keyOf(silent);
    expect(await today.state()).toEqual({ kind: 'passphrase', step: 'recovery', storeIsSilent: true });
    expect(await today.recover(code, 'too short')).toEqual({ ok: false, code: 'PASSPHRASE_TOO_SHORT' });
    expect(await today.recover(code, PASSPHRASE)).toMatchObject({ ok: true });
    expect(kinds()).toEqual(['passphrase', 'os', 'recovery']);
    const tomorrow = keyOf(silent);
    expect(await tomorrow.unlock(PASSPHRASE)).toMatchObject({ ok: true });
    expect(await hexOf(tomorrow)).toBe(key);
    expect(await hexOf(keyOf(keychain(7)))).toBe(key);
  });

  it('stands in for a forgotten passphrase, which then opens nothing any more', async () => {
    const before = keyOf(silent);
    await before.unlock(PASSPHRASE);
    const code = await withCode(before);
    const forgetful = keyOf(silent);
    expect(await forgetful.state()).toMatchObject({ step: 'needed' });
    expect(await forgetful.recover(code, 'rooibos tea at ten')).toMatchObject({ ok: true });
    expect(await keyOf(silent).unlock(PASSPHRASE)).toEqual({ ok: false, code: 'WRONG_PASSPHRASE' });
    expect(await keyOf(silent).unlock('rooibos tea at ten')).toMatchObject({ ok: true });
  });

  it('is told apart from a slip of the pen, and each wrong one is answered more slowly', async () => {
    const before = keyOf(keychain(7));
    const code = await withCode(before);
    const other = recoveryOf(await keyOf(keychain(7)).newRecoveryCode());
    const moved = keyOf(keychain(200));
    expect(await moved.recover(code.slice(0, 30), '')).toEqual({
      ok: false,
      code: 'RECOVERY_CODE_INCOMPLETE',
    });
    const slip = `${code[0] === '7' ? '8' : '7'}${code.slice(1)}`;
    expect(await moved.recover(slip, '')).toEqual({ ok: false, code: 'RECOVERY_CODE_MISTYPED' });
    expect(pauses).toEqual([]);
    for (let round = 0; round < 7; round += 1) {
      expect(await moved.recover(other, '')).toEqual({ ok: false, code: 'RECOVERY_CODE_WRONG' });
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000]);
    expect(await moved.recover(code, '')).toMatchObject({ ok: true });
    for (const secret of [code, other, groupedRecoveryCode(code)]) {
      expect(logged.join('\n')).not.toContain(secret);
      expect(readFileSync(path.join(folder, KEY_FILE), 'utf8')).not.toContain(secret);
    }
  });

  it('is renewed: the old one holds until the last group of the new one is typed, and then no longer', async () => {
    const fileKey = keyOf(keychain(7));
    const first = await withCode(fileKey);
    const second = recoveryOf(await fileKey.newRecoveryCode());
    expect(await fileKey.keepRecoveryCode('nope')).toBe(false);
    expect(await keyOf(keychain(200)).recover(first, '')).toMatchObject({ ok: true });
    // The profile is on the other PC now: its keychain opens it, and the renewal goes on there.
    const there = keyOf(keychain(200));
    await there.state();
    const third = recoveryOf(await there.newRecoveryCode());
    expect(await there.keepRecoveryCode(third.slice(-4))).toBe(true);
    const moved = keyOf(keychain(9));
    expect(await moved.recover(first, '')).toEqual({ ok: false, code: 'RECOVERY_CODE_WRONG' });
    expect(await moved.recover(second, '')).toEqual({ ok: false, code: 'RECOVERY_CODE_WRONG' });
    expect(await moved.recover(third, '')).toMatchObject({ ok: true });
  });

  it('is not made for a key that lies open, nor for one that is not open', async () => {
    const open = keyOf(silent, { keyFileAllowed: true });
    await open.state();
    expect(await open.newRecoveryCode()).toBeNull();
    rmSync(path.join(folder, KEY_FILE));
    expect(await keyOf(silent).newRecoveryCode()).toBeNull();
  });

  it('leaves wrappings of a later version where they are', async () => {
    const fileKey = keyOf(keychain(7));
    await fileKey.state();
    const file = path.join(folder, KEY_FILE);
    const envelope = stored();
    const later = { by: 'yubikey', slot: 2 };
    writeFileSync(file, JSON.stringify({ ...envelope, wraps: [...envelope.wraps, later] }));
    await withCode(fileKey);
    expect(kinds()).toEqual(['os', 'recovery', 'yubikey']);
  });

  it('does not survive a changed byte anywhere in its wrapping', async () => {
    const key = Buffer.alloc(KEY_BYTES, 5);
    const code = '0'.repeat(32);
    const wrap = await wrapWithRecoveryCode(key, code, 'now');
    expect(await unwrapWithRecoveryCode(wrap, code)).toEqual(key);
    for (const field of ['salt', 'iv', 'sealed'] as const) {
      const bytes = Buffer.from(wrap[field], 'base64');
      for (let index = 0; index < bytes.length; index += 1) {
        const changed = Buffer.from(bytes);
        changed[index] = (changed[index] ?? 0) ^ 1;
        expect(
          await unwrapWithRecoveryCode({ ...wrap, [field]: changed.toString('base64') }, code),
        ).toBeNull();
      }
    }
  });
});

const recoveryOf = (code: string | null): string => {
  if (code === null) throw new Error('no code');
  return code;
};

describe('a key that nobody can open', () => {
  it('goes into quarantine with its diary when a person gives it up, never before', async () => {
    const before = keyOf(keychain(7));
    const code = await withCode(before);
    const lost = readFileSync(path.join(folder, KEY_FILE), 'utf8');
    writeReplica('a');
    const moved = keyOf(keychain(200));
    await moved.state();
    expect(readFileSync(path.join(folder, KEY_FILE), 'utf8')).toBe(lost);
    expect(await moved.startOver()).toBe(true);
    expect(await moved.startOver()).toBe(false);
    const aside = path.join(folder, 'quarantine', '2026-11-23T10-40-00-000Z');
    expect(readFileSync(path.join(aside, KEY_FILE), 'utf8')).toBe(lost);
    expect(existsSync(path.join(aside, 'replicas', 'a', 'replica.db'))).toBe(true);
    // What lies there still opens with the code.
    rmSync(path.join(folder, KEY_FILE));
    writeFileSync(path.join(folder, KEY_FILE), lost);
    expect(await keyOf(keychain(9)).recover(code, '')).toMatchObject({ ok: true });
  });

  it('is a damaged wrapping of the code too: the passphrase still opens it, and nothing is thrown away', async () => {
    const before = keyOf(silent);
    await before.unlock(PASSPHRASE);
    await withCode(before);
    const text = readFileSync(path.join(folder, KEY_FILE), 'utf8').replace('hkdf-sha256', 'hkdf-sha1');
    writeFileSync(path.join(folder, KEY_FILE), text);
    const after = keyOf(silent);
    expect(after.recoveryCode()).toBeNull();
    expect(await after.unlock(PASSPHRASE)).toMatchObject({ ok: true });
    expect(existsSync(path.join(folder, 'quarantine'))).toBe(false);
  });
});

function writeReplica(home: string): void {
  const file = path.join(folder, 'replicas', home, 'replica.db');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, 'sealed');
}

describe('a PC that was taken off the business', () => {
  it('keeps neither key nor code, also none of an earlier quarantine; what it sealed is noise', async () => {
    const first = keyOf(keychain(7));
    await withCode(first);
    writeReplica('a');
    const moved = keyOf(keychain(200), { now: () => '2026-11-22T10:40:00.000Z' });
    await moved.startOver();
    writeReplica('a');
    const fileKey = keyOf(keychain(200));
    const code = await withCode(fileKey);
    const now = (): string => '2026-11-23T10:40:00.000Z';
    destroyWhatWasHeld({
      userDataDir: folder,
      replicas: 'replicas',
      home: 'a',
      sharesKey: false,
      fileKey,
      now,
    });
    const left = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => name.includes('key'))).toEqual([]);
    expect(left.filter((name) => name.endsWith('replica.db'))).toHaveLength(2);
    const after = keyOf(keychain(200));
    expect(await after.recover(code, '')).toEqual({ ok: false, code: 'NOT_ASKED' });
    expect(await after.state()).toMatchObject({ kind: 'open', protection: 'os' });
  });

  it('keeps the key that another business needs, and loses the file of the one that ended', async () => {
    const fileKey = keyOf(keychain(7));
    const key = await hexOf(fileKey);
    writeReplica('a');
    writeReplica('b');
    const now = (): string => '2026-11-23T10:40:00.000Z';
    destroyWhatWasHeld({
      userDataDir: folder,
      replicas: 'replicas',
      home: 'a',
      sharesKey: true,
      fileKey,
      now,
    });
    expect(readdirSync(path.join(folder, 'replicas'))).toEqual(['b']);
    expect(await hexOf(keyOf(keychain(7)))).toBe(key);
  });
});
