import { vocabularyOf } from '../client-search-index.ts';
import { type Connection, sql, type Sql, type SqlValue } from '../connection.ts';
import { dialled, fold, reversed, wordsOf } from '../fold-text.ts';
import { editDistance, editsAllowed } from '../word-list.ts';

/** Ranges: the upper bound is the first text that no longer begins so. */
const AFTER_ALL = '\u{10FFFF}';
const BY_NAME = sql(
  'client-search.by-name',
  'select client_id from client_search_key where name >= ? and name < ? order by name limit ?',
);
const BY_PHONE = sql(
  'client-search.by-phone',
  'select client_id from client_search_key where phone >= ? and phone < ? order by phone limit ?',
);
const BY_PHONE_END = sql(
  'client-search.by-phone-end',
  `select client_id from client_search_key where phone_reversed >= ? and phone_reversed < ?
   order by phone_reversed limit ?`,
);
const BY_EMAIL = sql(
  'client-search.by-email',
  'select client_id from client_search_key where email >= ? and email < ? order by email limit ?',
);
const BY_WORDS = sql(
  'client-search.by-words',
  `select k.client_id, k.name, k.email from client_word w join client_search_key k on k.row = w.rowid
   where w.client_word match ? limit ?`,
);
const BY_PARTS = sql(
  'client-search.by-parts',
  `select k.client_id from client_search s join client_search_key k on k.row = s.rowid where s.text match ? limit ?`,
);

/** The index of parts knows groups of three letters or more. */
const SHORTEST_PART = 3;
/** So many are looked at before the best are taken. */
const CANDIDATES = 200;
/** So many readings of one mistyped word; a very short one has more neighbours than anybody means. */
const READINGS = 40;
/** Only from here on may a word that is still being typed hold an error: a shorter beginning is near to everything. */
const SHORTEST_MISTYPED_BEGINNING = 5;

/**
 * Ids of clients for what was typed, best first, at most `limit`: names that begin so, then names and addresses whose words
 * begin with the typed words in any order, then anything in the middle, and last, when few were found, words with typing
 * errors. Numbers by their beginning in any way of writing, by their last digits, then in the middle.
 */
export function findClients(connection: Connection, text: string, limit: number): readonly string[] {
  const typed = fold(text).replaceAll(/\s+/g, ' ');
  const found = new Set<string>();
  const add = (statement: Sql, ...params: readonly SqlValue[]): void => {
    if (found.size >= limit) return;
    for (const [id] of connection.rows(statement, ...params)) found.add(String(id));
  };
  const addRange = (statement: Sql, from: string): void => add(statement, from, from + AFTER_ALL, limit);

  if (/^[+\d\s().\-/]*\d[+\d\s().\-/]*$/.test(typed)) {
    const digits = typed.replaceAll(/\D/g, '');
    addRange(BY_PHONE, dialled(typed));
    addRange(BY_PHONE, digits);
    addRange(BY_PHONE_END, reversed(digits));
    if (digits.length >= SHORTEST_PART) add(BY_PARTS, quoted(digits), limit);
    return first(found, limit);
  }

  addRange(BY_NAME, typed);
  if (typed.includes('@')) addRange(BY_EMAIL, typed);
  // Of an address what stands before the @ names somebody.
  const words = wordsOf(typed.split('@')[0] ?? '');
  if (words.length === 0) return first(found, limit);
  if (found.size < limit) {
    const hits = connection.rows(BY_WORDS, words.map((word) => `${quoted(word)}*`).join(' AND '), CANDIDATES);
    for (const id of byName(hits)) found.add(id);
  }
  const parts = typed.split(' ').filter((part) => part.length >= SHORTEST_PART);
  if (parts.length > 0 && parts.length === typed.split(' ').length) {
    add(BY_PARTS, parts.map(quoted).join(' AND '), limit);
  }
  if (found.size < limit) {
    for (const id of mistyped(connection, words)) found.add(id);
  }
  return first(found, limit);
}

const first = (ids: ReadonlySet<string>, limit: number): readonly string[] => [...ids].slice(0, limit);

/** Quotes doubled: to the index it is text, whatever was typed. */
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const byName = (hits: readonly (readonly SqlValue[])[]): readonly string[] =>
  hits.toSorted((a, b) => compare(String(a[1]), String(b[1]))).map(([id]) => String(id));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Clients whose words are within a slip or two of the typed ones, nearest first; none where every word is too short. */
function mistyped(connection: Connection, words: readonly string[]): readonly string[] {
  if (words.every((word) => editsAllowed(word) === 0)) return [];
  const groups = words.map((word, index) => readingsOf(connection, word, index === words.length - 1));
  const hits = connection.rows(
    BY_WORDS,
    groups.map((group) => `(${group.join(' OR ')})`).join(' AND '),
    CANDIDATES,
  );
  return hits
    .map(([id, name, email]) => ({
      id: String(id),
      name: String(name),
      distance: distanceTo(words, wordsOf(`${String(name)} ${localPart(email)}`)),
    }))
    .toSorted((a, b) => a.distance - b.distance || compare(a.name, b.name))
    .map(({ id }) => id);
}

/** What a typed word may have been meant to be, as terms of the index. */
function readingsOf(connection: Connection, word: string, isLast: boolean): readonly string[] {
  const edits = editsAllowed(word);
  const terms = [`${quoted(word)}*`];
  if (edits === 0) return terms;
  for (const list of vocabularyOf(connection)) {
    const { whole, beginnings } = list.near(word, edits);
    const nearest = whole.toSorted((a, b) => editDistance(word, a) - editDistance(word, b));
    terms.push(...nearest.slice(0, READINGS).map(quoted));
    if (isLast && word.length >= SHORTEST_MISTYPED_BEGINNING) {
      // The shortest beginnings hold the longer ones.
      const shortest = beginnings.filter((one) => one.length >= word.length - 1);
      terms.push(...shortest.slice(0, READINGS).map((one) => `${quoted(one)}*`));
    }
  }
  return terms;
}

const localPart = (email: SqlValue | undefined): string => String(email ?? '').split('@')[0] ?? '';

/** How many slips it takes to get from what was typed to the nearest words of an entry. */
const distanceTo = (typed: readonly string[], known: readonly string[]): number =>
  typed.reduce(
    (sum, word) =>
      sum +
      Math.min(
        ...known.map((one) =>
          // A beginning counts as near as the whole word, but a little less than an exact one.
          one.startsWith(word) ? (one === word ? 0 : 0.1) : editDistance(word, one),
        ),
        9,
      ),
    0,
  );
