import { rejection, type RowReader } from '../domain/command.ts';
import { conflictDismiss } from '../domain/conflict-commands.ts';
import type { ChangeTracker } from './change-tracker.ts';
import { COMMAND_BOOK, type CommandBook } from './command-book.ts';
import type { Connection } from './connection.ts';
import { decideCommand, findAnswered, findStale, parseCommand } from './decide-command.ts';
import type { Clash, Outbox, WaitingCommand } from './outbox.ts';
import { touchedBy } from './own-echo.ts';
import { ReplicaError } from './replica-error.ts';
import type { SyncedTables } from './synced-tables.ts';

/**
 * The heart of the replica: view = the server's rows + what waits, always. Takes pending effects back, lets `apply`
 * change the server's rows and settle the queue, then replays the rest in order against the new rows. Inside a
 * transaction of the caller.
 */
export type Rebase = (scope: string, tracker: ChangeTracker, apply: () => void) => void;

/** For the log: a waiting command could not be replayed at all. */
export type ReplayFault = { readonly name: string; readonly error: unknown };

export function createRebase(
  connection: Connection,
  read: RowReader,
  tables: SyncedTables,
  outbox: Outbox,
  onFault: (fault: ReplayFault) => void,
  book: CommandBook = COMMAND_BOOK,
): Rebase {
  /** The refusal, or null when the effect is back in the view. */
  const replay = (scope: string, command: WaitingCommand, tracker: ChangeTracker): Clash | null =>
    connection.attempt(
      () => {
        const { v, name, args, base } = book.upToDate(command);
        const parsed = parseCommand(book, name, args);
        if (!parsed.ok) return parsed.error;
        if (v !== parsed.value.spec.version) return rejection('stale_version');
        const refused = findAnswered(read, command.resolves) ?? findStale(read, base);
        if (refused) return refused;
        // Puts away what waits itself and will be refused before this comes: there is nothing to show yet.
        if (command.name === conflictDismiss.name && outbox.waits(scope, String(command.args['id'])))
          return null;
        const decision = decideCommand(read, parsed.value, command.context);
        if (!decision.ok) return decision.error;
        tables.applyChanges(scope, command.uuid, decision.value, command.context.at, tracker);
        const touches = touchedBy(decision.value);
        if (touches.join() !== command.touches.join()) outbox.setTouches(scope, command.id, touches);
        return null;
      },
      (refused) => refused === null,
    );

  /** A rule that throws is a bug of this version; the cloud's rows must come in all the same. A failing disk is not. */
  const replayed = (scope: string, command: WaitingCommand, tracker: ChangeTracker): Clash | null => {
    try {
      return replay(scope, command, tracker);
    } catch (error) {
      if (error instanceof ReplicaError) throw error;
      onFault({ name: command.name, error });
      return { code: 'fault', detail: {} };
    }
  };

  return (scope, tracker, apply) => {
    tables.restoreBase(scope, tracker);
    apply();
    for (const command of outbox.pending(scope)) {
      // A refusal here hides the effect and nothing more: the command is still pushed, and the cloud decides.
      const clash = replayed(scope, command, tracker);
      if (JSON.stringify(clash) !== JSON.stringify(command.clash)) {
        outbox.markClash(scope, command.id, clash);
        tracker.mark('outbox');
      }
    }
  };
}
