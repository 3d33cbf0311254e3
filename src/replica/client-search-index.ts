import type { Connection } from './connection.ts';
import { sql } from './connection.ts';
import { codecOf, DELETED_INDEX, type StoredRow } from './row-codec.ts';

/**
 * The index behind "client as you type": whole-name prefixes by an ordinary index, anything in the middle of a name,
 * number or address by three-letter groups. Kept by the one function that writes synced tables.
 */

const CLIENT = codecOf('client');
const NAME = CLIENT.indexOf('name');
const PHONE = CLIENT.indexOf('phone');
const EMAIL = CLIENT.indexOf('email');

const KEY_OF = sql('client-search.key', 'select row from client_search_key where client_id = ?');
const ADD_KEY = sql(
  'client-search.add-key',
  'insert into client_search_key (client_id, name_folded) values (?, ?) returning row',
);
const DROP_KEY = sql('client-search.drop-key', 'delete from client_search_key where row = ?');
const ADD_TEXT = sql('client-search.add-text', 'insert into client_search (rowid, text) values (?, ?)');
const DROP_TEXT = sql('client-search.drop-text', 'delete from client_search where rowid = ?');

/** Lower case without accents, so that `joao` finds João. */
export const fold = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();

/** A South African number is said as 082…, and kept as +2782…: both forms are findable. */
export function phoneForms(phone: string): string {
  const digits = phone.replaceAll(/\D/g, '');
  return digits.startsWith('27') ? `0${digits.slice(2)} ${digits}` : digits;
}

const searchText = (stored: StoredRow): string =>
  [
    fold(String(stored[NAME])),
    stored[PHONE] === null ? '' : phoneForms(String(stored[PHONE])),
    stored[EMAIL] === null ? '' : fold(String(stored[EMAIL])),
  ].join(' | ');

const findable = (stored: StoredRow | undefined): stored is StoredRow =>
  stored !== undefined && stored[DELETED_INDEX] === null;

/** Follows one change of a client row; `after` undefined when the row goes away altogether. */
export function indexClient(
  connection: Connection,
  id: string,
  before: StoredRow | undefined,
  after: StoredRow | undefined,
): void {
  const old = findable(before) ? searchText(before) : null;
  const next = findable(after) ? searchText(after) : null;
  if (old === next) return;
  if (old !== null) {
    const key = connection.row(KEY_OF, id)?.[0];
    if (key !== undefined) {
      connection.run(DROP_TEXT, key);
      connection.run(DROP_KEY, key);
    }
  }
  if (findable(after) && next !== null) {
    const key = connection.row(ADD_KEY, id, fold(String(after[NAME])))?.[0];
    if (key !== undefined) connection.run(ADD_TEXT, key, next);
  }
}
