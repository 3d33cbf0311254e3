import { statSync } from 'node:fs';
import type { Instant } from '../base/time.ts';
import type { ChangeNotice } from '../contracts/ports.ts';
import { createChangeTracker } from './change-tracker.ts';
import { type Connection, sql } from './connection.ts';
import type { Outbox, SavedCommand } from './outbox.ts';
import type { Rebase } from './rebase.ts';
import type { SyncedTables } from './synced-tables.ts';

/** A command that waits, or one that was refused, as support looks at it. */
export type SupportedCommand = SavedCommand & {
  readonly status: 'waiting' | 'rejected';
  /** Why it was refused, or would be if it were sent now. */
  readonly code: string | null;
  readonly detail: string | null;
};

/** What a diagnosis, a support case and a move to another PC ask of the file. */
export type SupportStore = {
  readonly fileBytes: () => number;
  /** When the oldest work that waits was done; null when none does. */
  readonly waitingSince: (scope: string) => Instant | null;
  readonly waiting: (scope: string) => readonly SavedCommand[];
  /** With what was refused in the last weeks. */
  readonly commands: (scope: string) => readonly SupportedCommand[];
  /** Adds what this file does not have yet, waiting or decided, and shows it; answers how many that were. */
  readonly bringBack: (
    scope: string,
    saved: readonly SavedCommand[],
  ) => { readonly work: number; readonly notice: ChangeNotice };
};

const COLUMNS = 'uuid, name, v, args, base, actor, role, device, at, resolves, follows';
const SINCE = sql('support.since', 'select min(at) from outbox where scope = ?');
const WAITING = sql('support.waiting', `select ${COLUMNS} from outbox where scope = ? order by id`);
const COMMANDS = sql(
  'support.commands',
  `select ${COLUMNS}, 'waiting' as status, will_clash as code, clash_detail as detail, id as place
     from outbox where scope = ?
   union all
   select ${COLUMNS}, status, code, detail, id from journal where scope = ? and status = 'rejected'
   order by status desc, place`,
);
const KNOWN = sql(
  'support.known',
  'select 1 from outbox where uuid = ? union all select 1 from journal where uuid = ? limit 1',
);

export function createSupportStore(
  connection: Connection,
  file: string,
  tables: SyncedTables,
  outbox: Outbox,
  rebase: Rebase,
): SupportStore {
  return {
    fileBytes: () =>
      ['', '-wal'].reduce(
        (sum, end) => sum + (statSync(`${file}${end}`, { throwIfNoEntry: false })?.size ?? 0),
        0,
      ),
    waitingSince: (scope) => (connection.row(SINCE, scope)?.[0] ?? null) as Instant | null,
    waiting: (scope) => connection.all<SavedCommand>(WAITING, scope),
    commands: (scope) => connection.all<SupportedCommand>(COMMANDS, scope, scope),
    bringBack: (scope, saved) =>
      tables.transaction(() => {
        const tracker = createChangeTracker(connection);
        const fresh = saved.filter(({ uuid }) => connection.row(KNOWN, uuid, uuid) === undefined);
        rebase(scope, tracker, () => {
          for (const command of fresh) outbox.bringBack(scope, command);
        });
        if (fresh.length > 0) tracker.mark('outbox');
        return { work: fresh.length, notice: tracker.notice() };
      }),
  };
}
