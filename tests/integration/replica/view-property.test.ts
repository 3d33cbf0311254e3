import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../src/base/time.ts';
import type { Mutation, PullPage } from '../../../src/contracts/wire.ts';
import { type TableName, TENANT_TABLES } from '../../../src/domain/tables.ts';
import { codecOf } from '../../../src/replica/row-codec.ts';
import { connect, type Connection, type Sql, sql } from '../../../src/replica/connection.ts';
import { rebuildDayCards } from '../../../src/replica/day-cards.ts';
import type { CommandToRun } from '../../../src/replica/run-commands.ts';
import { FakeCloud } from './fake-cloud.ts';
import type { MapRows } from './map-rows.ts';
import {
  ANA,
  at,
  BEN,
  booking,
  type Desk,
  fill,
  KEY,
  newDesk,
  nextId,
  RECEPTION,
  salonRows,
  SCOPE,
  THANDI,
} from './replica-fixture.ts';

/**
 * Whatever two desks and a cloud do to each other, what a desk shows is the server's rows as of its last pull with its
 * own waiting commands replayed on top. The second opinion is made of maps and the same rules, without SQLite.
 */

type Step =
  | { readonly do: 'book'; readonly desk: number; readonly slot: number; readonly person: number }
  | { readonly do: 'move'; readonly desk: number; readonly visit: number; readonly slot: number }
  | { readonly do: 'status'; readonly desk: number; readonly visit: number; readonly to: number }
  | { readonly do: 'cancel' | 'pay'; readonly desk: number; readonly visit: number }
  | { readonly do: 'rename'; readonly desk: number; readonly name: string }
  | { readonly do: 'push' | 'pull' | 'restart' | 'lost-pull' | 'renumber'; readonly desk: number };

const desk = fc.nat(1);
const visit = fc.nat(7);
const slot = fc.nat(11);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('book' as const), desk, slot, person: fc.nat(1) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('move' as const), desk, visit, slot }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('status' as const), desk, visit, to: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'pay' as const), desk, visit }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('rename' as const),
      desk,
      name: fc.constantFrom('Thandi M', 'T Mokoena', 'Thandi'),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('push' as const, 'pull' as const), desk }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('restart' as const, 'lost-pull' as const, 'renumber' as const),
      desk,
    }),
  },
);

const CARDS = sql('test.cards', 'select * from day_card order by location_id, starts_at, line_id');
const OUTBOX = sql(
  'test.outbox',
  'select id, uuid, name, v, args, base, actor, at, resolves from outbox order by id',
);
const ALL = new Map(
  TENANT_TABLES.map((table) => [
    table,
    sql(`test.${table}`, `select ${codecOf(table).columns.join(', ')} from ${table} order by id`),
  ]),
);
const allOf = (table: TableName): Sql => ALL.get(table) as Sql;

const STATUSES = ['requested', 'confirmed', 'arrived', 'in_service', 'done', 'no_show'] as const;

/** One desk with the second opinion on it. */
type Watched = { desk: Desk; readonly eye: Connection; base: MapRows; queue: Mutation[] };

function commandOf(step: Step, visits: readonly string[], view: MapRows): CommandToRun | null {
  const id = 'visit' in step ? visits[step.visit % Math.max(1, visits.length)] : undefined;
  switch (step.do) {
    case 'book':
      return booking({ startsAt: at(9) + step.slot * 30 * MINUTE, staffId: step.person === 0 ? ANA : BEN });
    case 'move': {
      const line = [...view.of('appointment_line').values()].find((row) => row['appointment_id'] === id);
      if (id === undefined || !line) return null;
      const startsAt = at(9) + step.slot * 30 * MINUTE;
      return {
        name: 'appointment.move',
        args: {
          id,
          lines: [
            {
              id: line.id,
              staffId: step.slot % 2 === 0 ? ANA : BEN,
              resourceId: null,
              resourceHoldId: null,
              startsAt,
              endsAt: startsAt + 45 * MINUTE,
            },
          ],
          softReason: null,
        },
      };
    }
    case 'status':
      if (id === undefined) return null;
      return {
        name: 'appointment.status',
        args: { id, eventId: nextId(), to: STATUSES[step.to], reason: null },
      };
    case 'cancel':
      if (id === undefined) return null;
      return {
        name: 'appointment.cancel',
        args: { id, eventId: nextId(), reasonCode: 'client_request', note: null },
      };
    case 'pay':
      if (id === undefined) return null;
      return {
        name: 'payment.take',
        args: {
          id: nextId(),
          appointmentId: id,
          tender: 'card',
          amountCents: 45_000,
          tradingDay: '2026-11-11',
        },
      };
    case 'rename':
      return { name: 'client.update', args: { id: THANDI, changes: { name: step.name } } };
    default:
      return null;
  }
}

/** The server's rows with what waits replayed by the rules; what is refused leaves no trace. */
function expectedView({ base, queue }: Watched): MapRows {
  const view = base.clone();
  for (const mutation of queue) view.run(mutation, { ...RECEPTION, at: mutation.at }, null);
  return view;
}

function queueOf(desk: Desk): Mutation[] {
  return [...(desk.replica.syncStore.nextBatch(SCOPE, 1_000)?.mutations ?? [])];
}

function pull(watched: Watched, cloud: FakeCloud, lose: boolean): void {
  const store = watched.desk.replica.syncStore;
  const { clientId, cursor, ack } = store.identity(SCOPE);
  store.discardStaged(SCOPE);
  const pages = cloud.pull(clientId, cursor, ack, 7);
  for (const page of lose ? pages.slice(0, -1) : pages) {
    // As it arrives: through JSON.
    store.stagePage(SCOPE, JSON.parse(JSON.stringify(page)) as PullPage);
  }
  if (lose) return;
  store.applyStaged(SCOPE);
  watched.base = cloud.rows.clone();
}

/** Everything in the file, and that what is derived from rows equals what the rows say. */
function check(watched: Watched): void {
  const { eye } = watched;
  const held = Object.fromEntries(
    TENANT_TABLES.map((table) => {
      const codec = codecOf(table);
      const rows = eye.rows(allOf(table)).map((stored) => {
        const row = codec.decode(stored) as Readonly<Record<string, unknown>>;
        return codec.columns.map((column) => row[column]);
      });
      return [table, rows];
    }),
  );
  expect(held).toEqual(expectedView(watched).dump(TENANT_TABLES));
  const kept = eye.rows(CARDS);
  const drawn = eye.transaction(
    () => {
      rebuildDayCards(eye);
      return eye.rows(CARDS);
    },
    () => false,
  );
  expect(kept).toEqual(drawn);
}

function play(steps: readonly Step[]): void {
  const cloud = new FakeCloud(salonRows());
  const visits: string[] = [];
  // Three visits that both desks know from the start, so that they can get in each other's way.
  for (const hour of [9, 11, 13]) {
    const { name, args } = booking({ startsAt: at(hour), staffId: hour === 11 ? BEN : ANA });
    cloud.rows.run({ name, args, base: {} }, RECEPTION, 1);
    visits.push(args['id'] as string);
  }
  const rows = new Map([...cloud.rows.tables].map(([table, byId]) => [table, [...byId.values()]] as const));
  const desks = [newDesk(), newDesk()].map((desk): Watched => {
    fill(desk, rows);
    return { desk, eye: connect({ path: desk.file, key: KEY }), base: cloud.rows.clone(), queue: [] };
  });
  try {
    for (const step of steps) {
      const watched = desks[step.desk] as Watched;
      const command = commandOf(step, visits, expectedView(watched));
      if (command) {
        const answer = watched.desk.replica.execute(SCOPE, [command], RECEPTION);
        if (answer.ok && step.do === 'book') visits.push(command.args['id'] as string);
      } else if (step.do === 'push') {
        const { clientId } = watched.desk.replica.syncStore.identity(SCOPE);
        cloud.push(clientId, watched.desk.replica.syncStore.nextBatch(SCOPE, 3)?.mutations ?? []);
      } else if (step.do === 'pull' || step.do === 'lost-pull') {
        pull(watched, cloud, step.do === 'lost-pull');
      } else if (step.do === 'restart') {
        watched.desk = watched.desk.reopen();
      } else if (step.do === 'renumber') {
        watched.desk.replica.syncStore.renumber(SCOPE, nextId());
      }
      watched.queue = outboxOf(watched);
      check(watched);
    }
    // In the end everything is sent and decided, and both desks show what the cloud holds.
    for (let round = 0; round < 40; round += 1) {
      for (const watched of desks) {
        const store = watched.desk.replica.syncStore;
        cloud.push(store.identity(SCOPE).clientId, queueOf(watched.desk));
        pull(watched, cloud, false);
      }
      if (desks.every(({ desk }) => desk.replica.syncStore.pendingCount(SCOPE) === 0)) break;
    }
    for (const watched of desks) {
      pull(watched, cloud, false);
      watched.queue = outboxOf(watched);
      expect(watched.queue).toEqual([]);
      check(watched);
    }
  } finally {
    for (const { desk, eye } of desks) {
      eye.close();
      desk.dispose();
    }
  }
}

/** The whole queue, read beside the store so that no batch is marked as sent. */
function outboxOf({ eye }: Watched): Mutation[] {
  return eye.all<Record<string, unknown>>(OUTBOX).map(
    (row) =>
      ({
        ...row,
        args: JSON.parse(row['args'] as string),
        base: JSON.parse(row['base'] as string),
      }) as Mutation,
  );
}

describe('what a desk shows', () => {
  it('is always the server’s rows with its own waiting work on top', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }), (steps) => play(steps)),
      { numRuns: 60, seed: 20261111 },
    );
  });
});
