import type { Instant } from '../../base/time.ts';
import type { ConflictItem, QueryParams, QueryResults } from '../../contracts/queries.ts';
import type { RejectionDetail } from '../../domain/command.ts';
import type { Row } from '../../domain/tables.ts';
import { sql } from '../connection.ts';
import { inNewestWords, type Refused, toConflictItem, toRefusedItem } from './conflict-item.ts';
import type { Query, QuerySources, QueryView } from './query-context.ts';

/** Refusals that a waiting command answers are on their way out. */
const ANSWERED = sql(
  'conflicts.answered',
  'select resolves from outbox where scope = ? and resolves is not null',
);
const DISMISSED = sql(
  'conflicts.dismissed',
  `select json_extract(args, '$.id') from outbox where scope = ? and name = 'conflict.dismiss'`,
);
/** What the cloud could not even read never becomes a row there: it is listed from this PC's journal. */
const SET_ASIDE = sql(
  'conflicts.set-aside',
  `select uuid, name, v, args, code, detail, actor, device, at from journal j
   where scope = ? and status = 'rejected' and version = 0 and json_extract(detail, '$.put_away') is null
     and not exists (select 1 from conflict c where c.id = j.uuid)
   order by at`,
);
type SetAsideRow = readonly [
  string,
  string,
  number,
  string,
  string | null,
  string | null,
  string,
  string,
  Instant,
];

/** What waits here for the cloud's word about refusals. */
type Answers = { readonly resolving: ReadonlySet<string>; readonly dismissing: ReadonlySet<string> };

export function answersOf({ connection }: QuerySources, { scope }: QueryView): Answers {
  const ids = (statement: typeof ANSWERED) =>
    new Set(connection.rows(statement, scope).map(([id]) => id as string));
  return { resolving: ids(ANSWERED), dismissing: ids(DISMISSED) };
}

const ofRow = (row: Row<'conflict'>): Refused => ({
  id: row.id,
  name: row.name,
  args: inNewestWords(row.name, row.v, (row.args ?? {}) as Refused['args']),
  code: row.code,
  detail: (row.detail ?? {}) as RejectionDetail,
  actorId: row.actor_id,
  deviceId: row.device_id,
  at: row.at,
});

const ofJournal = ([id, name, v, args, code, detail, actorId, deviceId, at]: SetAsideRow): Refused => ({
  id,
  name,
  args: inNewestWords(name, v, JSON.parse(args) as Refused['args']),
  code: code ?? 'invalid',
  detail: detail === null ? {} : (JSON.parse(detail) as RejectionDetail),
  actorId,
  deviceId,
  at,
});

type Standing = {
  readonly row: Row<'conflict'>;
  readonly state: ConflictItem['state'];
  readonly dependents: readonly {
    readonly row: Row<'conflict'>;
    readonly state: 'open' | 'resolving';
  }[];
};

/** Refusals with what rested on them. One that was finished stands there until its dependents are finished too. */
function standing(sources: QuerySources, view: QueryView): readonly Standing[] {
  const { read } = sources;
  const { resolving, dismissing } = answersOf(sources, view);
  const open = read.find('conflict', { state: 'open' }).filter(({ id }) => !dismissing.has(id));
  const roots = new Map(open.filter(({ root }) => root === null).map((row) => [row.id, row]));
  const followers = new Map<string, Row<'conflict'>[]>();
  for (const row of open) {
    if (row.root === null) continue;
    const root = roots.get(row.root) ?? read.get('conflict', row.root);
    if (root) {
      roots.set(root.id, root);
      followers.set(root.id, [...(followers.get(root.id) ?? []), row]);
    } else roots.set(row.id, row);
  }
  const stateOf = (row: Row<'conflict'>): ConflictItem['state'] => {
    if (row.state !== 'open') return row.state as 'closed' | 'dismissed';
    if (dismissing.has(row.id)) return 'dismissed';
    return resolving.has(row.id) ? 'resolving' : 'open';
  };
  return [...roots.values()].map((row) => ({
    row,
    state: stateOf(row),
    dependents: (followers.get(row.id) ?? [])
      .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
      .map((dependent) => ({
        row: dependent,
        state: resolving.has(dependent.id) ? ('resolving' as const) : ('open' as const),
      })),
  }));
}

const setAside = ({ connection }: QuerySources, { scope }: QueryView): readonly SetAsideRow[] =>
  connection.rows(SET_ASIDE, scope) as unknown as readonly SetAsideRow[];

/**
 * Refused work that waits for a person, the newest first: what was wanted, what stands in its way, where there is room,
 * and what rested on it and was refused with it.
 */
export const conflicts: Query<QueryParams<'conflicts'>, QueryResults['conflicts']> = (sources, _, view) => {
  const listed = standing(sources, view).map(({ row, state, dependents }) => ({
    ...toConflictItem(sources, ofRow(row), view),
    state,
    dependents: dependents.map((dependent) => ({
      ...toRefusedItem(sources, ofRow(dependent.row), view),
      state: dependent.state,
    })),
  }));
  const aside = setAside(sources, view).map((refused) => ({
    ...toConflictItem(sources, ofJournal(refused), view),
    state: 'open' as const,
    dependents: [],
  }));
  return [...listed, ...aside].toSorted((a, b) => b.at - a.at);
};

/** How many of these a person has to decide: what is on its way out is none. Asked after every commit. */
export const conflictCount: Query<QueryParams<'conflictCount'>, QueryResults['conflictCount']> = (
  sources,
  _,
  view,
) =>
  standing(sources, view).filter(
    ({ state, dependents }) =>
      state === 'open' ||
      (state !== 'resolving' && dependents.some((dependent) => dependent.state === 'open')),
  ).length + setAside(sources, view).length;
