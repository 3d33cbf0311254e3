import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileKey, KEY_FILE, type FileKeyWorld } from './file-key.ts';
import { KEY_BYTES, unwrapWithPassphrase, wrapWithPassphrase } from './key-envelope.ts';
import type { OsProtection } from './os-protection.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'file-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A keychain: `shift` stands for the secret that belongs to this PC. */
const keychain = (shift: number): OsProtection => ({
  available: () => Promise.resolve(true),
  protect: (secret) => Promise.resolve(Buffer.from(secret).map((byte) => byte ^ shift) as Buffer),
  unprotect: (sealed) => {
    const text = Buffer.from(sealed.map((byte) => byte ^ shift)).toString();
    return /^[\w+/=]+$/.test(text) ? Promise.resolve(text) : Promise.reject(new Error('not ours'));
  },
});
const noKeychain: OsProtection = {
  available: () => Promise.resolve(false),
  protect: () => Promise.reject(new Error('unavailable')),
  unprotect: () => Promise.reject(new Error('unavailable')),
};

const keyOf = (over: Partial<FileKeyWorld> = {}): FileKey =>
  new FileKey({
    folder,
    os: noKeychain,
    keyFileAllowed: false,
    sealedFiles: () => readdirSync(folder).filter((name) => name.startsWith('replica')),
    now: () => '2026-11-23T10:40:00.000Z',
    pause: () => Promise.resolve(),
    log: () => undefined,
    ...over,
  });

const openedKey = async (fileKey: FileKey): Promise<string> => {
  const state = await fileKey.state();
  if (state.kind !== 'open') throw new Error(`the key is ${JSON.stringify(state)}`);
  return state.key.toString('hex');
};

describe('a PC with a keychain', () => {
  it('makes the key once and never stores it in the clear', async () => {
    const key = await openedKey(keyOf({ os: keychain(7) }));
    expect(Buffer.from(key, 'hex')).toHaveLength(KEY_BYTES);
    expect(await openedKey(keyOf({ os: keychain(7) }))).toBe(key);
    const stored = readFileSync(path.join(folder, KEY_FILE), 'utf8');
    expect(stored).not.toContain(key);
    expect(stored).not.toContain(Buffer.from(key, 'hex').toString('base64'));
  });

  it('waits for a keychain that is locked today instead of giving the replica up', async () => {
    const key = await openedKey(keyOf({ os: keychain(7) }));
    expect(await keyOf({ os: noKeychain }).state()).toEqual({
      kind: 'closed',
      code: 'KEY_STORE_UNAVAILABLE',
    });
    expect(await openedKey(keyOf({ os: keychain(7) }))).toBe(key);
  });

  it('puts key and replica aside, undeleted, when its keychain is another one', async () => {
    const key = await openedKey(keyOf({ os: keychain(7) }));
    writeFileSync(path.join(folder, 'replica.db'), 'sealed');
    expect(await openedKey(keyOf({ os: keychain(200) }))).not.toBe(key);
    const aside = path.join(folder, 'quarantine', '2026-11-23T10-40-00-000Z');
    expect(readdirSync(aside).toSorted()).toEqual([KEY_FILE, 'replica.db']);
    expect(existsSync(path.join(folder, 'replica.db'))).toBe(false);
  });
});

describe('a PC without a keychain', () => {
  it('has a passphrase chosen on the first start and asked for on the next', async () => {
    const first = keyOf();
    expect(await first.state()).toEqual({ kind: 'passphrase', step: 'choose', storeIsSilent: false });
    expect(await first.unlock('short')).toEqual({ ok: false, code: 'PASSPHRASE_TOO_SHORT' });
    expect(await first.unlock('koeksister by the sea')).toMatchObject({ ok: true });
    const key = await openedKey(first);

    const second = keyOf();
    expect(await second.state()).toEqual({ kind: 'passphrase', step: 'needed', storeIsSilent: false });
    expect(await second.unlock('koeksister by the see')).toEqual({ ok: false, code: 'WRONG_PASSPHRASE' });
    expect(await second.unlock('koeksister by the sea')).toMatchObject({ ok: true });
    expect(await openedKey(second)).toBe(key);
    expect(await second.unlock('koeksister by the sea')).toEqual({ ok: false, code: 'NOT_ASKED' });
  });

  it('takes the same passphrase however the keyboard spells its accents', async () => {
    const first = keyOf();
    await first.unlock('môre is nog \u0027n dag'.normalize('NFC'));
    const second = keyOf();
    expect(await second.unlock('môre is nog \u0027n dag'.normalize('NFD'))).toMatchObject({ ok: true });
  });
});

describe('the demo and the tests', () => {
  it('keep the key in a file that only its owner reads', async () => {
    const fileKey = keyOf({ keyFileAllowed: true });
    expect(await fileKey.state()).toMatchObject({ kind: 'open', protection: 'key_file' });
    expect(statSync(path.join(folder, KEY_FILE)).mode & 0o777).toBe(0o600);
    expect(await openedKey(keyOf({ keyFileAllowed: true }))).toBe(await openedKey(fileKey));
  });

  it('never turn a protected key into a key file', async () => {
    await keyOf().unlock('koeksister by the sea');
    expect(await keyOf({ keyFileAllowed: true }).state()).toEqual({
      kind: 'passphrase',
      step: 'needed',
      storeIsSilent: false,
    });
  });
});

describe('a damaged key file', () => {
  it.each(['', '{', '{"format":1}', '{"format":1,"check":"0011223344556677","wraps":[]}', '[]'])(
    'holding %j goes into quarantine with the replica',
    async (text) => {
      writeFileSync(path.join(folder, KEY_FILE), text);
      writeFileSync(path.join(folder, 'replica.db'), 'sealed');
      await openedKey(keyOf({ keyFileAllowed: true }));
      const aside = path.join(folder, 'quarantine', '2026-11-23T10-40-00-000Z');
      expect(readFileSync(path.join(aside, KEY_FILE), 'utf8')).toBe(text);
      expect(readFileSync(path.join(aside, 'replica.db'), 'utf8')).toBe('sealed');
    },
  );

  it('that is missing leaves a replica nobody can open: quarantine too', async () => {
    writeFileSync(path.join(folder, 'replica.db'), 'sealed');
    await openedKey(keyOf({ keyFileAllowed: true }));
    expect(existsSync(path.join(folder, 'replica.db'))).toBe(false);
  });

  it('of a newer version is left exactly as it is', async () => {
    const text = '{"format":2,"anything":true}';
    writeFileSync(path.join(folder, KEY_FILE), text);
    expect(await keyOf({ keyFileAllowed: true }).state()).toEqual({ kind: 'closed', code: 'KEY_NEWER' });
    expect(readFileSync(path.join(folder, KEY_FILE), 'utf8')).toBe(text);
  });
});

describe('wrapping by passphrase', () => {
  const cheap = { N: 1024, r: 8, p: 1 };

  it('opens with the passphrase alone and notices every changed byte', async () => {
    const key = Buffer.alloc(KEY_BYTES, 5);
    const wrap = await wrapWithPassphrase(key, 'rooibos at ten', cheap);
    expect(await unwrapWithPassphrase(wrap, 'rooibos at ten')).toEqual(key);
    expect(await unwrapWithPassphrase(wrap, 'rooibos at nine')).toBeNull();
    const sealed = Buffer.from(wrap.sealed, 'base64');
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      const forged = { ...wrap, sealed: changed.toString('base64') };
      expect(await unwrapWithPassphrase(forged, 'rooibos at ten')).toBeNull();
    }
  });
});
