import { RestError } from './rest-error.ts';

/** The part of PostgREST's query language that is spoken here: no embedding, no `or`, no JSON paths. */
export type RowQuery = {
  readonly columns: readonly SelectedColumn[];
  readonly filters: readonly Filter[];
  readonly order: readonly OrderTerm[];
  readonly limit: number | undefined;
  readonly offset: number;
};
export type SelectedColumn = {
  readonly column: string;
  readonly alias: string | undefined;
  readonly cast: string | undefined;
};
export type Filter = {
  readonly column: string;
  readonly negated: boolean;
  readonly operator: Operator;
  readonly value: string;
};
export type OrderTerm = {
  readonly column: string;
  readonly descending: boolean;
  readonly nulls: 'first' | 'last' | undefined;
};

export const OPERATORS = [
  'eq',
  'neq',
  'gt',
  'gte',
  'lt',
  'lte',
  'like',
  'ilike',
  'in',
  'is',
  'cs',
  'cd',
] as const;
export type Operator = (typeof OPERATORS)[number];

const RESERVED = new Set(['select', 'order', 'limit', 'offset', 'columns', 'on_conflict', 'apikey']);
const CASTS = new Set([
  'text',
  'integer',
  'int',
  'bigint',
  'numeric',
  'boolean',
  'uuid',
  'date',
  'timestamptz',
  'json',
  'jsonb',
]);
const NAME = /^[A-Za-z_][\w $-]*$/;

function refused(what: string, part: string): RestError {
  return new RestError(400, 'PGRST100', `"failed to parse ${what} (${part})"`, `unexpected "${part}"`);
}

/** Splits at a separator outside of double quotes. */
function splitOutsideQuotes(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let inQuotes = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] ?? '';
    if (inQuotes && char === '\\') {
      part += char + (text[i + 1] ?? '');
      i += 1;
    } else if (char === '"') {
      inQuotes = !inQuotes;
      part += char;
    } else if (!inQuotes && char === separator) {
      parts.push(part);
      part = '';
    } else part += char;
  }
  return [...parts, part];
}

function unquoted(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  return text.slice(1, -1).replaceAll(/\\(.)/gs, '$1');
}

function parseColumnName(text: string, what: string): string {
  const trimmed = text.trim();
  const name = unquoted(trimmed);
  if (name === '' || name.length > 63 || (name === trimmed && !NAME.test(name))) throw refused(what, text);
  return name;
}

function parseSelect(text: string): readonly SelectedColumn[] {
  return splitOutsideQuotes(text, ',').map((part) => {
    if (part.trim() === '*') return { column: '*', alias: undefined, cast: undefined };
    const match =
      /^(?:(?<alias>"(?:[^"\\]|\\.)*"|[^:"]+):(?!:))?(?<column>"(?:[^"\\]|\\.)*"|[^:"]+)(?:::(?<cast>\w+))?$/s.exec(
        part,
      );
    const cast = match?.groups?.['cast'];
    if (!match?.groups?.['column'] || (cast !== undefined && !CASTS.has(cast)))
      throw refused('select parameter', part);
    const alias = match.groups['alias'];
    return {
      column: parseColumnName(match.groups['column'], 'select parameter'),
      alias: alias === undefined ? undefined : parseColumnName(alias, 'select parameter'),
      cast,
    };
  });
}

function parseOrder(text: string): readonly OrderTerm[] {
  return splitOutsideQuotes(text, ',').map((part) => {
    const [column = '', ...modifiers] = splitOutsideQuotes(part, '.');
    let descending = false;
    let nulls: 'first' | 'last' | undefined;
    for (const modifier of modifiers) {
      if (modifier === 'desc') descending = true;
      else if (modifier === 'nullsfirst') nulls = 'first';
      else if (modifier === 'nullslast') nulls = 'last';
      else if (modifier !== 'asc') throw refused('order', part);
    }
    return { column: parseColumnName(column, 'order'), descending, nulls };
  });
}

function parseFilter(key: string, text: string): Filter {
  const negated = text.startsWith('not.');
  const rest = negated ? text.slice(4) : text;
  const dot = rest.indexOf('.');
  const operator = OPERATORS.find((name) => name === rest.slice(0, Math.max(0, dot)));
  if (!operator) throw refused('filter', text);
  return { column: parseColumnName(key, 'filter'), negated, operator, value: rest.slice(dot + 1) };
}

/** The members of `(a,"b,c")`; throws PGRST100 on anything else. */
export function parseList(text: string): readonly string[] {
  if (!text.startsWith('(') || !text.endsWith(')')) throw refused('filter', text);
  const inner = text.slice(1, -1);
  return inner === '' ? [] : splitOutsideQuotes(inner, ',').map(unquoted);
}

function parseCount(name: string, text: string | null): number | undefined {
  if (text === null) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw refused(`${name} parameter`, text);
  return Number(text);
}

/**
 * Reads a query string; `except` names the parameters that are a function's arguments.
 * Throws RestError PGRST100 on what is not understood: a filter that is silently ignored would
 * answer with rows that nobody asked for.
 */
export function parseRowQuery(search: URLSearchParams, except: ReadonlySet<string> = new Set()): RowQuery {
  const filters: Filter[] = [];
  for (const [key, value] of search) {
    if (!RESERVED.has(key) && !except.has(key)) filters.push(parseFilter(key, value));
  }
  const order = search.get('order');
  return {
    columns: parseSelect(search.get('select') ?? '*'),
    filters,
    order: order ? parseOrder(order) : [],
    limit: parseCount('limit', search.get('limit')),
    offset: parseCount('offset', search.get('offset')) ?? 0,
  };
}
