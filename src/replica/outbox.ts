import type { OutboxBatch } from '../contracts/ports.ts';
import type { Mutation, Verdict } from '../contracts/wire.ts';
import type { Base, CommandContext, Rejection, Role } from '../domain/command.ts';
import type { Instant } from '../base/time.ts';
import { COMMAND_BOOK, type CommandBook } from './command-book.ts';
import { type Connection, sql } from './connection.ts';
import { NO_COPY, type SafeCopy } from './safe-copy/safe-copy.ts';

/** A command as it waits for the cloud. */
export type PendingCommand = {
  readonly uuid: string;
  readonly name: string;
  readonly v: number;
  readonly args: Readonly<Record<string, unknown>>;
  readonly base: Base;
  readonly context: CommandContext;
  readonly resolves: string | null;
  /** Uuids of waiting work that it rests on. */
  readonly follows: readonly string[];
  /** Keys of the rows that it has changed here. */
  readonly touches: readonly string[];
};

/** Why a waiting command has no effect at the moment; `fault`: the rule itself threw. */
export type Clash = { readonly code: Rejection['code'] | 'fault'; readonly detail: Rejection['detail'] };

/** A command in the queue, under its number there. */
export type WaitingCommand = PendingCommand & { readonly id: number; readonly clash: Clash | null };

type OutboxRow = {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly v: number;
  readonly args: string;
  readonly base: string;
  readonly actor: string;
  readonly role: Role;
  readonly device: string;
  readonly at: Instant;
  readonly resolves: string | null;
  readonly follows: string;
  readonly touches: string;
  readonly batch: number | null;
  readonly will_clash: string | null;
  readonly clash_detail: string | null;
};

/** A command as it is kept outside of a file: texts as they were stored. */
export type SavedCommand = Omit<StoredText, 'touches'>;
type StoredText = Omit<OutboxRow, 'id' | 'batch' | 'will_clash' | 'clash_detail'>;

const COLUMNS = 'id, uuid, name, v, args, base, actor, role, device, at, resolves, follows';
const ALL_COLUMNS = `${COLUMNS}, touches, batch, will_clash, clash_detail`;
const NEXT_ID = sql(
  'outbox.next-id',
  'update meta set last_id = last_id + 1 where scope = ? returning last_id',
);
const ADD = sql(
  'outbox.add',
  `insert into outbox (scope, ${COLUMNS}, touches) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
);
const ALL = sql('outbox.all', `select ${ALL_COLUMNS} from outbox where scope = ? order by id`);
const HEAD = sql(
  'outbox.head',
  `select ${ALL_COLUMNS} from outbox where scope = ? and id > ? order by id limit ?`,
);
const BATCH = sql(
  'outbox.batch',
  `select ${ALL_COLUMNS} from outbox where scope = ? and batch = ? and id > ? order by id limit ?`,
);
const SET_BATCH = sql(
  'outbox.set-batch',
  'update outbox set batch = ? where scope = ? and id between ? and ?',
);
const UPCAST = sql('outbox.upcast', 'update outbox set v = ?, args = ?, base = ? where scope = ? and id = ?');
const FRONT = sql(
  'outbox.front',
  'select uuid, will_clash, touches from outbox where scope = ? order by id limit ?',
);
const SET_TOUCHES = sql('outbox.set-touches', 'update outbox set touches = ? where scope = ? and id = ?');
const SET_CLASH = sql(
  'outbox.set-clash',
  'update outbox set will_clash = ?, clash_detail = ? where scope = ? and id = ?',
);
const COUNT = sql('outbox.count', 'select count(*) from outbox where scope = ?');
const CLASHES = sql(
  'outbox.clashes',
  'select count(*) from outbox where scope = ? and will_clash is not null',
);
const LOWEST = sql('outbox.lowest', 'select min(id) from outbox where scope = ?');
const BY_UUID = sql('outbox.by-uuid', 'select id, will_clash from outbox where scope = ? and uuid = ?');
const DROP = sql('outbox.drop', 'delete from outbox where scope = ? and uuid = ?');
const TO_JOURNAL = sql(
  'journal.add',
  `insert into journal (uuid, scope, id, name, v, args, base, actor, role, device, at, resolves,
                        follows, status, code, detail, version, decided_at)
   select uuid, scope, id, name, v, args, base, actor, role, device, at, resolves, follows, ?, ?, ?, ?, ?
   from outbox where scope = ? and uuid = ?
   on conflict (uuid) do update set id = excluded.id, status = excluded.status, code = excluded.code,
     detail = excluded.detail, version = excluded.version, decided_at = excluded.decided_at`,
);
/** Said while the rows are whole: which refusals nobody waits for any more. */
const ANSWERED = sql(
  'journal.answered',
  `update journal set detail = json_set(coalesce(detail, '{}'), '$.answered', json('true'))
   where scope = ? and status = 'rejected' and version > 0
     and not exists (select 1 from conflict c where c.id in (journal.uuid, journal.resolves) and c.state = 'open')`,
);
const LOST = sql(
  'journal.lost',
  `select ${COLUMNS} from journal
   where scope = ? and version > ?
     and (status = 'applied' or json_extract(coalesce(detail, '{}'), '$.answered') is null)
   order by version, id`,
);
const PRUNE = sql(
  'journal.prune',
  `delete from journal where scope = ? and decided_at < ? and version > 0
     and not exists (select 1 from conflict c where c.id = journal.uuid and c.state = 'open')`,
);
/** Version 0: the cloud never saw it, so that nothing but this PC knows that it was refused. */
const PUT_AWAY = sql(
  'journal.put-away',
  `update journal set decided_at = ?,
     detail = json_set(coalesce(detail, '{}'), '$.put_away', json_object('by', ?, 'reason', ?))
   where scope = ? and uuid = ? and status = 'rejected' and version = 0
     and json_extract(detail, '$.put_away') is null
   returning 1`,
);
const PRUNE_PUT_AWAY = sql(
  'journal.prune-put-away',
  `delete from journal
   where scope = ? and decided_at < ? and version = 0 and json_extract(detail, '$.put_away') is not null`,
);
const CLEAR = sql('outbox.clear', 'delete from outbox where scope = ?');
const NEW_CLIENT = sql(
  'meta.new-client',
  'update meta set client_id = ?, ack = 0, last_id = 0 where scope = ?',
);

const RESTART = sql('meta.restart-numbers', 'update meta set last_id = 0 where scope = ?');

/** The queue of a scope. Rows are added, sent, settled by a pulled verdict; nothing else removes or edits them. */
export type Outbox = {
  readonly add: (scope: string, command: PendingCommand) => void;
  readonly pending: (scope: string) => readonly WaitingCommand[];
  /** The oldest run after `after`, at most `max` long; asked again it is the same run. */
  readonly nextBatch: (scope: string, max: number, after: number) => OutboxBatch | null;
  /** The oldest that wait, as far as an echo needs to know them. */
  readonly front: (
    scope: string,
    count: number,
  ) => readonly {
    readonly uuid: string;
    readonly willClash: string | null;
    readonly touches: readonly string[];
  }[];
  readonly setTouches: (scope: string, id: number, touches: readonly string[]) => void;
  readonly markClash: (scope: string, id: number, clash: Clash | null) => void;
  /** This very command waits, and replay was refused. */
  readonly clashes: (scope: string, uuid: string) => boolean;
  readonly waits: (scope: string, uuid: string) => boolean;
  readonly count: (scope: string) => number;
  readonly clashCount: (scope: string) => number;
  /** Lowest number that still waits; null when nothing does. */
  readonly lowest: (scope: string) => number | null;
  /** Puts work that was saved in another file behind what waits. */
  readonly bringBack: (scope: string, saved: SavedCommand) => void;
  /** Moves one command into the journal if it is this desk's; false when the verdict is another file's. */
  readonly settle: (scope: string, verdict: Verdict, now: Instant) => boolean;
  /** A person needs no more what the cloud could not read; who and why stay in the journal. False: no such work. */
  readonly putAway: (scope: string, uuid: string, by: string, reason: string, now: Instant) => boolean;
  /** Forgets decided work from before `horizon`; refusals that wait for a person stay. */
  readonly prune: (scope: string, horizon: Instant) => void;
  readonly renumber: (scope: string, clientId: string) => void;
  /** Marks the refusals that people have answered, before the rows that say so are fetched anew. */
  readonly markAnswered: (scope: string) => void;
  /**
   * Puts decided work that the cloud no longer has in front of what waits; answers how much. A refusal that waits for a
   * person goes too: a cloud without it would let the wish vanish. One that was finished does not.
   */
  readonly giveBack: (scope: string, head: number) => number;
};

const toClash = (row: OutboxRow): Clash | null =>
  row.will_clash === null
    ? null
    : {
        code: row.will_clash as Clash['code'],
        detail: JSON.parse(row.clash_detail ?? '{}') as Clash['detail'],
      };

const toPending = (scope: string, row: OutboxRow): WaitingCommand => ({
  id: row.id,
  uuid: row.uuid,
  name: row.name,
  v: row.v,
  args: JSON.parse(row.args) as Record<string, unknown>,
  base: JSON.parse(row.base) as Base,
  context: { tenantId: scope, actorId: row.actor, deviceId: row.device, role: row.role, at: row.at },
  resolves: row.resolves,
  follows: JSON.parse(row.follows) as readonly string[],
  touches: JSON.parse(row.touches) as readonly string[],
  clash: toClash(row),
});

/** Keys in one fixed order over stored text: the same row always makes the same bytes. */
const toMutation = (row: OutboxRow): Mutation => {
  const follows = JSON.parse(row.follows) as readonly string[];
  return {
    id: row.id,
    uuid: row.uuid,
    name: row.name,
    v: row.v,
    args: JSON.parse(row.args) as Mutation['args'],
    base: JSON.parse(row.base) as Mutation['base'],
    actor: row.actor,
    at: row.at,
    resolves: row.resolves,
    // Left out where there are none, as in the bytes of earlier versions.
    ...(follows.length === 0 ? {} : { follows: [...follows] }),
  };
};

export function createOutbox(
  connection: Connection,
  copy: SafeCopy = NO_COPY,
  book: CommandBook = COMMAND_BOOK,
): Outbox {
  const nextId = (scope: string): number => connection.row(NEXT_ID, scope)?.[0] as number;
  /** `row` in the order of COLUMNS without the number, which is given here. */
  const insert = (scope: string, row: StoredText): void => {
    const { uuid, name, v, args, base, actor, role, device, at, resolves, follows, touches } = row;
    const id = nextId(scope);
    const who = [actor, role, device, at] as const;
    connection.run(ADD, scope, id, uuid, name, v, args, base, ...who, resolves, follows, touches);
    copy.added({ scope, id, uuid, name, v, args, base, actor, role, device, at, resolves, follows });
  };

  /** Nothing of it has been sent yet: it goes out, and is kept, in the words of this version. */
  const upToDate = (scope: string, row: OutboxRow): OutboxRow => {
    const given = {
      name: row.name,
      v: row.v,
      args: JSON.parse(row.args) as PendingCommand['args'],
      base: JSON.parse(row.base) as Base,
    };
    const newest = book.upToDate(given);
    if (newest === given) return row;
    const said = { v: newest.v, args: JSON.stringify(newest.args), base: JSON.stringify(newest.base) };
    connection.run(UPCAST, said.v, said.args, said.base, scope, row.id);
    return { ...row, ...said };
  };

  return {
    add: (scope, { uuid, name, v, args, base, context, resolves, follows, touches }) => {
      insert(scope, {
        uuid,
        name,
        v,
        args: JSON.stringify(args),
        base: JSON.stringify(base),
        actor: context.actorId,
        role: context.role,
        device: context.deviceId,
        at: context.at,
        resolves,
        follows: JSON.stringify(follows),
        touches: JSON.stringify(touches),
      });
    },
    pending: (scope) => connection.all<OutboxRow>(ALL, scope).map((row) => toPending(scope, row)),
    nextBatch: (scope, max, after) => {
      const head = connection.all<OutboxRow>(HEAD, scope, after, max);
      const first = head[0];
      if (!first) return null;
      if (first.batch !== null) {
        const sent = connection.all<OutboxRow>(BATCH, scope, first.batch, after, max);
        return { actorId: first.actor, mutations: sent.map(toMutation) };
      }
      // A batch is a run of one actor, because it is sent under that actor's session.
      const end = head.findIndex((row) => row.actor !== first.actor || row.batch !== null);
      const run = end === -1 ? head : head.slice(0, end);
      connection.run(SET_BATCH, first.id, scope, first.id, run.at(-1)?.id ?? first.id);
      return { actorId: first.actor, mutations: run.map((row) => toMutation(upToDate(scope, row))) };
    },
    front: (scope, count) =>
      connection.rows(FRONT, scope, count).map(([uuid, willClash, touches]) => ({
        uuid: uuid as string,
        willClash: willClash as string | null,
        touches: JSON.parse(touches as string) as readonly string[],
      })),
    setTouches: (scope, id, touches) => {
      connection.run(SET_TOUCHES, JSON.stringify(touches), scope, id);
    },
    markClash: (scope, id, clash) => {
      const detail = clash && JSON.stringify(clash.detail);
      connection.run(SET_CLASH, clash?.code ?? null, detail, scope, id);
    },
    clashes: (scope, uuid) => typeof connection.row(BY_UUID, scope, uuid)?.[1] === 'string',
    waits: (scope, uuid) => connection.row(BY_UUID, scope, uuid) !== undefined,
    count: (scope) => connection.row(COUNT, scope)?.[0] as number,
    clashCount: (scope) => connection.row(CLASHES, scope)?.[0] as number,
    lowest: (scope) => (connection.row(LOWEST, scope)?.[0] ?? null) as number | null,
    bringBack: (scope, saved) => insert(scope, { ...saved, touches: '[]' }),
    settle: (scope, verdict, now) => {
      // By uuid, not by number: in a copied file the number may be the other copy's work.
      if (connection.row(BY_UUID, scope, verdict.uuid) === undefined) return false;
      const detail = verdict.detail === null ? null : JSON.stringify(verdict.detail);
      connection.run(
        TO_JOURNAL,
        verdict.status,
        verdict.code,
        detail,
        verdict.version,
        now,
        scope,
        verdict.uuid,
      );
      connection.run(DROP, scope, verdict.uuid);
      copy.settled(verdict.uuid);
      if (verdict.version === 0) copy.decidedHere(scope, verdict.uuid);
      return true;
    },
    putAway: (scope, uuid, by, reason, now) => {
      if (connection.row(PUT_AWAY, now, by, reason, scope, uuid) === undefined) return false;
      copy.decidedHere(scope, uuid);
      return true;
    },
    prune: (scope, horizon) => {
      connection.run(PRUNE, scope, horizon);
      connection.run(PRUNE_PUT_AWAY, scope, horizon);
    },
    renumber: (scope, clientId) => {
      const waiting = connection.all<OutboxRow>(ALL, scope);
      connection.run(CLEAR, scope);
      connection.run(NEW_CLIENT, clientId, scope);
      // No batch any more: under the new client id nothing has been sent yet.
      for (const row of waiting) insert(scope, row);
    },
    markAnswered: (scope) => {
      connection.run(ANSWERED, scope);
    },
    giveBack: (scope, head) => {
      const waiting = connection.all<OutboxRow>(ALL, scope);
      // What an earlier attempt gave back waits already, and its first verdict is still in the journal.
      const queued = new Set(waiting.map(({ uuid }) => uuid));
      const lost = connection.all<OutboxRow>(LOST, scope, head).filter(({ uuid }) => !queued.has(uuid));
      if (lost.length === 0) return 0;
      connection.run(CLEAR, scope);
      connection.run(RESTART, scope);
      // Replay finds out what they touch now.
      for (const row of [...lost, ...waiting]) insert(scope, { ...row, touches: '[]' });
      return lost.length;
    },
  };
}
