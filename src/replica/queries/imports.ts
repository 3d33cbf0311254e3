import type { QueryParams, QueryResults } from '../../contracts/queries.ts';
import { sql } from '../connection.ts';
import { nameOfMember, type Query } from './query-context.ts';

const PENDING = sql('imports.pending', `select id from base_row where table_name = 'import_group'`);

/** Files that were brought in, newest first. */
export const imports: Query<QueryParams<'imports'>, QueryResults['imports']> = (sources) => {
  const pending = new Set(sources.connection.rows(PENDING).map(([id]) => id as string));
  return sources.read
    .find('import_group', {})
    .toSorted((a, b) => b.imported_at - a.imported_at)
    .map((group) => ({
      id: group.id,
      kind: group.kind,
      fileName: group.file_name,
      rowCount: group.row_count,
      importedAt: group.imported_at,
      actor: nameOfMember(sources, group.actor_id),
      undoneAt: group.undone_at,
      pending: pending.has(group.id),
    }));
};
