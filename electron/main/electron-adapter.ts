import { safeStorage } from 'electron';
import type { OsProtection } from './secrets/os-protection.ts';

/**
 * What differs between Electron 33 (the runtime that the npm registry hosts) and 45 (the target), in this one place.
 *
 * - safeStorage: 45 deprecates the synchronous calls and 46 removes them; 33 knows no others.
 * - Node-API: 33 has version 9 and SQLite's shipped binary needs 10: see sqlite-choice.ts.
 */

/** On Linux a backend without a real secret store "encrypts" with a fixed password: that protects nothing. */
const NO_STORE: ReadonlySet<string> = new Set(['basic_text', 'unknown']);

type AnySafeStorage = Partial<typeof safeStorage>;

const storage: AnySafeStorage = safeStorage;

export const osProtection: OsProtection = {
  available: async () => {
    if (process.platform === 'linux' && NO_STORE.has(storage.getSelectedStorageBackend?.() ?? 'unknown')) {
      return false;
    }
    return storage.isAsyncEncryptionAvailable?.() ?? storage.isEncryptionAvailable?.() ?? false;
  },
  protect: async (secret) => {
    const sealed = await (storage.encryptStringAsync?.(secret) ?? storage.encryptString?.(secret));
    if (sealed === undefined) throw new Error('KEY_STORE_UNAVAILABLE: safeStorage has no way to encrypt');
    return sealed;
  },
  unprotect: async (sealed) => {
    if (storage.decryptStringAsync !== undefined) return (await storage.decryptStringAsync(sealed)).result;
    if (storage.decryptString !== undefined) return storage.decryptString(sealed);
    throw new Error('KEY_STORE_UNAVAILABLE: safeStorage has no way to decrypt');
  },
};
