import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { sha512Of, signedBytes } from '../../electron/main/updates/signature.ts';
import { runScript, say, SetupError } from '../setup/say.ts';

/**
 * Signs a release: writes an Ed25519 signature over version and sha512 beside each file that `latest*.yml` lists.
 *
 *     node scripts/release/sign-update.ts --new-key release-key.pem
 *     node scripts/release/sign-update.ts --key release-key.pem dist/latest-linux.yml dist/latest.yml
 *
 * Without --key the private key (PEM) is read from CONSOLE_UPDATE_PRIVATE_KEY. See
 * docs/operations/releasing-an-update.md.
 */

const publicText = (key: KeyObject): string =>
  Buffer.from(String(key.export({ format: 'jwk' }).x), 'base64url').toString('base64');

function makeKey(file: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  // Never over an older key: with it every console out there would stop updating.
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  say(`Private key: ${file} (keep it off the build server's disk and in two safes)`);
  say(`Public half for electron/main/updates/update-source.ts: ${publicText(publicKey)}`);
}

function readKey(file: string | undefined): KeyObject {
  const pem = file === undefined ? process.env['CONSOLE_UPDATE_PRIVATE_KEY'] : readFileSync(file, 'utf8');
  if (!pem) {
    throw new SetupError(
      'no_key',
      'There is no private key.',
      'Give --key FILE or CONSOLE_UPDATE_PRIVATE_KEY.',
    );
  }
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new SetupError(
      'wrong_key',
      'The private key is not an Ed25519 key.',
      'Make one with --new-key FILE.',
    );
  }
  return key;
}

const FILE_LINE = /^ {2}- url: (?:'(.+)'|"(.+)"|(.+))$/;
const SHA_LINE = /^ {4}sha512: (\S+)$/;

/** Answers the list with a `signature` under each file's sha512. The list is the one that electron-builder writes. */
export async function signList(list: string, text: string, key: KeyObject): Promise<string> {
  const version = /^version: (\S+)$/m.exec(text)?.[1];
  if (version === undefined) {
    throw new SetupError(
      'no_version',
      `${list} names no version.`,
      'Is it the latest*.yml of electron-builder?',
    );
  }
  const lines: string[] = [];
  let file: string | null = null;
  let signed = 0;
  for (const line of text.split('\n')) {
    // A list that is signed again keeps one signature.
    if (/^ {4}signature: /.test(line)) continue;
    lines.push(line);
    const named = FILE_LINE.exec(line);
    if (named) file = named[1] ?? named[2] ?? named[3] ?? null;
    const sha512 = SHA_LINE.exec(line)?.[1];
    if (sha512 === undefined || file === null) continue;
    const actual = await sha512Of(path.join(path.dirname(list), file));
    if (actual !== sha512) {
      throw new SetupError(
        'changed',
        `${file} is not the file that ${list} lists.`,
        'Build both together again.',
      );
    }
    lines.push(`    signature: ${sign(null, signedBytes(version, sha512), key).toString('base64')}`);
    say(`Signed ${file} as ${version}`);
    signed += 1;
    file = null;
  }
  if (signed === 0) {
    throw new SetupError('nothing', `${list} lists no file.`, 'Is it the latest*.yml of electron-builder?');
  }
  return lines.join('\n');
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: { type: 'string' }, 'new-key': { type: 'string' } },
  });
  if (values['new-key'] !== undefined) {
    makeKey(values['new-key']);
    return 0;
  }
  if (positionals.length === 0) {
    throw new SetupError(
      'no_list',
      'Nothing to sign.',
      'Name the latest*.yml files, each beside its installers.',
    );
  }
  const key = readKey(values.key);
  for (const list of positionals) {
    writeFileSync(list, await signList(list, readFileSync(list, 'utf8'), key));
  }
  return 0;
}

if (import.meta.main) await runScript(main);
