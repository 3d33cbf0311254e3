/**
 * The recovery code as people write it down: eight groups of four of Crockford's letters and digits, in which I, L and
 * O are read as the digits they look like. 31 characters are random (155 bits); the last one checks the others: it
 * notices every single wrong character and every two neighbours that changed places.
 */

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_CHARS = 31;
const GROUP = 4;

/** Bytes that make a code: 155 of their 160 bits are used. */
export const RECOVERY_CODE_BYTES = 20;

/** Multiplies by x in the field of 32 elements, modulo x⁵ + x² + 1. */
const timesX = (value: number): number => (value << 1) ^ (value & 16 ? 0b100101 : 0);

function checkOf(values: readonly number[]): number {
  return timesX(values.reduce((sum, value) => timesX(sum) ^ value, 0));
}

/** The code in its canonical form, 32 characters without dashes. */
export function recoveryCodeFrom(random: Uint8Array): string {
  const bits = [...random].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const values = Array.from({ length: RANDOM_CHARS }, (_, index) =>
    Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2),
  );
  return [...values, checkOf(values)].map((value) => ALPHABET[value]).join('');
}

/** As it is shown and printed: ABCD-EFGH-… */
export const groupedRecoveryCode = (code: string): string => recoveryCodeGroups(code).join('-');

export const recoveryCodeGroups = (code: string): readonly string[] =>
  Array.from({ length: Math.ceil(code.length / GROUP) }, (_, index) =>
    code.slice(index * GROUP, index * GROUP + GROUP),
  );

/** What a person typed, without spaces and dashes and with lookalikes put right; not yet checked. */
export const cleanRecoveryText = (typed: string): string =>
  typed
    .toUpperCase()
    .replaceAll(/[\s\-–—.]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');

export type TypedRecoveryCode =
  | { readonly ok: true; readonly code: string }
  /** INCOMPLETE: too few or too many characters. MISTYPED: one of them cannot be right. */
  | { readonly ok: false; readonly code: 'RECOVERY_CODE_INCOMPLETE' | 'RECOVERY_CODE_MISTYPED' };

export function readRecoveryCode(typed: string): TypedRecoveryCode {
  const text = cleanRecoveryText(typed);
  if (text.length !== RANDOM_CHARS + 1) return { ok: false, code: 'RECOVERY_CODE_INCOMPLETE' };
  const values = [...text].map((char) => ALPHABET.indexOf(char));
  const random = values.slice(0, RANDOM_CHARS);
  const isRight = !values.includes(-1) && values[RANDOM_CHARS] === checkOf(random);
  return isRight ? { ok: true, code: text } : { ok: false, code: 'RECOVERY_CODE_MISTYPED' };
}
