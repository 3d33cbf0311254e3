import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { KeyProtection } from '../../../src/contracts/main-api.ts';
import {
  readRecoveryCode,
  RECOVERY_CODE_BYTES,
  recoveryCodeFrom,
  recoveryCodeGroups,
  cleanRecoveryText,
} from '../../../src/contracts/recovery-code.ts';
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
import { unwrapWithRecoveryCode, wrapWithRecoveryCode } from './recovery-wrap.ts';
import { shredKeyFiles } from './shred.ts';
import { createSlowDown, type SlowDown } from './slow-down.ts';

export type KeyState =
  | { readonly kind: 'open'; readonly key: Buffer; readonly protection: KeyProtection }
  /**
   * The page must ask: 'choose' on the first start, 'needed' afterwards, 'recovery' where nothing but the recovery code
   * opens the key. `storeIsSilent`: the system's store is locked or absent today and may be back tomorrow.
   */
  | {
      readonly kind: 'passphrase';
      readonly step: 'choose' | 'needed' | 'recovery';
      readonly storeIsSilent: boolean;
    }
  /** KEY_STORE_UNAVAILABLE: the system's store is locked or absent today. KEY_NEWER: made by a later version. */
  | { readonly kind: 'closed'; readonly code: 'KEY_STORE_UNAVAILABLE' | 'KEY_NEWER' };

export type UnlockOutcome =
  | { readonly ok: true; readonly key: Buffer }
  | { readonly ok: false; readonly code: 'WRONG_PASSPHRASE' | 'PASSPHRASE_TOO_SHORT' | 'NOT_ASKED' };

export type RecoverOutcome =
  | { readonly ok: true; readonly key: Buffer }
  | {
      readonly ok: false;
      readonly code:
        | 'RECOVERY_CODE_INCOMPLETE'
        | 'RECOVERY_CODE_MISTYPED'
        | 'RECOVERY_CODE_WRONG'
        | 'PASSPHRASE_TOO_SHORT'
        | 'NOT_ASKED';
    };

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
  readonly pause: (ms: number) => Promise<void>;
  readonly log: (event: string, detail: Readonly<Record<string, string>>) => void;
};

export const KEY_FILE = 'file-key.json';
export const SHORTEST_PASSPHRASE = 12;

/** The random key of this profile's replica, made once and kept by the best protection that the PC offers. */
export class FileKey {
  readonly #world: FileKeyWorld;
  readonly #slowDown: SlowDown;
  #state: Promise<KeyState> | null = null;
  /** A recovery code that was shown and not yet confirmed; the one before it holds until then. */
  #shownCode: string | null = null;

  constructor(world: FileKeyWorld) {
    this.#world = world;
    this.#slowDown = createSlowDown(world.pause);
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
      this.#store(key, [await wrapWithPassphrase(key, passphrase)]);
      return this.#opened(key, 'passphrase');
    }
    const envelope = this.#read();
    if (typeof envelope === 'string') return { ok: false, code: 'NOT_ASKED' };
    for (const wrap of envelope.wraps) {
      if (wrap.by !== 'passphrase') continue;
      const key = await unwrapWithPassphrase(wrap, passphrase);
      if (key !== null && isRightKey(key, envelope.check)) return this.#opened(key, 'passphrase');
    }
    return { ok: false, code: 'WRONG_PASSPHRASE' };
  }

  /** Whether a recovery code opens this key, and since when that code holds. */
  recoveryCode(): { readonly madeAt: string } | null {
    const envelope = this.#read();
    const wrap =
      typeof envelope === 'string' ? undefined : envelope.wraps.find(({ by }) => by === 'recovery');
    return wrap?.by === 'recovery' ? { madeAt: wrap.madeAt } : null;
  }

  /** Whether a recovered key gets a new passphrase, because the system keeps none. */
  async recoveryNeedsPassphrase(): Promise<boolean> {
    return !(await this.#world.os.available());
  }

  /**
   * Opens the key by its recovery code and wraps it anew: by the system where it keeps secrets, otherwise under the
   * passphrase given. Wrong codes are answered ever more slowly.
   */
  async recover(typed: string, passphrase: string): Promise<RecoverOutcome> {
    const state = await this.state();
    const envelope = this.#read();
    if (state.kind !== 'passphrase' || state.step === 'choose' || typeof envelope === 'string') {
      return { ok: false, code: 'NOT_ASKED' };
    }
    const read = readRecoveryCode(typed);
    if (!read.ok) return read;
    const needsPassphrase = await this.recoveryNeedsPassphrase();
    if (needsPassphrase && passphrase.length < SHORTEST_PASSPHRASE) {
      return { ok: false, code: 'PASSPHRASE_TOO_SHORT' };
    }
    const key = await this.#slowDown.attempt(
      () => this.#unwrapByCode(envelope, read.code),
      (found) => found === null,
    );
    if (key === null) {
      this.#world.log('recovery code refused', {});
      return { ok: false, code: 'RECOVERY_CODE_WRONG' };
    }
    // A store that is only silent today goes on holding its wrapping; one that could not open it holds nothing.
    const kept = envelope.wraps.filter(({ by }) => by === 'recovery' || (by === 'os' && state.storeIsSilent));
    const fresh = needsPassphrase ? await wrapWithPassphrase(key, passphrase) : await this.#wrapByOs(key);
    this.#store(key, [fresh, ...kept], envelope.others);
    this.#world.log('key opened by its recovery code and wrapped anew', { by: fresh.by });
    const opened = this.#opened(key, needsPassphrase ? 'passphrase' : 'os');
    return opened.ok ? opened : { ok: false, code: 'NOT_ASKED' };
  }

  /** A new code to be shown; nothing is stored before `keepRecoveryCode`. Null where the key is open to everybody. */
  async newRecoveryCode(): Promise<string | null> {
    const state = await this.state();
    if (state.kind !== 'open' || state.protection === 'key_file') return null;
    this.#shownCode = recoveryCodeFrom(randomBytes(RECOVERY_CODE_BYTES));
    return this.#shownCode;
  }

  /** The person has typed the last group of the code shown: from now on it opens the key, and no earlier one does. */
  async keepRecoveryCode(lastGroup: string): Promise<boolean> {
    const state = await this.state();
    const envelope = this.#read();
    const shown = this.#shownCode;
    if (shown === null || state.kind !== 'open' || typeof envelope === 'string') return false;
    if (cleanRecoveryText(lastGroup) !== recoveryCodeGroups(shown).at(-1)) return false;
    const others = envelope.wraps.filter(({ by }) => by !== 'recovery');
    const wrap = await wrapWithRecoveryCode(state.key, shown, this.#world.now());
    this.#store(state.key, [...others, wrap], envelope.others);
    this.#shownCode = null;
    return true;
  }

  /** Gives up a key that nobody can open: file and key go into quarantine, and a new key is made or asked for. */
  async startOver(): Promise<boolean> {
    const state = await this.state();
    if (state.kind !== 'passphrase' || state.step === 'choose') return false;
    this.#state = this.#startOver('a person gave it up');
    await this.#state;
    return true;
  }

  /** Destroys the key and every wrapping of it, also those in quarantine. What it sealed stays noise for ever. */
  destroy(): void {
    this.#state = null;
    this.#shownCode = null;
    shredKeyFiles(this.#world.folder, KEY_FILE);
    this.#world.log('key destroyed', {});
  }

  #opened(key: Buffer, protection: KeyProtection): UnlockOutcome {
    this.#state = Promise.resolve({ kind: 'open', key, protection });
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
    if (sealed === undefined) return { kind: 'passphrase', step: stepOf(envelope), storeIsSilent: false };
    return this.#openFromOs(Buffer.from(sealed.sealed, 'base64'), envelope);
  }

  async #openFromOs(sealed: Buffer, envelope: KeyEnvelope): Promise<KeyState> {
    const isAsked = envelope.wraps.some(({ by }) => by === 'passphrase' || by === 'recovery');
    // A store that is locked or not running today opens the key tomorrow: no reason to give the file up.
    if (!(await this.#world.os.available())) {
      return isAsked
        ? { kind: 'passphrase', step: stepOf(envelope), storeIsSilent: true }
        : { kind: 'closed', code: 'KEY_STORE_UNAVAILABLE' };
    }
    try {
      const key = Buffer.from(await this.#world.os.unprotect(sealed), 'base64');
      if (isRightKey(key, envelope.check)) return { kind: 'open', key, protection: 'os' };
    } catch (error) {
      this.#world.log('key not opened by the system', { message: String(error) });
    }
    if (isAsked) return { kind: 'passphrase', step: stepOf(envelope), storeIsSilent: false };
    return this.#startOver('the system store holds another key');
  }

  async #unwrapByCode(envelope: KeyEnvelope, code: string): Promise<Buffer | null> {
    for (const wrap of envelope.wraps) {
      if (wrap.by !== 'recovery') continue;
      const key = await unwrapWithRecoveryCode(wrap, code);
      if (key !== null && isRightKey(key, envelope.check)) return key;
    }
    return null;
  }

  async #wrapByOs(key: Buffer): Promise<KeyWrap> {
    const sealed = await this.#world.os.protect(key.toString('base64'));
    return { by: 'os', sealed: sealed.toString('base64') };
  }

  async #make(): Promise<KeyState> {
    if (this.#world.keyFileAllowed) {
      const key = randomBytes(KEY_BYTES);
      this.#store(key, [{ by: 'nothing', key: key.toString('base64') }]);
      return { kind: 'open', key, protection: 'key_file' };
    }
    if (!(await this.#world.os.available())) {
      return { kind: 'passphrase', step: 'choose', storeIsSilent: false };
    }
    const key = randomBytes(KEY_BYTES);
    this.#store(key, [await this.#wrapByOs(key)]);
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

  #store(key: Buffer, wraps: readonly KeyWrap[], others: readonly unknown[] = []): void {
    writeJson(path.join(this.#world.folder, KEY_FILE), {
      format: 1,
      check: keyCheck(key),
      wraps: [...wraps, ...others],
    });
  }
}

/** What a person can answer; a passphrase is the shorter way where there is one. */
const stepOf = ({ wraps }: KeyEnvelope): 'needed' | 'recovery' =>
  wraps.some(({ by }) => by === 'passphrase') ? 'needed' : 'recovery';
