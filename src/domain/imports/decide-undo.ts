import type { CommandContext, RowChange, RowReader } from '../command.ts';

/**
 * What taking an import back changes: its bookings with lines, holds and history, its blocks, its clients, and the
 * fields that it filled. Three things stay, because others rest on them: a booking for which money was taken (the
 * ledger keeps its visit), a client with a booking, note, consent or warning that stays, and a filled field that
 * somebody has changed since.
 */
export function decideUndo(read: RowReader, importId: string, context: CommandContext): readonly RowChange[] {
  const changes: RowChange[] = [];
  const gone = new Set<string>();
  for (const { id } of read.find('appointment', { import_id: importId })) {
    if (read.find('ledger_entry', { appointment_id: id }).length > 0) continue;
    gone.add(id);
    changes.push(...visitGone(read, id));
  }
  for (const { id } of read.find('client', { import_id: importId })) {
    if (!isNeeded(read, id, gone)) changes.push({ op: 'delete', table: 'client', id });
  }
  for (const { id, table_name, row_id, filled } of read.find('import_trace', { import_id: importId })) {
    if (table_name === 'block' && read.get('block', row_id)) {
      changes.push({ op: 'delete', table: 'block', id: row_id });
    }
    if (table_name === 'client') changes.push(...emptied(read, row_id, filled));
    changes.push({ op: 'delete', table: 'import_trace', id });
  }
  changes.push({ op: 'update', table: 'import_group', id: importId, values: { undone_at: context.at } });
  return changes;
}

function visitGone(read: RowReader, id: string): readonly RowChange[] {
  const changes: RowChange[] = [];
  for (const hold of read.find('hold', { appointment_id: id })) {
    changes.push({ op: 'update', table: 'hold', id: hold.id, values: { active: false } });
    changes.push({ op: 'delete', table: 'hold', id: hold.id });
  }
  for (const line of read.find('appointment_line', { appointment_id: id })) {
    changes.push({ op: 'delete', table: 'appointment_line', id: line.id });
  }
  for (const event of read.find('status_event', { appointment_id: id })) {
    changes.push({ op: 'delete', table: 'status_event', id: event.id });
  }
  changes.push({ op: 'delete', table: 'appointment', id });
  return changes;
}

const isNeeded = (read: RowReader, clientId: string, gone: ReadonlySet<string>): boolean =>
  read.find('appointment', { client_id: clientId }).some(({ id }) => !gone.has(id)) ||
  read.find('client_note', { client_id: clientId }).length > 0 ||
  read.find('consent', { client_id: clientId }).length > 0 ||
  read.find('client_alert', { client_id: clientId }).length > 0;

function emptied(read: RowReader, clientId: string, filled: unknown): readonly RowChange[] {
  const client = read.get('client', clientId);
  if (!client || typeof filled !== 'object' || filled === null) return [];
  const row = client as Readonly<Record<string, unknown>>;
  const same = Object.entries(filled).filter(([column, value]) => row[column] === value);
  if (same.length === 0) return [];
  const values = Object.fromEntries(same.map(([column]) => [column, null]));
  return [{ op: 'update', table: 'client', id: clientId, values }];
}
