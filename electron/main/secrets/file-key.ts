import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { KeyProtection } from '../../../src/contracts/main-api.ts';
import { writeJson } from '../json-file.ts';
import {
  isRightKey,
  KEY_BYTES,
  keyCheck,
  parseEnvelope,
  unwrapWithPassphrase,
  wrapWithPassphrase,
  type KeyEnvelope,
  type KeyWrap,
} from './key-envelope.ts';
import type { OsProtection } from './os-protection.ts';
import { quarantine } from './quarantine.ts';

export type KeyState =
  | { readonly kind: 'open'; readonly key: Buffer; readonly protection: KeyProtection }
  /** The page must ask: 'choose' on the first start, 'needed' afterwards. */
  | { readonly kind: 'passphrase'; readonly step: 'choose' | 'needed' }
  /** KEY_STORE_UNAVAILABLE: the system's store is locked or absent today. KEY_NEWER: made by a later version. */
  | { readonly kind: 'closed'; readonly code: 'KEY_STORE_UNAVAILABLE' | 'KEY_NEWER' };

export type UnlockOutcome =
  | { readonly ok: true; readonly key: Buffer }
  | { readonly ok: false; readonly code: 'WRONG_PASSPHRASE' | 'PASSPHRASE_TOO_SHORT' | 'NOT_ASKED' };

export type FileKeyWorld = {
  /** The profile's data folder. */
  readonly folder: string;
  readonly os: OsProtection;
  /** Demo and tests: a new key may lie in a file of mode 0600. An existing key keeps its protection. */
  readonly keyFileAllowed: boolean;
  /** Existing names in the folder that only this key opens; they go into quarantine together with it. */
  readonly sealedFiles: () => readonly string[];
  /** ISO time, for the name of a quarantine. */
  readonly now: () => string;
  readonly log: (event: string, detail: Readonly<Record<string, string>>) => void;
};

export const KEY_FILE = 'file-key.json';
export const SHORTEST_PASSPHRASE = 12;

/** The random key of this profile's replica, made once and kept by the best protection that the PC offers. */
export class FileKey {
  readonly #world: FileKeyWorld;
  #state: Promise<KeyState> | null = null;

  constructor(world: FileKeyWorld) {
    this.#world = world;
  }

  /** Finds out once per run how the key can be had; makes one where none is and none need be asked for. */
  state(): Promise<KeyState> {
    this.#state ??= this.#open();
    return this.#state;
  }

  /** Answers the page's passphrase: makes the key on the first start, otherwise opens it. */
  async unlock(passphrase: string): Promise<UnlockOutcome> {
    const state = await this.state();
    if (state.kind !== 'passphrase') return { ok: false, code: 'NOT_ASKED' };
    if (state.step === 'choose') {
      if (passphrase.length < SHORTEST_PASSPHRASE) return { ok: false, code: 'PASSPHRASE_TOO_SHORT' };
      const key = randomBytes(KEY_BYTES);
      this.#store(key, await wrapWithPassphrase(key, passphrase));
      return this.#opened(key);
    }
    const envelope = this.#read();
    if (typeof envelope === 'string') return { ok: false, code: 'NOT_ASKED' };
    for (const wrap of envelope.wraps) {
      if (wrap.by !== 'passphrase') continue;
      const key = await unwrapWithPassphrase(wrap, passphrase);
      if (key !== null && isRightKey(key, envelope.check)) return this.#opened(key);
    }
    return { ok: false, code: 'WRONG_PASSPHRASE' };
  }

  #opened(key: Buffer): UnlockOutcome {
    this.#state = Promise.resolve({ kind: 'open', key, protection: 'passphrase' });
    return { ok: true, key };
  }

  async #open(): Promise<KeyState> {
    const envelope = this.#read();
    if (envelope === 'newer') return { kind: 'closed', code: 'KEY_NEWER' };
    if (envelope === 'none') {
      return this.#world.sealedFiles().length === 0
        ? this.#make()
        : this.#startOver('the key file is missing');
    }
    if (envelope === 'broken') return this.#startOver('not a key file');
    const plain = envelope.wraps.find((wrap) => wrap.by === 'nothing');
    if (plain !== undefined) {
      const key = Buffer.from(plain.key, 'base64');
      if (!isRightKey(key, envelope.check)) return this.#startOver('the key does not fit its check');
      return { kind: 'open', key, protection: 'key_file' };
    }
    const sealed = envelope.wraps.find((wrap) => wrap.by === 'os');
    if (sealed === undefined) return { kind: 'passphrase', step: 'needed' };
    return this.#openFromOs(Buffer.from(sealed.sealed, 'base64'), envelope);
  }

  async #openFromOs(sealed: Buffer, envelope: KeyEnvelope): Promise<KeyState> {
    // A store that is locked or not running today opens the key tomorrow: no reason to give the file up.
    if (!(await this.#world.os.available())) return { kind: 'closed', code: 'KEY_STORE_UNAVAILABLE' };
    try {
      const key = Buffer.from(await this.#world.os.unprotect(sealed), 'base64');
      if (isRightKey(key, envelope.check)) return { kind: 'open', key, protection: 'os' };
    } catch (error) {
      this.#world.log('key not opened by the system', { message: String(error) });
    }
    if (envelope.wraps.some((wrap) => wrap.by === 'passphrase'))
      return { kind: 'passphrase', step: 'needed' };
    return this.#startOver('the system store holds another key');
  }

  async #make(): Promise<KeyState> {
    if (this.#world.keyFileAllowed) {
      const key = randomBytes(KEY_BYTES);
      this.#store(key, { by: 'nothing', key: key.toString('base64') });
      return { kind: 'open', key, protection: 'key_file' };
    }
    if (!(await this.#world.os.available())) return { kind: 'passphrase', step: 'choose' };
    const key = randomBytes(KEY_BYTES);
    const sealed = await this.#world.os.protect(key.toString('base64'));
    this.#store(key, { by: 'os', sealed: sealed.toString('base64') });
    return { kind: 'open', key, protection: 'os' };
  }

  #startOver(reason: string): Promise<KeyState> {
    const { folder, now, sealedFiles } = this.#world;
    const aside = quarantine(folder, [KEY_FILE, ...sealedFiles()], now());
    this.#world.log('key and replica put into quarantine', { reason, folder: path.basename(aside) });
    return this.#make();
  }

  #read(): KeyEnvelope | 'none' | 'newer' | 'broken' {
    const file = path.join(this.#world.folder, KEY_FILE);
    if (!existsSync(file)) return 'none';
    // A read that fails (a disk error, another user's file) is not a broken key: it throws, and nothing moves.
    const text = readFileSync(file, 'utf8');
    try {
      return parseEnvelope(JSON.parse(text) as unknown);
    } catch {
      return 'broken';
    }
  }

  #store(key: Buffer, wrap: KeyWrap): void {
    const envelope: KeyEnvelope = { format: 1, check: keyCheck(key), wraps: [wrap] };
    writeJson(path.join(this.#world.folder, KEY_FILE), envelope);
  }
}
