import { createHmac, randomBytes } from 'node:crypto';

/**
 * Replaces every text that could say who somebody is by a name that is the same within one file and in no other. What a
 * support person needs stays: ids, numbers, days, which column, and the words that programs choose among.
 */
export type Pseudonyms = { readonly of: (value: unknown) => unknown };

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const COLUMN = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;
/** Columns and arguments whose words programs choose among; a person types into none of them. */
const CHOSEN = new Set(
  `status source kind tender code state reasonCode reason_code cancel_reason from_status to_status to from role language
   class classes table column op trade template channel answer onKnown splitBy`.split(/\s+/),
);
const CHOSEN_WORD = /^[a-z][a-z_]{0,29}$/;

export function createPseudonyms(key: Uint8Array = randomBytes(32)): Pseudonyms {
  const pseudonym = (text: string): string =>
    text === '' ? '' : `text-${createHmac('sha256', key).update(text).digest('hex').slice(0, 10)}`;

  const replace = (value: unknown, column: string): unknown => {
    if (typeof value === 'string') {
      if (UUID.test(value) || DAY.test(value)) return value;
      return CHOSEN.has(column) && CHOSEN_WORD.test(value) ? value : pseudonym(value);
    }
    if (Array.isArray(value)) return value.map((item) => replace(item, column));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([name, inner]) => {
          const isPlain = COLUMN.test(name) || UUID.test(name) || /^\d{1,2}$/.test(name);
          return [isPlain ? name : pseudonym(name), replace(inner, name)];
        }),
      );
    }
    return value;
  };
  return { of: (value) => replace(value, '') };
}
