import { err, ok, type Result } from '../base/result.ts';
import {
  type Base,
  type CommandContext,
  type CommandSpec,
  rejection,
  type Rejection,
  type RowChange,
  type RowReader,
} from '../domain/command.ts';
import type { CommandBook } from './command-book.ts';
import { isTableName, type TableName } from '../domain/tables.ts';

/** A command whose arguments the schema accepted. */
export type ParsedCommand = { readonly spec: CommandSpec; readonly args: Record<string, unknown> };

/** Finds the command and parses its arguments. Refused: unknown_command, invalid (with the paths, not the values). */
export function parseCommand(
  { named }: CommandBook,
  name: string,
  args: unknown,
): Result<ParsedCommand, Rejection> {
  const spec = named(name);
  if (!spec) return err(rejection('unknown_command', { message: name }));
  const parsed = spec.schema.safeParse(args);
  if (!parsed.success) {
    const message = parsed.error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join('; ');
    return err(rejection('invalid', { message }));
  }
  return ok({ spec, args: parsed.data as Record<string, unknown> });
}

/** The column values that the decision rests on, as this desk shows them now: what travels as `base`. */
export function collectBase(read: RowReader, { spec, args }: ParsedCommand): Base {
  const base: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const { table, id, columns } of spec.base(args)) {
    const row = read.get(table, id) as Readonly<Record<string, unknown>> | undefined;
    if (!row) continue; // the rule answers not_found
    (base[table] ??= {})[id] = Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
  }
  return base;
}

/** The refusal of an answer to a conflict that somebody else has finished meanwhile; null when there is none. */
export function findAnswered(read: RowReader, resolves: string | null): Rejection | null {
  const conflict = resolves === null ? undefined : read.get('conflict', resolves);
  if (!conflict || conflict.state === 'open') return null;
  return rejection('resolved', {
    table: 'conflict',
    id: conflict.id,
    to: conflict.state,
    changed_by: conflict.closed_by,
  });
}

/** Says which row is no longer as it was shown; null when all are. The same comparison as the cloud's. */
export function findStale(read: RowReader, base: Base): Rejection | null {
  for (const [table, rows] of Object.entries(base)) {
    for (const [id, columns] of Object.entries(rows)) {
      if (!isTableName(table)) return rejection('invalid', { table, id });
      const row = read.get(table, id) as Readonly<Record<string, unknown>> | undefined;
      if (!row) return rejection('not_found', { table, id });
      const moved = Object.keys(columns)
        .filter((column) => !sameValue(row[column] ?? null, columns[column]))
        .toSorted();
      if (moved.length > 0) return rejection('stale', { table, id, columns: moved });
    }
  }
  return null;
}

const sameValue = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** The rule's answer, and that none of the rows it makes is here already. */
export function decideCommand(
  read: RowReader,
  { spec, args }: ParsedCommand,
  context: CommandContext,
): Result<readonly RowChange[], Rejection> {
  if (!spec.roles.includes(context.role)) return err(rejection('forbidden', { message: spec.name }));
  const decision = spec.decide(read, args, context);
  if (!decision.ok) return decision;
  const taken = decision.value.find(
    (change) => change.op === 'insert' && read.get(change.table as TableName, change.id) !== undefined,
  );
  return taken ? err(rejection('duplicate', { table: taken.table, id: taken.id })) : decision;
}
