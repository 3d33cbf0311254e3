import type { QueryParams, QueryResults } from '../../contracts/queries.ts';
import { sql } from '../connection.ts';
import { nameOfMember, type Query } from './query-context.ts';

/** Without the keys of a calendar's events: thousands of them, and no screen shows one. */
const IMPORTS = sql(
  'imports.newest-first',
  `select g.id, g.kind, g.file_name, g.row_count, g.imported_at, g.actor_id, g.undone_at,
     exists (select 1 from base_row b where b.table_name = 'import_group' and b.id = g.id)
   from import_group g where g.deleted_at is null order by g.imported_at desc`,
);
type Group = readonly [string, string, string, number, number, string | null, number | null, number];

/** Files that were brought in, newest first. */
export const imports: Query<QueryParams<'imports'>, QueryResults['imports']> = (sources) =>
  (sources.connection.rows(IMPORTS) as unknown as readonly Group[]).map((group) => ({
    id: group[0],
    kind: group[1],
    fileName: group[2],
    rowCount: group[3],
    importedAt: group[4],
    actor: nameOfMember(sources, group[5]),
    undoneAt: group[6],
    pending: group[7] === 1,
  }));
