import { type Connection, sql, type SqlValue } from './connection.ts';
import { codecOf, type RowCodec, type StoredRow } from './row-codec.ts';

/**
 * Keeps `day_card`, the calendar's day ready to draw, in step with the rows that it is made of. A visit is touched
 * before the first write of a transaction that concerns it, and drawn anew once, before the commit.
 */
export type DayCards = {
  /** Call before a row is written; `before` and `after` as the writer sees them. */
  readonly touch: (codec: RowCodec, before: StoredRow | undefined, after: StoredRow | undefined) => void;
  /** Call once before the commit. */
  readonly flush: () => void;
  /** At the end of every transaction, kept or taken back. */
  readonly forget: () => void;
  /** When all visits go at once. */
  readonly eraseAll: () => void;
};

const CARD = `location_id, starts_at, line_id, ends_at, appointment_id, staff_id, resource_id, service_id, price_cents,
  line_count, status, source, note, client_id, client_name, client_phone, do_not_book, has_alert, paid_cents, pending`;
const SOURCE = `
  select l.location_id, l.starts_at, l.id, l.ends_at, l.appointment_id, l.staff_id, l.resource_id, l.service_id,
    l.price_cents,
    (select count(*) from appointment_line o where o.appointment_id = a.id and o.deleted_at is null),
    a.status, a.source, a.note, a.client_id, c.name, c.phone, coalesce(c.do_not_book, 0),
    exists (select 1 from client_alert x where x.client_id = a.client_id and x.deleted_at is null),
    (select coalesce(sum(e.amount_cents), 0) from ledger_entry e
      where e.appointment_id = a.id and e.deleted_at is null),
    exists (select 1 from base_row b where b.table_name = 'appointment' and b.id = a.id)
      or exists (select 1 from base_row b where b.table_name = 'appointment_line' and b.id = l.id)
      or exists (select 1 from ledger_entry e join base_row b on b.table_name = 'ledger_entry' and b.id = e.id
        where e.appointment_id = a.id)
  from appointment_line l
  join appointment a on a.id = l.appointment_id and a.deleted_at is null
  left join client c on c.id = a.client_id and c.deleted_at is null
  where l.deleted_at is null`;

const DRAW = sql(
  'day-card.draw',
  `insert or replace into day_card (${CARD}) ${SOURCE} and l.appointment_id = ?`,
);
const KEYS = sql(
  'day-card.keys',
  'select location_id, starts_at, id from appointment_line where appointment_id = ?',
);
const ERASE = sql(
  'day-card.erase',
  'delete from day_card where location_id = ? and starts_at = ? and line_id = ?',
);
const VISITS_OF_CLIENT = sql('day-card.visits-of-client', 'select id from appointment where client_id = ?');
const ERASE_ALL = sql('day-card.erase-all', 'delete from day_card');
const DRAW_ALL = sql('day-card.draw-all', `insert into day_card (${CARD}) ${SOURCE}`);

/** Draws every card anew from the rows: for a repair, and to hold the kept cards against. */
export function rebuildDayCards(connection: Connection): void {
  connection.run(ERASE_ALL);
  connection.run(DRAW_ALL);
}

const VISIT_OF = new Map([
  ['appointment', 0],
  ['appointment_line', codecOf('appointment_line').indexOf('appointment_id')],
  ['ledger_entry', codecOf('ledger_entry').indexOf('appointment_id')],
]);
const CLIENT_OF = new Map([
  ['client', 0],
  ['client_alert', codecOf('client_alert').indexOf('client_id')],
]);

/** What a card shows of a client; a counted no-show, say, changes none of it. */
const SHOWN = ['deleted_at', 'name', 'phone', 'do_not_book'].map((column) =>
  codecOf('client').indexOf(column),
);
const looksTheSame = (before: StoredRow | undefined, after: StoredRow | undefined): boolean =>
  before !== undefined && after !== undefined && SHOWN.every((index) => before[index] === after[index]);

export function createDayCards(connection: Connection): DayCards {
  /** Visit → places of its cards before this transaction. */
  const touched = new Map<string, readonly (readonly SqlValue[])[]>();

  const touchVisit = (id: SqlValue | undefined): void => {
    if (typeof id !== 'string' || touched.has(id)) return;
    touched.set(id, connection.rows(KEYS, id));
  };

  return {
    touch: (codec, before, after) => {
      const visit = VISIT_OF.get(codec.table);
      const client = CLIENT_OF.get(codec.table);
      if (codec.table === 'client' && looksTheSame(before, after)) return;
      for (const row of [before, after]) {
        if (!row) continue;
        if (visit !== undefined) touchVisit(row[visit]);
        if (client !== undefined) {
          for (const [id] of connection.rows(VISITS_OF_CLIENT, row[client] ?? null)) touchVisit(id);
        }
      }
    },
    flush: () => {
      for (const [visit, places] of touched) {
        const now = connection.rows(KEYS, visit);
        const same =
          places.length === now.length &&
          places.every((place, index) => place.every((value, at) => value === now[index]?.[at]));
        // Moved or gone: the old places are not written over.
        if (!same) erase(places);
        if (connection.run(DRAW, visit) < now.length) eraseDead(visit);
      }
    },
    forget: () => touched.clear(),
    eraseAll: () => {
      connection.run(ERASE_ALL);
    },
  };

  function erase(places: readonly (readonly SqlValue[])[]): void {
    for (const [location = null, startsAt = null, line = null] of places) {
      connection.run(ERASE, location, startsAt, line);
    }
  }

  /** Lines that are deleted, or whose visit is, still have a place and must have no card. */
  function eraseDead(visit: string): void {
    erase(connection.rows(KEYS, visit));
    connection.run(DRAW, visit);
  }
}
