import { MAX_FOLLOWS } from '../contracts/wire.ts';
import type { Base } from '../domain/command.ts';
import { type Connection, sql } from './connection.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Rows that waiting work has changed, the work that changed each last, and the conflict that this work answers. By id, and
 * never by scope: an import of thousands would look through all that it has made so far, command by command.
 */
const CHANGED = sql(
  'dependence.changed',
  `select b.table_name, b.id, b.json is null, b.changed_by, o.resolves
   from json_each(?) named cross join base_row b indexed by base_row_id on b.id = named.value
     left join outbox o on o.uuid = b.changed_by
   where +b.scope = ? and b.changed_by is not null
   order by o.id desc`,
);

/** Everything in a command's arguments that looks like an id. */
function idsIn(value: unknown, found: Set<string>): Set<string> {
  if (typeof value === 'string') {
    if (ID.test(value)) found.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) idsIn(item, found);
  }
  return found;
}

/**
 * The waiting work that a command rests on, newest first: what made a row that the command names, or changed a row whose
 * values the decision is based on. A row that is merely named and was changed, a service with a new price say, is no
 * such ground: the command stands without that change.
 */
export function restsOn(
  connection: Connection,
  scope: string,
  args: Readonly<Record<string, unknown>>,
  base: Base,
): readonly string[] {
  const named = idsIn(args, new Set());
  for (const rows of Object.values(base)) for (const id of Object.keys(rows)) named.add(id);
  if (named.size === 0) return [];
  const grounds = new Set<string>();
  for (const [table, id, isNew, by, resolves] of connection.rows(
    CHANGED,
    JSON.stringify([...named]),
    scope,
  )) {
    if (isNew !== 1 && base[table as string]?.[id as string] === undefined) continue;
    grounds.add(by as string);
    // If that work is refused, the cloud lists the refusal under what it answers.
    if (resolves !== null) grounds.add(resolves as string);
  }
  return [...grounds].slice(0, MAX_FOLLOWS);
}
