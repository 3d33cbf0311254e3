import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isSignedRelease, sha512Of } from '../../electron/main/updates/signature.ts';
import { signList } from './sign-update.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
let folder: string;
let list: string;
let text: string;

beforeEach(async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  folder = mkdtempSync(path.join(tmpdir(), 'release-'));
  const names = ['Console-0.2.0.AppImage', 'Console Setup 0.2.0.exe'];
  const entries: string[] = [];
  for (const name of names) {
    const file = path.join(folder, name);
    writeFileSync(file, `the bytes of ${name}`);
    const sha512 = await sha512Of(file);
    entries.push(`  - url: ${name}`, `    sha512: ${sha512}`, '    size: 35', '    blockMapSize: 12');
  }
  list = path.join(folder, 'latest.yml');
  // As electron-builder writes it, with the old fields below.
  text = [
    'version: 0.2.0',
    'files:',
    ...entries,
    `path: ${names[0] ?? ''}`,
    'sha512: old',
    "releaseDate: '2026'",
    '',
  ].join('\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const found = (signed: string): readonly { readonly sha512: string; readonly signature: string }[] =>
  [...signed.matchAll(/^ {4}sha512: (\S+)\n {4}signature: (\S+)$/gm)].map(
    ([, sha512 = '', signature = '']) => ({
      sha512,
      signature,
    }),
  );

describe('signing a release', () => {
  it('puts a signature that verifies under each file, and changes nothing else', async () => {
    const signed = await signList(list, text, privateKey);
    expect(found(signed)).toHaveLength(2);
    for (const one of found(signed)) {
      expect(isSignedRelease({ ...one, version: '0.2.0' }, publicKey)).toBe(true);
      expect(isSignedRelease({ ...one, version: '0.2.1' }, publicKey)).toBe(false);
    }
    expect(signed.replaceAll(/ {4}signature: \S+\n/g, '')).toBe(text);
  });

  it('may be done again', async () => {
    const once = await signList(list, text, privateKey);
    expect(await signList(list, once, privateKey)).toBe(once);
  });

  it('refuses a file that is not the one in the list', async () => {
    writeFileSync(path.join(folder, 'Console-0.2.0.AppImage'), 'other bytes');
    await expect(signList(list, text, privateKey)).rejects.toMatchObject({ code: 'changed' });
  });

  it.each([
    ['no version', 'files:\n  - url: a\n', 'no_version'],
    ['no file', 'version: 0.2.0\n', 'nothing'],
  ])('refuses a list with %s', async (_, wrong, code) => {
    await expect(signList(list, wrong, privateKey)).rejects.toMatchObject({ code });
  });
});
