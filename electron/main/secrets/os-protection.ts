/** The operating system's secret store: Keychain, DPAPI, libsecret or KWallet. */
export type OsProtection = {
  /** True only where the store really protects; a fixed password does not count. */
  readonly available: () => Promise<boolean>;
  readonly protect: (secret: string) => Promise<Buffer>;
  /** Rejects when the store cannot undo what it protected. */
  readonly unprotect: (sealed: Buffer) => Promise<string>;
};
