import type { Instant } from '../../base/time.ts';
import type { ClientHit, QueryParams, QueryResults } from '../../contracts/queries.ts';
import { sql } from '../connection.ts';
import { findClients } from './find-clients.ts';
import type { Query, QuerySources, QueryView } from './query-context.ts';

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

/** Clients as one types: by name, number or e-mail, with accents and typing errors; nothing typed: the newest. */
export const clientSearch: Query<QueryParams<'clientSearch'>, QueryResults['clientSearch']> = (
  sources,
  { text, limit },
  view,
) => {
  // The search reads names; a locked desk shows none.
  if (!view.showNames) return [];
  const { connection } = sources;
  const ids =
    text.trim() === ''
      ? connection.rows(LATEST, limit).map(([id]) => String(id))
      : findClients(connection, text, limit);
  return ids.map((id) => clientHit(sources, id, view)).filter((hit) => hit !== undefined);
};

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
