import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { clientCreate } from '../../../src/domain/clients/client-commands.ts';
import type { CommandSpec } from '../../../src/domain/command.ts';
import { commandNamed } from '../../../src/domain/registry.ts';
import { upcast, type Upcasts } from '../../../src/domain/upcasts.ts';
import { ADDED_COLUMNS } from '../../../src/replica/added-columns.ts';
import type { CommandBook } from '../../../src/replica/command-book.ts';
import { connect, sql } from '../../../src/replica/connection.ts';
import { codecOf } from '../../../src/replica/row-codec.ts';
import { TABLE_NAMES } from '../../../src/domain/tables.ts';
import { FakeCloud } from './fake-cloud.ts';
import { type Desk, fill, KEY, newDesk, nextId, RECEPTION, salonRows, SCOPE } from './replica-fixture.ts';

/** A later program: a new client is asked for a language, which earlier ones did not know. */
const steps: Upcasts = {
  'client.create': { 1: ({ args, base }) => ({ args: { ...args, language: null }, base }) },
};
const second: CommandSpec = {
  ...(clientCreate as unknown as CommandSpec),
  version: 2,
  schema: clientCreate.schema.extend({ language: z.enum(['en', 'af']).nullable() }),
};
const named = (name: string) => (name === second.name ? second : commandNamed(name));
const LATER: CommandBook = {
  named,
  upToDate: (given) => upcast(given, named(given.name)?.version ?? given.v, steps),
};

let desk: Desk;
beforeEach(() => {
  desk = newDesk();
  fill(desk);
});
afterEach(() => desk.dispose());

const create = (name: string) => ({
  name: 'client.create',
  args: { id: nextId(), name, phone: null, email: null, note: null, importId: null },
});
const nextBytes = (after = 0) => JSON.stringify(desk.replica.syncStore.nextBatch(SCOPE, 50, after));
const found = (name: string) =>
  desk.replica.query(
    'clientSearch',
    { text: name, limit: 5 },
    { scope: SCOPE, now: RECEPTION.at, showNames: true },
  ).length;

it('an upgrade with old work waiting: what was sent keeps its bytes, what was not is said in the new words', () => {
  desk.replica.execute(SCOPE, [create('Buhle')], RECEPTION);
  const sent = nextBytes();
  desk.replica.execute(SCOPE, [create('Kagiso')], RECEPTION);
  desk = desk.reopen(LATER);

  expect(nextBytes()).toBe(sent);
  expect(JSON.parse(sent)).toMatchObject({ mutations: [{ id: 1, v: 1 }] });
  const unsent = nextBytes(1);
  expect(JSON.parse(unsent)).toMatchObject({
    mutations: [{ id: 2, v: 2, args: { name: 'Kagiso', language: null } }],
  });
  expect(nextBytes(1)).toBe(unsent);

  // Rows of others come in: both are replayed by the rule of now.
  const cloud = new FakeCloud(salonRows());
  cloud.rows.of('client').set(nextId(), { ...row('Somebody else'), row_version: 2 });
  cloud.head = 2;
  for (const page of cloud.pull(nextId(), desk.replica.syncStore.identity(SCOPE).cursor, 0, 100)) {
    desk.replica.syncStore.stagePage(SCOPE, page);
  }
  desk.replica.syncStore.applyStaged(SCOPE);
  expect([found('Buhle'), found('Kagiso'), found('Somebody')]).toEqual([1, 1, 1]);
  expect(desk.replica.syncStore.clashCount(SCOPE)).toBe(0);
  // The old words are kept as they were sent: only what is sent again in other bytes would be a lie.
  expect(nextBytes()).toBe(sent);
});

it('work of an old version to which no step leads is hidden and sent all the same: the cloud decides', () => {
  desk.replica.execute(SCOPE, [create('Buhle')], RECEPTION);
  desk = desk.reopen({ named, upToDate: (given) => given });
  desk.replica.syncStore.beginBootstrap(SCOPE, 1);
  desk.replica.syncStore.publishBootstrap(SCOPE);
  expect(desk.replica.syncStore.clashCount(SCOPE)).toBe(1);
  expect(JSON.parse(nextBytes())).toMatchObject({ mutations: [{ v: 1, args: { name: 'Buhle' } }] });
});

it('columns that came later have one value for rows from before, in the file and on the wire', () => {
  const eye = connect({ path: desk.file, key: KEY });
  const here: Record<string, Record<string, unknown>> = {};
  for (const table of TABLE_NAMES) {
    const info = sql(
      `test.info-${table}`,
      `select name, dflt_value from pragma_table_info('${codecOf(table).table}') where "notnull" = 1 and dflt_value is not null`,
    );
    for (const [name, value] of eye.rows(info)) {
      (here[table] ??= {})[name as string] = JSON.parse((value as string).replaceAll("'", '"'));
    }
  }
  eye.close();
  expect(here).toEqual(ADDED_COLUMNS);
});

const row = (name: string) => {
  const id = nextId();
  const nothing = Object.fromEntries(codecOf('client').columns.map((column) => [column, null]));
  return { ...nothing, id, name, do_not_book: false, no_shows: 0, created_at: RECEPTION.at, row_version: 1 };
};
