import { once } from 'node:events';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { columnSpec, TABLES, TABLE_NAMES, type ColumnSpec, type TableName } from '../../src/domain/tables.ts';
import type { DemoRows } from './demo-rows.ts';

type AnyRow = Readonly<Record<string, unknown>>;

/** Streams the rows of one tenant into the cloud by COPY, parents first. Call inside a transaction. */
export async function loadRows(client: Client, tenantId: string, rows: DemoRows): Promise<number> {
  let count = 0;
  for (const table of TABLE_NAMES) {
    const list = rows.of(table);
    if (list.length === 0) continue;
    await copyTable(client, tenantId, table, list as unknown as readonly AnyRow[]);
    count += list.length;
  }
  return count;
}

async function copyTable(
  client: Client,
  tenantId: string,
  table: TableName,
  rows: readonly AnyRow[],
): Promise<void> {
  const columns = cloudColumns(table);
  const stream = client.query(
    copyFrom(`copy public.${table} (${columns.map(({ name }) => name).join(', ')}) from stdin`),
  );
  for (const row of rows) {
    const line = columns.map(({ value }) => escapeCopy(value(row, tenantId))).join('\t');
    if (!stream.write(`${line}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

type CloudColumn = {
  readonly name: string;
  readonly value: (row: AnyRow, tenantId: string) => string | null;
};

/** The cloud's columns of a table: tenant and id first, and a hold's two instants as one range. */
function cloudColumns(table: TableName): readonly CloudColumn[] {
  const columns: CloudColumn[] = [
    { name: 'tenant_id', value: (_row, tenantId) => tenantId },
    { name: 'id', value: (row) => String(row['id']) },
  ];
  for (const name of Object.keys(TABLES[table].columns)) {
    if (table === 'hold' && name === 'ends_at') continue;
    if (table === 'hold' && name === 'starts_at') {
      columns.push({ name: 'during', value: (row) => `[${iso(row['starts_at'])},${iso(row['ends_at'])})` });
      continue;
    }
    const spec = columnSpec(table, name);
    if (spec !== undefined) columns.push({ name, value: (row) => asText(row[name], spec) });
  }
  return columns;
}

const iso = (at: unknown): string => new Date(Number(at)).toISOString();

function asText(value: unknown, spec: ColumnSpec): string | null {
  if (spec === 'json') return JSON.stringify(value);
  if (value === null || value === undefined) return null;
  return spec.startsWith('instant') ? iso(value) : String(value);
}

const escapeCopy = (value: string | null): string =>
  value === null
    ? '\\N'
    : value.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
