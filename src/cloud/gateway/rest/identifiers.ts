import pg from 'pg';

/** A quoted identifier: the only way in which a name from outside gets into SQL text. */
export function quoted(name: string): string {
  return pg.escapeIdentifier(name);
}

/** Collects values beside the SQL that refers to them. */
export type Parameters = { readonly values: unknown[]; add(value: unknown): string };

export function createParameters(): Parameters {
  const values: unknown[] = [];
  return {
    values,
    add: (value) => {
      values.push(value);
      return `$${values.length}`;
    },
  };
}
