import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { COMMAND_NAMES, commandNamed } from '../../src/domain/registry.ts';
import type { Base, RowChange } from '../../src/domain/command.ts';
import { COMMAND_BOOK } from '../../src/replica/command-book.ts';
import { collectBase, findStale, parseCommand } from '../../src/replica/decide-command.ts';
import { startTestCloud, type TestCloud } from '../fixtures/cloud.ts';
import { PLATFORM_TABLES } from '../../src/domain/tables.ts';
import { idOf, loadCases, type LoadedCase } from './command-case.ts';
import { MemoryRows } from './memory-rows.ts';
import { SqlCase } from './sql-side.ts';
import { decideInTypeScript } from './typescript-side.ts';
import { DEVICE, TENANT, world } from './world.ts';

const cases = loadCases();

function startingRows(): MemoryRows {
  const rows = new MemoryRows();
  for (const [table, row] of world()) rows.put(table, row);
  return rows;
}

/** The base that a desk would send for this command when it looks at these rows. */
function baseFor(rows: MemoryRows, name: string, args: unknown): unknown {
  const command = commandNamed(name);
  const parsed = command?.schema.safeParse(args);
  return command && parsed?.success ? rows.base(command.base(parsed.data)) : {};
}

/** The same as the replica takes it: a row that is not here has no values that could be stale. */
function shownBase(rows: MemoryRows, name: string, args: unknown): Base {
  const parsed = parseCommand(COMMAND_BOOK, name, args);
  return parsed.ok ? collectBase(rows, parsed.value) : {};
}

function checkApplied(entry: LoadedCase, rows: Record<string, Record<string, unknown>>): void {
  if (!('applied' in entry.expect)) return;
  for (const [table, expected] of Object.entries(entry.expect.applied)) {
    for (const [id, values] of Object.entries(expected)) {
      const row = rows[table]?.[id] ?? null;
      expect({ table, id, row }).toMatchObject({ table, id, row: values });
    }
  }
}

function checkRefusal(
  entry: LoadedCase,
  refusal: { readonly code: string; readonly detail: unknown } | null,
): void {
  if ('applied' in entry.expect) {
    expect(refusal).toBeNull();
    return;
  }
  // A fault of the function itself must not pass for a refusal.
  expect(String((refusal?.detail as { message?: string } | undefined)?.message)).not.toMatch(
    /SQLSTATE (?!2[23])/,
  );
  expect(refusal?.code).toBe(entry.expect.rejected);
  if (entry.expect.detail) expect(refusal?.detail).toMatchObject(entry.expect.detail);
}

describe('every command has cases', () => {
  test('of success and of refusal', () => {
    for (const name of COMMAND_NAMES) {
      const own = cases.filter((entry) => entry.name === name);
      const kinds = new Set(own.map((entry) => ('applied' in entry.expect ? 'applied' : 'rejected')));
      expect({ name, kinds }).toEqual({ name, kinds: new Set(['applied', 'rejected']) });
    }
  });
});

describe('command cases: the rule in TypeScript and the function in SQL decide alike', () => {
  let cloud: TestCloud;
  let client: pg.Client;
  let sql: SqlCase;
  beforeAll(async () => {
    cloud = await startTestCloud();
    client = new pg.Client({ connectionString: cloud.databaseUrl });
    await client.connect();
    sql = new SqlCase(client);
    await sql.open(world());
  });
  afterEach(() => sql.again());
  afterAll(async () => {
    await client.end();
    await cloud.stop();
  });

  test.each(cases.map((entry) => [`${entry.name}: ${entry.story}`, entry] as const))(
    '%s',
    async (_, entry) => {
      const role = entry.role ?? 'front_desk';
      const rows = startingRows();
      for (const { table, row } of entry.given ?? []) {
        rows.put(table, row);
        await sql.put(table, row);
      }
      for (const { name, args } of entry.before) {
        const base = baseFor(rows, name, args);
        expect(decideInTypeScript(rows, 'owner', name, args)).toBeNull();
        expect(await sql.decide('owner', name, args, base)).toBeNull();
      }
      if (entry.device) {
        rows.apply([{ op: 'update', table: 'device', id: DEVICE, values: entry.device as object }]);
        await sql.change('device', DEVICE, entry.device);
      }
      for (const key of entry.flagsOn ?? []) {
        const flag = { id: idOf(key), key, description: '', default_on: false };
        rows.put('flag', flag);
        rows.put('flag_override', {
          id: idOf(`${key} on`),
          tenant_id: TENANT,
          flag_id: flag.id,
          is_on: true,
        });
        await sql.switchOn(key);
      }
      const shown = shownBase(rows, entry.name, entry.args);
      const base = entry.base === null ? {} : baseFor(rows, entry.name, entry.args);
      for (const { table, id, values } of entry.meanwhile ?? []) {
        await sql.change(table, id, values);
        rows.apply([{ op: 'update', table, id, values } as RowChange]);
      }
      const before = await sql.snapshot();

      const answer = await sql.decide(role, entry.name, entry.args, base);
      checkRefusal(entry, answer);
      const after = await sql.snapshot();
      checkApplied(entry, after);
      if (answer) {
        // A refusal changes nothing but the list of refusals.
        delete after['conflict'];
        delete before['conflict'];
        expect(after).toEqual(before);
      }
      if (entry.serverOnly) return;

      // As a desk replays what waits on rows that others have changed.
      const own = findStale(rows, shown) ?? decideInTypeScript(rows, role, entry.name, entry.args);
      checkRefusal(entry, own);
      const mine = rows.snapshot();
      for (const table of PLATFORM_TABLES) delete mine[table];
      if (!own) expect(mine).toEqual(after);
      if (own?.detail.holds) expect(answer?.detail.holds).toEqual(own.detail.holds);
    },
  );
});
