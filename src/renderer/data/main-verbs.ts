import { type BootInfo, MAIN_GLOBAL, type MainVerbs } from '../../contracts/main-api.ts';

/** The verbs that the preload exposes; undefined outside Electron (the fixture page brings its own). */
export const mainVerbs = (): MainVerbs | undefined =>
  (globalThis as { readonly [MAIN_GLOBAL]?: MainVerbs })[MAIN_GLOBAL];

/** What is assumed until main has answered. */
export const UNKNOWN_BOOT: BootInfo = {
  version: '',
  electron: '',
  platform: '',
  profile: '',
  demo: false,
  keyProtection: 'os',
  passphrase: 'not_needed',
  recovery: { madeAt: null, needsPassphrase: false, storeIsSilent: false },
};
