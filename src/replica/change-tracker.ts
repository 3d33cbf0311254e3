import type { ChangeNotice } from '../contracts/ports.ts';
import type { Instant, PlainDate } from '../base/time.ts';
import { dayOf } from '../domain/scheduling/zoned-time.ts';
import type { TableName } from '../domain/tables.ts';
import { type Connection, sql } from './connection.ts';
import { codecOf, type RowCodec, type StoredRow } from './row-codec.ts';

/** Collects what one transaction touched and says at its end what really changed, and on which local days. */
export type ChangeTracker = {
  readonly touch: (codec: RowCodec, id: string, before: StoredRow | undefined) => void;
  readonly mark: (what: ChangeNotice['tables'][number]) => void;
  readonly notice: () => ChangeNotice;
};

const ZONES = sql('location.zones', 'select id, time_zone from location');

/** Day boundaries fall on quarter hours in every zone of today, so one look-up serves fifteen minutes. */
const QUARTER = 15 * 60_000;
const days = new Map<string, PlainDate>();
function localDay(at: Instant, timeZone: string): PlainDate {
  const key = `${timeZone} ${Math.floor(at / QUARTER)}`;
  let day = days.get(key);
  if (day === undefined) {
    day = dayOf(at, timeZone);
    if (days.size > 20_000) days.clear();
    days.set(key, day);
  }
  return day;
}

/** Tables whose rows belong to the days between two instants. */
const SPANS: ReadonlyMap<
  TableName,
  { readonly from: number; readonly to: number; readonly location: number }
> = new Map(
  (['appointment', 'appointment_line', 'hold', 'block'] as const).map((table) => {
    const codec = codecOf(table);
    return [
      table,
      {
        from: codec.indexOf('starts_at'),
        to: codec.indexOf('ends_at'),
        location: codec.indexOf('location_id'),
      },
    ];
  }),
);
const TRADING_DAY: ReadonlyMap<TableName, number> = new Map(
  (['ledger_entry', 'till_count'] as const).map((table) => [table, codecOf(table).indexOf('trading_day')]),
);

const same = (a: StoredRow | undefined, b: StoredRow | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a.every((value, index) => value === b[index]));

export function createChangeTracker(connection: Connection): ChangeTracker {
  const touched = new Map<
    string,
    { readonly codec: RowCodec; readonly id: string; readonly before: StoredRow | undefined }
  >();
  const marks = new Set<ChangeNotice['tables'][number]>();

  const addDays = (
    into: Set<PlainDate>,
    codec: RowCodec,
    row: StoredRow,
    zones: ReadonlyMap<string, string>,
  ): void => {
    const span = SPANS.get(codec.table);
    if (span) {
      const zone = zones.get(row[span.location] as string);
      if (zone === undefined) return;
      const from = row[span.from] as Instant;
      into.add(localDay(from, zone));
      // The end does not belong to the stretch: a visit until midnight is not on the next day.
      into.add(localDay(Math.max(from, (row[span.to] as Instant) - 1), zone));
    }
    const tradingDay = TRADING_DAY.get(codec.table);
    if (tradingDay !== undefined) into.add(row[tradingDay] as PlainDate);
  };

  return {
    touch: (codec, id, before) => {
      const key = `${codec.table} ${id}`;
      if (!touched.has(key)) touched.set(key, { codec, id, before });
    },
    mark: (what) => marks.add(what),
    notice: () => {
      const tables = new Set(marks);
      const changedDays = new Set<PlainDate>();
      const zones = new Map(connection.rows(ZONES) as readonly (readonly [string, string])[]);
      for (const { codec, id, before } of touched.values()) {
        const after = connection.row(codec.selectById, id);
        if (same(before, after)) continue;
        tables.add(codec.table);
        if (before) addDays(changedDays, codec, before, zones);
        if (after) addDays(changedDays, codec, after, zones);
      }
      return { tables: [...tables], days: [...changedDays].toSorted() };
    },
  };
}
