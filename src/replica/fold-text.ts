/** Letters that carry no separable accent and are typed without one. */
const PLAIN: Readonly<Record<string, string>> = { ø: 'o', đ: 'd', ł: 'l', ß: 'ss', æ: 'ae', œ: 'oe' };

/** Lower case without accents or apostrophes, so that `joao` finds João and `obrien` O’Brien. */
export const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[\p{M}'’`]/gu, '')
    .replaceAll(/[øđłßæœ]/g, (letter) => PLAIN[letter] ?? letter)
    .trim();

/** The words of a folded text: what stands between anything that is neither letter nor digit. */
export const wordsOf = (folded: string): readonly string[] => folded.split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** A South African number as it is dialled, 0821234567, from any way of writing it; others as their digits. */
export function dialled(phone: string): string {
  const digits = phone.replaceAll(/\D/g, '').replace(/^00/, '');
  if (digits.startsWith('27') && digits.length > 2) return `0${digits.slice(2)}`;
  // Nine bare digits are a number whose 0 was left out.
  return /^[1-9]\d{8}$/.test(digits) ? `0${digits}` : digits;
}

export const reversed = (text: string): string => [...text].toReversed().join('');

/**
 * What is left of a name when vowels, h, y and doubled letters go, and letters that sound alike are one: Pieter van Wyk
 * and Pietr van Wik are both `ptr fn fk`. Words in alphabetical order, because first and last names get swapped.
 */
export const soundOf = (folded: string): string =>
  wordsOf(folded)
    .map((word) => {
      const alike = word
        .replaceAll('ph', 'f')
        .replaceAll(/[vw]/g, 'f')
        .replaceAll(/[cqk]+/g, 'k')
        .replaceAll(/[sz]/g, 's')
        .replaceAll(/j/g, 'y')
        .replaceAll(/(.)\1+/g, '$1');
      return alike.charAt(0) + alike.slice(1).replaceAll(/[aeiouyh]/g, '');
    })
    .toSorted()
    .join(' ');
