import { TABLES, TENANT_TABLES, columnsOf, type TableName } from '../../src/domain/tables.ts';
import type { IntentRow, JournalRow, ViewRow } from './desk-file.ts';
import { literal, type SimCloud } from './sim-cloud.ts';
import type { SimDesk } from './sim-desk.ts';

type ServerRow = Readonly<Record<string, unknown>> & { readonly id: string };
type Verdict = {
  readonly uuid: string;
  readonly status: 'applied' | 'rejected';
  readonly code: string | null;
};

/** What the cloud holds of one business at one moment. */
type Truth = {
  readonly rows: ReadonlyMap<TableName, ReadonlyMap<string, ServerRow>>;
  readonly verdicts: readonly Verdict[];
};

async function readTruth(cloud: SimCloud, scope: string): Promise<Truth> {
  const [listed] = await cloud.admin(
    `select name, select_list from sync.synced_table where class <> 'platform' order by table_no`,
  );
  const [tables, verdicts] = await cloud.admin(
    `${(listed ?? [])
      .map(
        ({ name, select_list }) =>
          `select ${literal(name)} as name, coalesce(json_agg(json_build_array(${String(select_list)}) order by id), '[]') as rows
           from public.${String(name)} where tenant_id = ${literal(scope)}`,
      )
      .map((select) => `(${select})`)
      .join(' union all ')};
     select uuid, status, code from sync.mutation_result where scope_id = ${literal(scope)} and not repeated order by uuid`,
  );
  const rows = (tables ?? []).map(({ name, rows: arrays }) => {
    const columns = columnsOf(name as TableName);
    const objects = (arrays as unknown[][]).map(
      (values) => Object.fromEntries(columns.map((column, index) => [column, values[index]])) as ServerRow,
    );
    return [name as TableName, new Map(objects.map((row) => [row.id, row]))] as const;
  });
  return { rows: new Map(rows), verdicts: (verdicts ?? []) as unknown as Verdict[] };
}

/** json with its keys in one order: PostgreSQL and JavaScript differ in theirs. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Whether a desk may hold a row, said a second time without the cloud's own readers. */
function inScope(desk: SimDesk, { rows }: Truth, table: TableName, row: ServerRow): boolean {
  const { class: kind, locationColumn } = TABLES[table];
  const device = rows.get('device')?.get(desk.device.deviceId);
  if (!device) throw new Error(`${desk.label} is no PC of the business`);
  const { locations, classes } = device as unknown as {
    readonly locations: readonly string[] | null;
    readonly classes: readonly string[];
  };
  if (!classes.includes(kind)) return false;
  return locationColumn === null || locations === null || locations.includes(String(row[locationColumn]));
}

function* rowsDiffer(desk: SimDesk, truth: Truth): Generator<string> {
  const { rows } = truth;
  for (const table of TENANT_TABLES) {
    const theirs = rows.get(table) ?? new Map<string, ServerRow>();
    const mine = new Map<string, ViewRow>(desk.eye.rows(table).map((row) => [row.id, row]));
    for (const row of theirs.values()) {
      // First syncs send no tombstones, so one may be missing here.
      if (row['deleted_at'] === null && inScope(desk, truth, table, row) && !mine.has(row.id)) {
        yield `${desk.label}: ${table} ${row.id} is missing`;
      }
    }
    for (const row of mine.values()) {
      const there = theirs.get(row.id);
      if (!there) yield `${desk.label}: ${table} ${row.id} does not exist in the cloud`;
      else if (!inScope(desk, truth, table, there))
        yield `${desk.label}: ${table} ${row.id} is none that it may hold`;
      else {
        const columns = columnsOf(table).filter((name) => canonical(row[name]) !== canonical(there[name]));
        if (columns.length > 0) {
          const values = columns.map(
            (name) => `${name} ${canonical(row[name])} is ${canonical(there[name])}`,
          );
          yield `${desk.label}: ${table} ${row.id} differs: ${values.join(', ')}`;
        }
      }
    }
  }
  const kept = desk.eye.baseRows();
  if (kept > 0) yield `${desk.label}: ${kept} rows still wait though nothing does`;
}

function* verdictsUnknown(desk: SimDesk, { verdicts }: Truth): Generator<string> {
  const decided = new Map(verdicts.map((verdict) => [verdict.uuid, verdict]));
  const journal = new Map<string, JournalRow>(desk.eye.journal().map((row) => [row.uuid, row]));
  const waiting = new Set(desk.eye.outbox().map(({ uuid }) => uuid));
  for (const uuid of desk.intents) {
    const there = decided.get(uuid);
    const here = journal.get(uuid);
    if (waiting.has(uuid)) yield `${desk.label}: ${uuid} waits for ever`;
    else if (!here) yield `${desk.label}: ${uuid} left the queue without a verdict`;
    else if (there && (here.status !== there.status || here.code !== there.code)) {
      yield `${desk.label}: ${uuid} is ${here.status} ${here.code ?? ''} here and ${there.status} ${there.code ?? ''} there`;
    }
  }
}

/** The row that a command makes under an id of its own, for those that make one. */
const MADE: Readonly<Record<string, TableName>> = {
  'appointment.book': 'appointment',
  'block.create': 'block',
  'client.create': 'client',
  'client.note_add': 'client_note',
  'consent.record': 'consent',
  'payment.take': 'ledger_entry',
  'payment.reverse': 'ledger_entry',
};

const isRefusedAt = (desk: SimDesk, uuid: string): boolean =>
  desk.eye.journal().some((row) => row.uuid === uuid && row.status === 'rejected');

function* intentsVanished(
  intents: ReadonlyMap<string, IntentRow>,
  desks: readonly SimDesk[],
  { rows, verdicts }: Truth,
): Generator<string> {
  const decided = new Map(verdicts.map((verdict) => [verdict.uuid, verdict]));
  for (const { uuid } of verdicts) {
    if (!intents.has(uuid)) yield `the cloud decided ${uuid}, which nobody asked for`;
  }
  const answered = new Set<unknown>(
    [...intents.values()].flatMap(({ name, args, resolves }) =>
      name === 'conflict.dismiss' ? [args['id']] : resolves === null ? [] : [resolves],
    ),
  );
  for (const { uuid, name, args, resolves } of intents.values()) {
    const verdict = decided.get(uuid);
    if (!verdict) {
      // A file that an older one replaced took its later work with it, as a lost PC does.
      const holders = desks.filter((desk) => desk.intents.has(uuid));
      // Whoever restores a cloud to before a refusal that a person has answered since is told of it no more.
      const settled =
        (answered.has(uuid) || name === 'conflict.dismiss') &&
        holders.every((desk) => isRefusedAt(desk, uuid));
      if (holders.length > 0 && !settled) yield `${name} ${uuid} has no verdict`;
      continue;
    }
    if (verdict.status === 'rejected') {
      // An answer that is refused lives on in what it answered; what is put away already is nobody's concern.
      const stands = [uuid, resolves].some((id) => id !== null && rows.get('conflict')?.has(id));
      if (!stands && name !== 'conflict.dismiss')
        yield `${name} ${uuid} was refused and nothing stands for it`;
      continue;
    }
    const table = MADE[name];
    if (table && !rows.get(table)?.has(String(args['id']))) {
      yield `${name} ${uuid} was applied and its row is not there`;
    }
  }
}

function* overlaps({ rows }: Truth): Generator<string> {
  const holds = [...(rows.get('hold')?.values() ?? [])]
    .filter((row) => row['active'] === true && row['deleted_at'] === null)
    .toSorted((a, b) => Number(a['starts_at']) - Number(b['starts_at']));
  for (const [index, hold] of holds.entries()) {
    const second = holds
      .slice(index + 1)
      .find(
        (other) =>
          other['resource_id'] === hold['resource_id'] &&
          Number(other['starts_at']) < Number(hold['ends_at']),
      );
    if (second) yield `holds ${hold.id} and ${second.id} overlap`;
  }
}

/** The ledger says what was taken and taken back with the cloud's word, no cent more or less. */
function* ledgerDiffers(
  intents: ReadonlyMap<string, IntentRow>,
  desks: readonly SimDesk[],
  truth: Truth,
): Generator<string> {
  const { rows, verdicts } = truth;
  const sum = (entries: Iterable<Readonly<Record<string, unknown>>>): number => {
    let cents = 0;
    for (const entry of entries) cents += Number(entry['amount_cents']);
    return cents;
  };
  const ledger = rows.get('ledger_entry') ?? new Map<string, ServerRow>();
  const applied = new Set(verdicts.filter(({ status }) => status === 'applied').map(({ uuid }) => uuid));
  let told = 0;
  for (const { uuid, name, args } of intents.values()) {
    if (!applied.has(uuid)) continue;
    if (name === 'payment.take') told += Number(args['amountCents']);
    if (name === 'payment.reverse') told -= Number(ledger.get(String(args['entryId']))?.['amount_cents']);
  }
  const kept = sum(ledger.values());
  if (kept !== told) yield `the ledger says ${kept} cents where ${told} were taken`;
  for (const desk of desks) {
    const shown = sum(desk.eye.rows('ledger_entry'));
    const due = sum([...ledger.values()].filter((entry) => inScope(desk, truth, 'ledger_entry', entry)));
    if (shown !== due) yield `${desk.label}: its ledger says ${shown} cents instead of ${due}`;
  }
}

export type Judgement = {
  /** What is wrong; empty: nothing was lost. */
  readonly problems: readonly string[];
  readonly applied: number;
  readonly refused: number;
};

/** Compares everything with everything, when all is quiet. */
export async function judge(
  cloud: SimCloud,
  scope: string,
  desks: readonly SimDesk[],
  intents: ReadonlyMap<string, IntentRow>,
): Promise<Judgement> {
  const truth = await readTruth(cloud, scope);
  const applied = truth.verdicts.filter(({ status }) => status === 'applied').length;
  return {
    applied,
    refused: truth.verdicts.length - applied,
    problems: [
      ...intentsVanished(intents, desks, truth),
      ...overlaps(truth),
      ...ledgerDiffers(intents, desks, truth),
      ...desks.flatMap((desk) => [...verdictsUnknown(desk, truth), ...rowsDiffer(desk, truth)]),
    ],
  };
}
