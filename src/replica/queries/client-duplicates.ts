import type { QueryParams, QueryResults } from '../../contracts/queries.ts';
import type { DuplicateReason } from '../../contracts/queries/clients.ts';
import { sql, type SqlValue } from '../connection.ts';
import { dialled, fold, soundOf } from '../fold-text.ts';
import { editDistance } from '../word-list.ts';
import { listItem } from './clients.ts';
import type { Query, QuerySources } from './query-context.ts';

/**
 * Two entries that may be one person: the same number, the same address, or names that are easily confused while the
 * numbers do not speak against it. People do share names: two numbers that differ in more than a slip are two people.
 */

const KEY = 'client_id, name, phone, email, sound';
const sameIn = (column: 'phone' | 'email' | 'sound') =>
  sql(
    `clients.same-${column}`,
    `select ${KEY} from client_search_key k where ${column} in (
       select ${column} from client_search_key where ${column} is not null group by ${column} having count(*) > 1)
     order by ${column}, name limit 4000`,
  );
const SAME_PHONE = sameIn('phone');
const SAME_EMAIL = sameIn('email');
const SAME_SOUND = sameIn('sound');
const LIKE_TYPED = sql(
  'clients.like-typed',
  `select ${KEY} from client_search_key where phone = ?
   union select ${KEY} from client_search_key where email = ?
   union select ${KEY} from client_search_key where sound = ? limit 60`,
);

type Key = {
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly sound: string;
};
const toKey = ([id, name, phone, email, sound]: readonly SqlValue[]): Key => ({
  id: String(id),
  name: String(name),
  phone: phone as string | null,
  email: email as string | null,
  sound: String(sound),
});

/** Names within this many slips, words in any order, are alike. */
const ALIKE = 2;
const PAIRS_SHOWN = 100;

/** Pairs of entries that may be one person, those with more reasons first. */
export const clientDuplicates: Query<QueryParams<'clientDuplicates'>, QueryResults['clientDuplicates']> = (
  sources,
  _,
  view,
) => {
  if (!view.showNames) return [];
  const { connection } = sources;
  const pairs = new Map<string, readonly [Key, Key]>();
  const collect = (rows: readonly (readonly SqlValue[])[], groupOf: (key: Key) => string | null): void => {
    for (const group of Map.groupBy(rows.map(toKey), groupOf).values()) {
      for (const [index, first] of group.entries()) {
        for (const second of group.slice(index + 1)) {
          if (pairs.size >= PAIRS_SHOWN) return;
          if (reasonsFor(first, second).length === 0) continue;
          pairs.set([first.id, second.id].toSorted().join(' '), [first, second]);
        }
      }
    }
  };
  collect(connection.rows(SAME_PHONE), ({ phone }) => phone);
  collect(connection.rows(SAME_EMAIL), ({ email }) => email);
  collect(connection.rows(SAME_SOUND), ({ sound }) => sound);
  return [...pairs.values()]
    .map(([a, b]) => ({
      first: listItem(sources, a.id, view),
      second: listItem(sources, b.id, view),
      reasons: reasonsFor(a, b),
    }))
    .filter(isWhole)
    .toSorted((a, b) => b.reasons.length - a.reasons.length);
};

type Pair = QueryResults['clientDuplicates'][number];
const isWhole = (pair: {
  readonly first: Pair['first'] | undefined;
  readonly second: Pair['second'] | undefined;
  readonly reasons: Pair['reasons'];
}): pair is Pair => pair.first !== undefined && pair.second !== undefined;

/** Those who may be the person that is being typed, the likeliest first. */
export const similarClients: Query<QueryParams<'similarClients'>, QueryResults['similarClients']> = (
  sources: QuerySources,
  { name, phone, email },
  view,
) => {
  if (!view.showNames) return [];
  const typed: Key = {
    id: '',
    name: fold(name).replaceAll(/\s+/g, ' '),
    phone: phone === null ? null : dialled(phone),
    email: email === null ? null : fold(email),
    sound: soundOf(fold(name)),
  };
  return sources.connection
    .rows(LIKE_TYPED, typed.phone, typed.email, typed.sound === '' ? null : typed.sound)
    .map(toKey)
    .map((key) => ({ key, reasons: reasonsFor(typed, key) }))
    .filter(({ reasons }) => reasons.length > 0)
    .toSorted((a, b) => weight(b.reasons) - weight(a.reasons))
    .slice(0, 3)
    .flatMap(({ key, reasons }) => {
      const client = listItem(sources, key.id, view);
      return client ? [{ client, reasons }] : [];
    });
};

const weight = (reasons: readonly DuplicateReason[]): number =>
  reasons.length + (reasons.includes('phone') ? 1 : 0);

function reasonsFor(a: Key, b: Key): readonly DuplicateReason[] {
  const reasons: DuplicateReason[] = [];
  if (a.phone !== null && a.phone === b.phone) reasons.push('phone');
  if (a.email !== null && a.email === b.email) reasons.push('email');
  if (namesAlike(a.name, b.name) && !numbersDiffer(a, b)) reasons.push('name');
  return reasons;
}

const inOrder = (name: string): string => name.split(' ').toSorted().join(' ');
const namesAlike = (a: string, b: string): boolean => editDistance(inOrder(a), inOrder(b)) <= ALIKE;

/** One digit wrong is a slip of the pen; a first name alone without a number says nothing of anybody. */
const numbersDiffer = (a: Key, b: Key): boolean =>
  a.phone !== null && b.phone !== null
    ? editDistance(a.phone, b.phone) > 1
    : !a.name.includes(' ') || !b.name.includes(' ');
