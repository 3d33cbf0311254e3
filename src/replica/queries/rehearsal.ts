import type { Instant } from '../../base/time.ts';
import type { ConflictItem, QueryParams, QueryResults } from '../../contracts/queries.ts';
import type { RejectionDetail } from '../../domain/command.ts';
import { sql } from '../connection.ts';
import { inNewestWords, type Refused, toConflictItem, toRefusedItem } from './conflict-item.ts';
import { answersOf } from './conflicts.ts';
import type { Query } from './query-context.ts';

const COUNT = sql('rehearsal.count', 'select count(*) from outbox where scope = ?');
/** Replay against the cloud's rows was refused: so will the cloud, unless something changes until then. */
const CLASHING = sql(
  'rehearsal.clashing',
  `select uuid, name, v, args, will_clash, clash_detail, actor, device, at, follows from outbox
   where scope = ? and will_clash is not null order by id`,
);
type ClashRow = readonly [
  string,
  string,
  number,
  string,
  string,
  string | null,
  string,
  string,
  Instant,
  string,
];

const toRefused = ([id, name, v, args, code, detail, actorId, deviceId, at]: ClashRow): Refused => ({
  id,
  name,
  args: inNewestWords(name, v, JSON.parse(args) as Refused['args']),
  code,
  detail: detail === null ? {} : (JSON.parse(detail) as RejectionDetail),
  actorId,
  deviceId,
  at,
});

/** A look ahead at what waits here: what the cloud would take, and what it would refuse, with both versions. */
export const rehearsal: Query<QueryParams<'rehearsal'>, QueryResults['rehearsal']> = (sources, _, view) => {
  const { connection } = sources;
  const { resolving, dismissing } = answersOf(sources, view);
  const changes = connection.row(COUNT, view.scope)?.[0] as number;
  const rows = connection.rows(CLASHING, view.scope) as unknown as readonly ClashRow[];
  const stateOf = (id: string): ConflictItem['state'] =>
    dismissing.has(id) ? 'dismissed' : resolving.has(id) ? 'resolving' : 'open';

  /** Of a clashing command, the first in its chain that clashes for a reason of its own. */
  const rootOf = new Map<string, string>();
  const listed = new Map<string, { root: Refused; dependents: Refused[] }>();
  for (const row of rows) {
    const refused = toRefused(row);
    const ground = (JSON.parse(row[9]) as readonly string[]).find((uuid) => rootOf.has(uuid));
    const root = (ground === undefined ? undefined : rootOf.get(ground)) ?? refused.id;
    rootOf.set(refused.id, root);
    const group = listed.get(root);
    if (group) group.dependents.push(refused);
    else listed.set(root, { root: refused, dependents: [] });
  }
  const items = [...listed.values()]
    .map(({ root, dependents }) => ({
      ...toConflictItem(sources, root, view),
      state: stateOf(root.id),
      dependents: dependents
        .filter(({ id }) => !dismissing.has(id))
        .map((dependent) => ({
          ...toRefusedItem(sources, dependent, view),
          state: resolving.has(dependent.id) ? ('resolving' as const) : ('open' as const),
        })),
    }))
    .filter(({ state, dependents }) => state !== 'dismissed' || dependents.length > 0);
  const open = rows.filter(([id]) => stateOf(id) === 'open').length;
  return {
    changes,
    goThrough: changes - rows.length,
    clashes: open,
    decided: rows.length - open,
    items,
  };
};
