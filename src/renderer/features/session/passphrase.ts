/** Shorter passphrases are guessed; main refuses them too. */
export const SHORTEST_PASSPHRASE = 12;
