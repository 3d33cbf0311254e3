import type { NewId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { ChangeNotice } from '../contracts/ports.ts';
import type { CommandContext, Rejection, RowReader } from '../domain/command.ts';
import { type ChangeTracker, createChangeTracker } from './change-tracker.ts';
import { conflictDismiss } from '../domain/conflict-commands.ts';
import type { CommandBook } from './command-book.ts';
import type { Connection } from './connection.ts';
import { restsOn } from './dependence.ts';
import {
  collectBase,
  decideCommand,
  findAnswered,
  type ParsedCommand,
  parseCommand,
} from './decide-command.ts';
import type { Outbox } from './outbox.ts';
import { touchedBy } from './own-echo.ts';
import { ReplicaError } from './replica-error.ts';
import type { ScopeStore } from './scope-store.ts';
import type { SyncedTables } from './synced-tables.ts';

export type CommandToRun = {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** The conflict that this command answers. */
  readonly resolves?: string | null;
};

/** Which command of the group was refused, counted from 0, and why. */
export type GroupRejection = { readonly index: number; readonly rejection: Rejection };

export type ExecuteCommands = (
  scope: string,
  commands: readonly CommandToRun[],
  context: CommandContext,
  /** Hears how many are done, for groups of thousands. */
  onStep?: (done: number) => void,
) => Result<ChangeNotice, GroupRejection>;

/**
 * Runs a group of commands: all or nothing, in one durable transaction with their outbox rows. What it answers is on
 * the disk. Throws ReplicaError (DISK_FULL; REPLICA_BUILDING while a first sync is under way; …).
 */
export function createCommandRunner(
  connection: Connection,
  read: RowReader,
  tables: SyncedTables,
  outbox: Outbox,
  scopes: ScopeStore,
  newId: NewId,
  book: CommandBook,
): ExecuteCommands {
  const runOne = (
    scope: string,
    command: CommandToRun,
    context: CommandContext,
    tracker: ChangeTracker,
  ): Result<null, Rejection> => {
    const parsed = parseCommand(book, command.name, command.args);
    if (!parsed.ok) return parsed;
    // Base before the decision: it is what the screen showed, not what the command makes of it.
    const base = collectBase(read, parsed.value);
    if (putAway(scope, parsed.value, context, tracker)) return ok(null);
    const resolves = command.resolves ?? null;
    const answered = findAnswered(read, resolves);
    if (answered) return err(answered);
    const decision = putsAwayWaiting(scope, parsed.value, context)
      ? ok([])
      : decideCommand(read, parsed.value, context);
    if (!decision.ok) return decision;
    const { spec, args } = parsed.value;
    const follows = restsOn(connection, scope, args, base);
    const uuid = newId();
    tables.applyChanges(scope, uuid, decision.value, context.at, tracker);
    outbox.add(scope, {
      uuid,
      name: spec.name,
      v: spec.version,
      args,
      base,
      context,
      resolves,
      follows,
      touches: touchedBy(decision.value),
    });
    return ok(null);
  };

  /** The cloud knows nothing of what it could not read: such a refusal is closed on this PC alone. */
  const putAway = (
    scope: string,
    { spec, args }: ParsedCommand,
    context: CommandContext,
    tracker: ChangeTracker,
  ): boolean => {
    if (spec.name !== conflictDismiss.name || !spec.roles.includes(context.role)) return false;
    const { id, reason } = conflictDismiss.schema.parse(args);
    if (!outbox.putAway(scope, id, context.actorId, reason, context.at)) return false;
    tracker.mark('conflict');
    return true;
  };

  /**
   * Waiting work that will be refused may be put away before the cloud has said so: the word goes after it in the queue,
   * and finds the conflict there. Outbox rows themselves are never taken away.
   */
  const putsAwayWaiting = (scope: string, { spec, args }: ParsedCommand, context: CommandContext): boolean =>
    spec.name === conflictDismiss.name &&
    spec.roles.includes(context.role) &&
    outbox.clashes(scope, conflictDismiss.schema.parse(args).id);

  return (scope, commands, context, onStep) => {
    if (scopes.get(scope).state === 'building') {
      throw new ReplicaError('REPLICA_BUILDING', 'the first sync is not complete');
    }
    return tables.transaction(
      () => {
        const tracker = createChangeTracker(connection);
        for (const [index, command] of commands.entries()) {
          const outcome = runOne(scope, command, context, tracker);
          if (!outcome.ok) return err({ index, rejection: outcome.error });
          onStep?.(index + 1);
        }
        tracker.mark('outbox');
        return ok(tracker.notice());
      },
      (result) => result.ok,
    );
  };
}
