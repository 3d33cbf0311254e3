/** Rand in integer cents. `Intl` differs between runtimes for en-ZA, so the format is the project's own. */

const NO_BREAK_SPACE = '\u00A0';

/** 123450 → 'R 1 234,50', with no-break spaces; a debt has a minus sign before the R. */
export function formatRand(cents: number): string {
  const whole = Math.floor(Math.abs(cents) / 100);
  const grouped = String(whole).replaceAll(/\B(?=(\d{3})+$)/g, NO_BREAK_SPACE);
  const fraction = String(Math.abs(cents) % 100).padStart(2, '0');
  return `${cents < 0 ? '−' : ''}R${NO_BREAK_SPACE}${grouped},${fraction}`;
}

/** Accepts what people type: 'R 1 234,50', '1234.5', '80'. Null when it is not an amount of at most two decimals. */
export function parseRand(text: string): number | null {
  const compact = text.replaceAll(/[\sR]/gi, '').replace('−', '-');
  const match = /^(-?)(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(compact);
  if (!match) return null;
  const [, sign = '', whole = '0', fraction = ''] = match;
  const cents = Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
  return sign === '-' ? -cents : cents;
}
