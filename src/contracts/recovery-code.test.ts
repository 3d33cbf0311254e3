import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  groupedRecoveryCode,
  readRecoveryCode,
  RECOVERY_CODE_BYTES,
  recoveryCodeFrom,
} from './recovery-code.ts';

const CODES = fc
  .uint8Array({ minLength: RECOVERY_CODE_BYTES, maxLength: RECOVERY_CODE_BYTES })
  .map(recoveryCodeFrom);
const CHARS = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];

describe('a recovery code', () => {
  it('is eight groups of four, and is read back however it is typed', () => {
    fc.assert(
      fc.property(CODES, (code) => {
        const shown = groupedRecoveryCode(code);
        expect(shown).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/);
        const careless = ` ${shown.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
        expect(readRecoveryCode(careless)).toEqual({ ok: true, code });
      }),
    );
  });

  it('notices any one wrong character and any two neighbours that changed places', () => {
    fc.assert(
      fc.property(CODES, fc.nat(31), fc.constantFrom(...CHARS), (code, at, other) => {
        fc.pre(code[at] !== other);
        const wrong = code.slice(0, at) + other + code.slice(at + 1);
        expect(readRecoveryCode(wrong)).toEqual({ ok: false, code: 'RECOVERY_CODE_MISTYPED' });
      }),
    );
    fc.assert(
      fc.property(CODES, fc.nat(30), (code, at) => {
        fc.pre(code[at] !== code[at + 1]);
        const swapped = code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2);
        expect(readRecoveryCode(swapped)).toEqual({ ok: false, code: 'RECOVERY_CODE_MISTYPED' });
      }),
    );
  });

  it.each(['', 'ABCD', `${'0'.repeat(33)}`])('is incomplete: "%s"', (typed) => {
    expect(readRecoveryCode(typed)).toEqual({ ok: false, code: 'RECOVERY_CODE_INCOMPLETE' });
  });

  it('has no letter U, which is taken for V', () => {
    expect(readRecoveryCode('U'.repeat(32))).toEqual({ ok: false, code: 'RECOVERY_CODE_MISTYPED' });
  });
});
