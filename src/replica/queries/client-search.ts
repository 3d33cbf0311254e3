import type { Instant } from '../../base/time.ts';
import type { ClientHit, QueryParams, QueryResults } from '../../contracts/queries.ts';
import { fold } from '../client-search-index.ts';
import { sql, type SqlValue } from '../connection.ts';
import type { Query, QuerySources, QueryView } from './query-context.ts';

/** Names that begin with what was typed; the upper bound is the first text that no longer does. */
const BY_PREFIX = sql(
  'client-search.prefix',
  `select client_id from client_search_key where name_folded >= ? and name_folded < ? order by name_folded limit ?`,
);
/** Every group of letters somewhere in name, number or address. */
const BY_PARTS = sql(
  'client-search.parts',
  `select k.client_id from client_search s join client_search_key k on k.row = s.rowid
   where s.text match ? limit ?`,
);
const LATEST = sql(
  'client-search.latest',
  `select id from client where deleted_at is null order by id desc limit ?`,
);

const HIT = sql(
  'client-search.hit',
  `select c.id, c.name, c.phone, c.email, c.no_shows, c.do_not_book,
     exists (select 1 from client_alert x where x.client_id = c.id and x.deleted_at is null),
     (select a.starts_at from appointment a
       where a.client_id = c.id and a.starts_at < ? and a.deleted_at is null
         and a.status not in ('cancelled', 'no_show')
       order by a.starts_at desc limit 1)
   from client c where c.id = ? and c.deleted_at is null`,
);
type HitRow = readonly [string, string, string | null, string | null, number, number, number, Instant | null];

/** The index answers groups of three letters or more; shorter ones are looked for in what those found. */
const SHORTEST_PART = 3;
const CANDIDATES = 400;

const AFTER_ALL = '\u{10FFFF}';

/** Clients as one types: by the start of the name first, then by any part of name, number or e-mail. */
export const clientSearch: Query<QueryParams<'clientSearch'>, QueryResults['clientSearch']> = (
  sources,
  { text, limit },
  view,
) => {
  // The search reads names; a locked desk shows none.
  if (!view.showNames) return [];
  const { connection } = sources;
  const ids = (statement: Parameters<typeof connection.rows>[0], ...params: SqlValue[]): readonly string[] =>
    connection.rows(statement, ...params).map(([id]) => id as string);

  const typed = fold(text).replaceAll(/\s+/g, ' ');
  if (typed === '') return toHits(sources, ids(LATEST, limit), view, limit);
  const parts = partsOf(typed);
  const found = new Set(ids(BY_PREFIX, typed, typed + AFTER_ALL, limit));
  const long = parts.filter((part) => part.length >= SHORTEST_PART);
  if (found.size < limit && long.length > 0) {
    // Quoted, quotes doubled: to the index it is text, whatever was typed.
    const match = long.map((part) => `"${part.replaceAll('"', '""')}"`).join(' and ');
    const enough = parts.length === long.length ? limit : CANDIDATES;
    for (const id of ids(BY_PARTS, match, enough)) found.add(id);
  }
  const short = parts.filter((part) => part.length < SHORTEST_PART);
  return toHits(sources, [...found], view, limit, (hit) =>
    short.every((part) =>
      fold(hit.name)
        .split(/[\s-]/)
        .some((word) => word.startsWith(part)),
    ),
  );
};

/** A number typed with spaces, brackets or +27 is one group of digits; anything else is split at spaces. */
function partsOf(typed: string): readonly string[] {
  if (/^[+\d\s()-]+$/.test(typed) && /\d/.test(typed)) return [typed.replaceAll(/\D/g, '')];
  return typed.split(' ');
}

function toHits(
  sources: QuerySources,
  ids: readonly string[],
  view: QueryView,
  limit: number,
  fits: (hit: ClientHit) => boolean = () => true,
): readonly ClientHit[] {
  const hits: ClientHit[] = [];
  for (const id of ids) {
    const hit = clientHit(sources, id, view);
    if (hit && fits(hit)) hits.push(hit);
    if (hits.length === limit) break;
  }
  return hits;
}

/** One client as lists show it, with the last visit before an instant; undefined when there is none. */
export function clientHit(
  { connection }: QuerySources,
  id: string,
  view: QueryView,
  before: Instant = view.now,
): ClientHit | undefined {
  const row = connection.row(HIT, before, id) as unknown as HitRow | undefined;
  if (!row) return undefined;
  return {
    id: row[0],
    name: view.showNames ? row[1] : '',
    phone: view.showNames ? row[2] : null,
    email: view.showNames ? row[3] : null,
    noShows: row[4],
    doNotBook: row[5] === 1,
    hasAlert: row[6] === 1,
    lastVisit: row[7],
  };
}
