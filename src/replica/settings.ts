import { type Connection, sql } from './connection.ts';

const GET = sql('setting.get', 'select value from setting where key = ?');
const SET = sql(
  'setting.set',
  'insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
);
const REMOVE = sql('setting.remove', 'delete from setting where key = ?');

/** Choices of this PC alone: last person, theme, clock offset. Never synced. */
export type Settings = {
  readonly get: (key: string) => string | null;
  /** null takes the setting away. */
  readonly set: (key: string, value: string | null) => void;
};

export function createSettings(connection: Connection): Settings {
  return {
    get: (key) => (connection.row(GET, key)?.[0] ?? null) as string | null,
    set: (key, value) => {
      connection.transaction(() =>
        value === null ? connection.run(REMOVE, key) : connection.run(SET, key, value),
      );
    },
  };
}
