/** A day of a person in the grid: row and column, counted from 0. */
export type Place = { readonly row: number; readonly column: number };
