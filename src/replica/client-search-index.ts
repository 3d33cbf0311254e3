import type { Connection } from './connection.ts';
import { sql } from './connection.ts';
import { dialled, fold, reversed, soundOf, wordsOf } from './fold-text.ts';
import { codecOf, DELETED_INDEX, type StoredRow } from './row-codec.ts';
import { WordList } from './word-list.ts';

/**
 * The index behind "client as you type". Names, numbers and addresses by their beginnings, numbers by their ends too;
 * anything in the middle by groups of three letters; words by their beginnings and, for typing errors, the vocabulary of
 * all of them. Kept by the one function that writes synced tables.
 */

/** Raised whenever what is kept here changes: an index of another version is made anew from the rows. */
const VERSION = '2';
const VERSION_KEY = 'client-search.version';

const CLIENT = codecOf('client');
const NAME = CLIENT.indexOf('name');
const PHONE = CLIENT.indexOf('phone');
const EMAIL = CLIENT.indexOf('email');

const KEY_OF = sql('client-search.key', 'select row from client_search_key where client_id = ?');
const ADD_KEY = sql(
  'client-search.add-key',
  `insert into client_search_key (client_id, name, phone, phone_reversed, email, sound) values (?, ?, ?, ?, ?, ?)
   returning row`,
);
const DROP_KEY = sql('client-search.drop-key', 'delete from client_search_key where row = ?');
const ADD_TEXT = sql('client-search.add-text', 'insert into client_search (rowid, text) values (?, ?)');
const DROP_TEXT = sql('client-search.drop-text', 'delete from client_search where rowid = ?');
const ADD_WORDS = sql('client-search.add-words', 'insert into client_word (rowid, words) values (?, ?)');
const DROP_WORDS = sql('client-search.drop-words', 'delete from client_word where rowid = ?');
const VOCABULARY = sql('client-search.vocabulary', `select term from client_vocabulary where term >= 'a'`);
const KEPT_VERSION = sql('client-search.version', 'select value from setting where key = ?');
const KEEP_VERSION = sql(
  'client-search.keep-version',
  'insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
);
const CLIENTS_AFTER = sql(
  'client-search.after',
  `select ${CLIENT.columns.join(', ')} from client where deleted_at is null and id > ? order by id limit 2000`,
);

/** A client as the index knows it. */
type Entry = {
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
};

function entryOf(stored: StoredRow | undefined): Entry | null {
  if (stored === undefined || stored[DELETED_INDEX] !== null) return null;
  const [phone = null, email = null] = [stored[PHONE], stored[EMAIL]];
  return {
    name: fold(String(stored[NAME])).replaceAll(/\s+/g, ' '),
    phone: phone === null ? null : dialled(String(phone)),
    email: email === null ? null : fold(String(email)),
  };
}

const wordsOfEntry = ({ name, email }: Entry): readonly string[] => [
  ...new Set(wordsOf(`${name} ${email?.split('@')[0] ?? ''}`)),
];

/** A name of several words is also found when it is typed as one: vandermerwe. */
const textOf = ({ name, phone, email }: Entry): string =>
  [name, name.split(' ').length > 2 ? name.replaceAll(' ', '') : '', phone ?? '', email ?? ''].join(' | ');

const same = (a: Entry | null, b: Entry | null): boolean =>
  a === b || (a !== null && b !== null && a.name === b.name && a.phone === b.phone && a.email === b.email);

/** Follows one change of a client row; `after` undefined when the row goes away altogether. */
export function indexClient(
  connection: Connection,
  id: string,
  before: StoredRow | undefined,
  after: StoredRow | undefined,
): void {
  const old = entryOf(before);
  const next = entryOf(after);
  if (same(old, next)) return;
  if (old !== null) {
    const key = connection.row(KEY_OF, id)?.[0];
    if (key !== undefined) {
      connection.run(DROP_TEXT, key);
      connection.run(DROP_WORDS, key);
      connection.run(DROP_KEY, key);
    }
  }
  if (next !== null) addEntry(connection, id, next);
}

function addEntry(connection: Connection, id: string, entry: Entry): void {
  const { name, phone, email } = entry;
  const end = phone === null ? null : reversed(phone);
  const key = connection.row(ADD_KEY, id, name, phone, end, email, soundOf(name))?.[0];
  if (key === undefined) return;
  const words = wordsOfEntry(entry);
  connection.run(ADD_TEXT, key, textOf(entry));
  connection.run(ADD_WORDS, key, words.join(' '));
  vocabularies.get(connection)?.add(words);
}

/** Empties the index, as when all clients go at once. */
export function clearClientIndex(connection: Connection): void {
  connection.exec(
    `delete from client_search_key;
     insert into client_search (client_search) values ('delete-all');
     insert into client_word (client_word) values ('delete-all')`,
  );
  vocabularies.delete(connection);
}

/** Another file has come in the place of this one. */
export const forgetVocabulary = (connection: Connection): boolean => vocabularies.delete(connection);

/** Makes the index anew from the rows when it is of another version of this program; once at each opening. */
export function ensureClientIndex(connection: Connection): void {
  if (connection.row(KEPT_VERSION, VERSION_KEY)?.[0] === VERSION) return;
  connection.transaction(() => fillClientIndex(connection));
}

/** Makes the index from the rows, a few at a time; inside the caller's transaction. */
export function fillClientIndex(connection: Connection): void {
  clearClientIndex(connection);
  for (let after = ''; ;) {
    const page = connection.rows(CLIENTS_AFTER, after);
    for (const stored of page) {
      const entry = entryOf(stored);
      if (entry) addEntry(connection, String(stored[0]), entry);
    }
    const last = page.at(-1)?.[0];
    if (typeof last !== 'string') break;
    after = last;
  }
  connection.run(KEEP_VERSION, VERSION_KEY, VERSION);
}

/**
 * All words of the index in memory, read at the first search that needs them. Words that are added since stand beside it
 * until there are many; words that went stay and find nobody, which is harmless, so that no rollback matters.
 */
class Vocabulary {
  readonly #connection: Connection;
  #list: WordList;
  #fresh = new Set<string>();

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#list = this.#read();
  }

  #read(): WordList {
    return new WordList(this.#connection.rows(VOCABULARY).map(([term]) => String(term)));
  }

  add(words: readonly string[]): void {
    for (const word of words) this.#fresh.add(word);
  }

  lists(): readonly WordList[] {
    if (this.#fresh.size > FRESH_LIMIT) {
      this.#list = this.#read();
      this.#fresh = new Set();
    }
    return this.#fresh.size === 0 ? [this.#list] : [this.#list, new WordList([...this.#fresh].toSorted())];
  }
}

const FRESH_LIMIT = 500;
const vocabularies = new WeakMap<Connection, Vocabulary>();

/** The words of all names and addresses, for typing errors. */
export function vocabularyOf(connection: Connection): readonly WordList[] {
  let vocabulary = vocabularies.get(connection);
  if (!vocabulary) vocabularies.set(connection, (vocabulary = new Vocabulary(connection)));
  return vocabulary.lists();
}
