import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * A telephone number as people write it in South Africa (082 123 4567, 27821234567, 0027…, nine bare digits) or
 * abroad with a plus, as E.164; null when it is none.
 */
export function normalisePhone(text: string): string | null {
  const compact = text.replaceAll(/[\s().\-/]/g, '');
  const bare = /^[1-9]\d{8}$/.test(compact) ? `0${compact}` : compact;
  const international = bare.replace(/^00/, '+').replace(/^27(?=\d{9}$)/, '+27');
  const parsed = parsePhoneNumberFromString(international, 'ZA');
  if (!parsed?.isValid()) return null;
  // The library also knows ten-digit South African service numbers; a client's has nine digits after +27.
  return parsed.countryCallingCode === '27' && parsed.nationalNumber.length !== 9 ? null : parsed.number;
}
