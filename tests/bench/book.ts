import { HOUR, MINUTE } from '../../src/base/time.ts';
import { connect, type Connection, sql, type Sql, type SqlValue } from '../../src/replica/connection.ts';
import type { CommandToRun } from '../../src/replica/run-commands.ts';
import { type Bench, percentile } from './bench.ts';
import { type BenchBusiness } from './bench-business.ts';
import { BENCH_KEY, BENCH_SCOPE, benchClock, benchId, openBench, withBusiness } from './bench-file.ts';

/**
 * `appointment.book`, from the command's arguments to the answer that it is on the disk, on an encrypted file of
 * 20,000 appointments. The comparison inserts exactly the same rows (visit, line, hold, history, card, outbox, what
 * goes back to the server's word) by prepared statements in one transaction, with the same pragmas and indexes, and
 * decides nothing. Both take turns, so that the disk treats them alike.
 */

const ROUNDS = 300;
const WARM_UP = 30;
/** Everything that one booking writes. */
const WRITTEN = [
  ['appointment', 1],
  ['appointment_line', 1],
  ['hold', 1],
  ['status_event', 1],
  ['day_card', 1],
  ['outbox', 1],
  ['base_row', 4],
] as const;

export const bench: Bench = {
  name: 'book',
  targets: [{ figure: 'p95_ratio', limit: 2 }],
  run: () => Promise.resolve(withBusiness(1, measure)),
};

function measure(file: string, business: BenchBusiness): Readonly<Record<string, number>> {
  const replica = openBench(file);
  const connection = connect({ path: file, key: BENCH_KEY });
  const copies = copier(connection);
  const context = {
    tenantId: BENCH_SCOPE,
    actorId: benchId(),
    deviceId: BENCH_SCOPE,
    role: 'front_desk',
    at: benchClock.now(),
  } as const;
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    const command = bookingOf(business, round);
    let began = performance.now();
    const answer = replica.execute(BENCH_SCOPE, [command], context);
    const took = performance.now() - began;
    if (!answer.ok) throw new Error(`not booked: ${answer.error.rejection.code}`);

    const rows = copies.read(command.args['id'] as string, round);
    began = performance.now();
    copies.write(rows);
    if (round >= WARM_UP) {
      ours.push(took);
      bare.push(performance.now() - began);
    }
  }
  connection.close();
  replica.close();
  const p95 = percentile(ours, 0.95);
  const bareP95 = percentile(bare, 0.95);
  const p50 = percentile(ours, 0.5);
  const bareP50 = percentile(bare, 0.5);
  return {
    p50_ms: p50,
    p95_ms: p95,
    bare_p50_ms: bareP50,
    bare_p95_ms: bareP95,
    p50_ratio: Math.round((p50 / bareP50) * 100) / 100,
    p95_ratio: Math.round((p95 / bareP95) * 100) / 100,
  };
}

/** Free times after the last day that the business has filled. */
function bookingOf(
  { locations, staff, services, clients, midnight, days }: BenchBusiness,
  round: number,
): CommandToRun {
  const location = locations[0] as string;
  const people = staff.get(location) as readonly string[];
  const known = clients.get(location) as readonly string[];
  const slots = 8;
  const day = days.length + 1 + Math.floor(round / (people.length * slots));
  const startsAt = midnight(day) + 8 * HOUR + (Math.floor(round / people.length) % slots) * 75 * MINUTE;
  return {
    name: 'appointment.book',
    args: {
      id: benchId(),
      eventId: benchId(),
      locationId: location,
      clientId: known[(round * 37) % known.length],
      status: 'confirmed',
      source: 'desk',
      lines: [
        {
          id: benchId(),
          serviceId: services[round % services.length],
          staffId: people[round % people.length],
          resourceId: null,
          staffHoldId: benchId(),
          resourceHoldId: null,
          startsAt,
          endsAt: startsAt + 45 * MINUTE,
          priceCents: 45_000,
        },
      ],
      note: 'Prefers the chair at the window',
      softReason: null,
      importId: null,
    },
  };
}

/** Reads the rows of a booking and writes them again under other ids, at another day of the same people. */
function copier(connection: Connection) {
  const tables = WRITTEN.map(([table]) => {
    const columns = connection
      .all<{ name: string }>(sql(`bench.columns-${table}`, `select name from pragma_table_info('${table}')`))
      .map(({ name }) => name);
    const key =
      table === 'appointment' ? 'id' : table === 'outbox' ? "json_extract(args, '$.id')" : 'appointment_id';
    return {
      table,
      columns,
      select:
        table === 'base_row'
          ? null
          : sql(`bench.read-${table}`, `select ${columns.join(', ')} from ${table} where ${key} = ?`),
      insert: sql(
        `bench.write-${table}`,
        `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
      ),
    };
  });

  type Prepared = readonly { readonly insert: Sql; readonly values: readonly SqlValue[] }[];
  return {
    read: (visit: string, round: number): Prepared => {
      const fresh = new Map<string, string>();
      const renewed = (id: string): string => {
        let other = fresh.get(id);
        if (other === undefined) fresh.set(id, (other = benchId()));
        return other;
      };
      const synced: { table: string; id: string }[] = [];
      const rows = tables.flatMap(({ table, columns, select, insert }) => {
        if (select === null) return [];
        return connection.rows(select, visit).map((row) => ({
          insert,
          values: columns.map((column, index): SqlValue => {
            const value = row[index] ?? null;
            if (column === 'id' && table === 'outbox') return 1_000_000 + round;
            if (column === 'id') synced.push({ table, id: renewed(value as string) });
            if (['id', 'appointment_id', 'line_id', 'uuid'].includes(column)) return renewed(value as string);
            return value;
          }),
        }));
      });
      const base = tables.find(({ table }) => table === 'base_row') as (typeof tables)[number];
      return [
        ...rows,
        ...synced.map(({ table, id }) => ({ insert: base.insert, values: [BENCH_SCOPE, table, id, null] })),
      ];
    },
    write: (rows: Prepared): void => {
      connection.transaction(() => {
        for (const { insert, values } of rows) connection.run(insert, ...values);
      });
    },
  };
}
