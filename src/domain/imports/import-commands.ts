import { z } from 'zod';
import { bucketOf, DAY } from '../../base/time.ts';
import { err, ok } from '../../base/result.ts';
import { outsideDevice } from '../access/device-scope.ts';
import {
  type BaseClaim,
  defineCommand,
  type Rejection,
  rejection,
  type RowChange,
  type RowReader,
} from '../command.ts';
import { idSchema, instantSchema, nameSchema, textSchema } from '../schemas.ts';
import type { Row } from '../tables.ts';
import { decideUndo } from './decide-undo.ts';

const MANAGING = ['owner', 'manager'] as const;

/** What a calendar's event is known by in later imports; see `eventKey`. */
const keySchema = z.string().regex(/^[\w-]{8,24}$/);
/** As many events as one file may bring. */
export const MOST_KEYS = 20_000;

/**
 * Opens a group: every client, booking and block of one imported file carries its id. `keys` name the events of a
 * calendar, so that the same file brings nothing twice. Refused: duplicate.
 */
export const importBegin = defineCommand({
  name: 'import.begin',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    kind: z.enum(['clients_csv', 'diary_ics']),
    fileName: nameSchema,
    rowCount: z.int().min(0),
    keys: z.array(keySchema).max(MOST_KEYS),
  }),
  roles: MANAGING,
  base: () => [],
  decide: (read, args, context) =>
    read.get('import_group', args.id)
      ? err(rejection('duplicate', { table: 'import_group', id: args.id }))
      : ok([
          {
            op: 'insert',
            table: 'import_group',
            id: args.id,
            values: {
              kind: args.kind,
              file_name: args.fileName,
              row_count: args.rowCount,
              imported_at: context.at,
              actor_id: context.actorId,
              undone_at: null,
              keys: args.keys,
            },
          },
        ]),
});

/** Longer than a day with its longest change of clocks: a block stands for one day. */
const LONGEST_BLOCK = DAY + DAY / 24;

/**
 * Blocked time for an event that lasts all day. `id` is the block's. Refused: invalid, not_found, duplicate,
 * forbidden (a location that is not one of the device).
 */
export const importBlock = defineCommand({
  name: 'import.block',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    traceId: idSchema,
    importId: idSchema,
    locationId: idSchema,
    staffId: idSchema,
    startsAt: instantSchema,
    endsAt: instantSchema,
    reason: z.string().trim().min(1).max(200),
  }),
  roles: MANAGING,
  base: () => [],
  decide: (read, args, context) => {
    if (args.endsAt <= args.startsAt || args.endsAt - args.startsAt > LONGEST_BLOCK) {
      return err(rejection('invalid', { message: 'a block ends after it starts, within a day' }));
    }
    const closed = groupClosed(read, args.importId);
    if (closed) return err(closed);
    if (read.get('block', args.id)) return err(rejection('duplicate', { table: 'block', id: args.id }));
    if (!read.get('staff', args.staffId)) {
      return err(rejection('not_found', { table: 'staff', id: args.staffId }));
    }
    if (!read.get('location', args.locationId)) {
      return err(rejection('not_found', { table: 'location', id: args.locationId }));
    }
    const outside = outsideDevice(read, context, args.locationId);
    if (outside) return err(outside);
    return ok([
      {
        op: 'insert',
        table: 'block',
        id: args.id,
        values: {
          bucket: bucketOf(args.startsAt),
          location_id: args.locationId,
          staff_id: args.staffId,
          starts_at: args.startsAt,
          ends_at: args.endsAt,
          reason: args.reason,
          author_id: context.actorId,
        },
      },
      trace(args.traceId, args.importId, 'block', args.id, null),
    ]);
  },
});

/** Fields of a client that a list may fill where they are empty. */
const fillSchema = z
  .strictObject({
    phone: z.string().regex(/^\+[1-9]\d{6,14}$/),
    email: z.email(),
    note: textSchema.min(1),
    language: z.string().regex(/^[a-z]{2}$/),
  })
  .partial()
  .refine((fields) => Object.keys(fields).length > 0, 'nothing to fill');
export type FilledFields = z.infer<typeof fillSchema>;

/**
 * Fills empty fields of a client who is known already; nothing that stands there is changed. What was filled is kept,
 * so that undo can empty it again. Refused: not_found, duplicate, stale (a field is no longer empty).
 */
export const importFill = defineCommand({
  name: 'import.fill',
  version: 1,
  schema: z.strictObject({ id: idSchema, importId: idSchema, clientId: idSchema, fields: fillSchema }),
  roles: MANAGING,
  base: (args): readonly BaseClaim[] => [
    { table: 'client', id: args.clientId, columns: columnsIn(args.fields) },
  ],
  decide: (read, args) => {
    const closed = groupClosed(read, args.importId);
    if (closed) return err(closed);
    if (read.get('import_trace', args.id)) {
      return err(rejection('duplicate', { table: 'import_trace', id: args.id }));
    }
    const client = read.get('client', args.clientId);
    if (!client) return err(rejection('not_found', { table: 'client', id: args.clientId }));
    const columns = columnsIn(args.fields);
    const taken = columns.filter((column) => client[column] !== null);
    if (taken.length > 0) {
      return err(rejection('stale', { table: 'client', id: args.clientId, columns: taken }));
    }
    const filled = Object.fromEntries(columns.map((column) => [column, args.fields[column] ?? null]));
    return ok([
      { op: 'update', table: 'client', id: args.clientId, values: filled },
      trace(args.id, args.importId, 'client', args.clientId, filled),
    ]);
  },
});

/**
 * Takes a whole import back; see `decideUndo` for what stays. Refused: not_found.
 */
export const importUndo = defineCommand({
  name: 'import.undo',
  version: 1,
  schema: z.strictObject({ id: idSchema }),
  roles: MANAGING,
  base: () => [],
  decide: (read, args, context) => {
    const closed = groupClosed(read, args.id);
    return closed ? err(closed) : ok(decideUndo(read, args.id, context));
  },
});

function groupClosed(read: RowReader, id: string): Rejection | null {
  const group = read.get('import_group', id);
  return group && group.undone_at === null ? null : rejection('not_found', { table: 'import_group', id });
}

const columnsIn = (fields: FilledFields): readonly (keyof FilledFields)[] =>
  (['phone', 'email', 'note', 'language'] as const).filter((column) => fields[column] !== undefined);

const trace = (
  id: string,
  importId: string,
  table: 'block' | 'client',
  rowId: string,
  filled: Row<'import_trace'>['filled'],
): RowChange => ({
  op: 'insert',
  table: 'import_trace',
  id,
  values: { import_id: importId, table_name: table, row_id: rowId, filled },
});
