import { z } from 'zod';
import { err, ok } from '../../base/result.ts';
import { defineCommand, rejection, type RowChange } from '../command.ts';
import { idSchema, nameSchema } from '../schemas.ts';

/** Opens a group: every client and booking of one imported file carries its id. Refused: duplicate. */
export const importBegin = defineCommand({
  name: 'import.begin',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    kind: z.enum(['clients_csv', 'diary_ics']),
    fileName: nameSchema,
    rowCount: z.int().min(0),
  }),
  roles: ['owner', 'manager'],
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
            },
          },
        ]),
});

/**
 * Takes a whole import back: its bookings with lines and holds, then its clients, except those that have been booked
 * or paid by other means since. Refused: not_found, paid.
 */
export const importUndo = defineCommand({
  name: 'import.undo',
  version: 1,
  schema: z.strictObject({ id: idSchema }),
  roles: ['owner', 'manager'],
  base: () => [],
  decide: (read, args, context) => {
    const group = read.get('import_group', args.id);
    if (!group || group.undone_at !== null) {
      return err(rejection('not_found', { table: 'import_group', id: args.id }));
    }
    const changes: RowChange[] = [];
    const gone = new Set<string>();
    for (const appointment of read.find('appointment', { import_id: args.id })) {
      if (read.find('ledger_entry', { appointment_id: appointment.id }).length > 0) {
        return err(rejection('paid', { table: 'appointment', id: appointment.id }));
      }
      gone.add(appointment.id);
      for (const hold of read.find('hold', { appointment_id: appointment.id })) {
        changes.push({ op: 'update', table: 'hold', id: hold.id, values: { active: false } });
        changes.push({ op: 'delete', table: 'hold', id: hold.id });
      }
      for (const line of read.find('appointment_line', { appointment_id: appointment.id })) {
        changes.push({ op: 'delete', table: 'appointment_line', id: line.id });
      }
      for (const event of read.find('status_event', { appointment_id: appointment.id })) {
        changes.push({ op: 'delete', table: 'status_event', id: event.id });
      }
      changes.push({ op: 'delete', table: 'appointment', id: appointment.id });
    }
    for (const client of read.find('client', { import_id: args.id })) {
      const others = read.find('appointment', { client_id: client.id }).some(({ id }) => !gone.has(id));
      if (!others) changes.push({ op: 'delete', table: 'client', id: client.id });
    }
    changes.push({ op: 'update', table: 'import_group', id: args.id, values: { undone_at: context.at } });
    return ok(changes);
  },
});
