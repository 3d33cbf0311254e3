import type { Verdict } from '../../src/contracts/wire.ts';
import { connect, type Connection, sql } from '../../src/replica/connection.ts';
import { FILE_KEY } from './desk-file.ts';
import type { SimCloud } from './sim-cloud.ts';
import type { Tamper } from './sim-desk.ts';

/**
 * Sync as it must not be built: the four usual ways of losing something. Each stands between sync and a port, or in
 * place of one function of the cloud; the simulation must find each of them.
 */
export type Variant = {
  readonly name: string;
  /** So many seeds, from the first on, are enough to find it. */
  readonly within: number;
  readonly tamper: Tamper;
  /** Breaks the cloud; answers how to mend it. */
  readonly breakCloud?: (cloud: SimCloud) => Promise<() => Promise<void>>;
};

const UNTOUCHED: Tamper = ({ store, remote }) => ({ store, remote });

/**
 * Versions come from a sequence, before any lock: whoever draws early and commits late is behind the cursors of those who
 * read in between. The head is the highest version that was committed.
 */
const SEQUENCE = `
begin;
create sequence sync.drawn_version;
create table sync.drawn (scope_id uuid, version bigint);
create function sync.raise_head() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update sync.scope_clock set version = greatest(version, new.version) where scope_id = new.scope_id;
  return null;
end $$;
create constraint trigger raise_head after insert on sync.drawn deferrable initially deferred
  for each row execute function sync.raise_head();
grant usage on sequence sync.drawn_version to sync_agent;
grant insert on sync.drawn to sync_agent;
create or replace function sync.next_version(scope uuid) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  taken bigint;
begin
  if current_setting('sync.scope', true) = scope::text then
    return current_setting('sync.version')::bigint;
  end if;
  taken := nextval('sync.drawn_version');
  insert into sync.scope_clock (scope_id, version) values (scope, taken) on conflict (scope_id) do nothing;
  insert into sync.drawn values (scope, taken);
  perform set_config('sync.scope', scope::text, true), set_config('sync.version', taken::text, true);
  return taken;
end $$;
commit`;
const NO_SEQUENCE = `
drop table sync.drawn;
drop function sync.raise_head();
drop sequence sync.drawn_version`;

const sequenceCursor: Variant = {
  name: 'a sequence cursor instead of the commit-ordered clock',
  within: 20,
  tamper: UNTOUCHED,
  breakCloud: async (cloud) => {
    const [rows] = await cloud.admin(
      `select pg_get_functiondef('sync.next_version(uuid)'::regprocedure) as original`,
    );
    await cloud.admin(SEQUENCE);
    return async () => {
      await cloud.admin(`${String(rows?.[0]?.['original'])}; ${NO_SEQUENCE}`);
    };
  },
};

/** A connection of its own to a desk's file, for what no port offers. */
function filesOwn(file: string): () => Connection {
  let connection: Connection | null = null;
  return () => (connection ??= connect({ path: file, key: FILE_KEY }));
}

const NEXT = sql(
  'variant.next',
  `select json_extract(json, '$.next[0]'), json_extract(json, '$.next[1]'), json_extract(json, '$.next[2]')
   from staged_page where scope = ? order by no desc limit 1`,
);
const MOVE = sql(
  'variant.move',
  'update meta set cursor_version = ?, cursor_table = ?, cursor_id = ? where scope = ?',
);

const cursorBeforeRows: Variant = {
  name: 'the cursor saved before the rows',
  within: 30,
  tamper: ({ store, remote, file }) => {
    const open = filesOwn(file);
    return {
      remote,
      store: {
        ...store,
        applyStaged: (scope) => {
          const connection = open();
          const next = connection.row(NEXT, scope);
          connection.transaction(() => connection.run(MOVE, ...(next ?? []), scope));
          return store.applyStaged(scope);
        },
      },
    };
  },
};

const DROP = sql('variant.drop', 'delete from outbox where scope = ? and id <= ?');

const dropOnReply: Variant = {
  name: 'the outbox dropped on the reply of a push',
  within: 5,
  tamper: ({ store, remote, scope, file }) => {
    const open = filesOwn(file);
    return {
      store,
      remote: {
        ...remote,
        push: async (session, request) => {
          const reply = await remote.push(session, request);
          if (reply.ok) {
            const connection = open();
            connection.transaction(() => connection.run(DROP, scope, reply.value.lmid));
          }
          return reply;
        },
      },
    };
  },
};

const verdictsInReplies: Variant = {
  name: 'verdicts only in replies',
  within: 15,
  tamper: ({ store, remote, scope }) => {
    /** What replies have said since the process started. */
    let heard: Verdict[] = [];
    return {
      store,
      remote: {
        ...remote,
        push: async (session, request) => {
          const ask = async () => {
            const { epoch, scopeV, cursor, ack } = store.identity(scope);
            const { mutations: _, schema: __, ...proof } = request;
            const word = {
              ...proof,
              epoch: epoch ?? '',
              scope_v: scopeV ?? '',
              since: cursor,
              ack,
              limit: 1,
            };
            const said = await remote.pull(session, word);
            return said.ok && !('reset' in said.value) ? said.value : null;
          };
          // A reply speaks of what it decided itself, not of what an earlier one has told.
          const before = await ask();
          const reply = await remote.push(session, request);
          if (!reply.ok || !before) return reply;
          const after = await ask();
          heard.push(...(after?.results.filter(({ id }) => id > before.lmid) ?? []));
          return reply;
        },
        pull: async (session, request) => {
          const reply = await remote.pull(session, request);
          if (!reply.ok || 'reset' in reply.value) return reply;
          const results = heard;
          heard = [];
          return { ok: true, value: { ...reply.value, results } };
        },
      },
    };
  },
};

export const VARIANTS: readonly Variant[] = [
  sequenceCursor,
  cursorBeforeRows,
  dropOnReply,
  verdictsInReplies,
];
