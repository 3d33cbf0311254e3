import { quoted } from './identifiers.ts';
import type { Parameters } from './identifiers.ts';
import { parseList } from './query-string.ts';
import type { Filter, Operator, RowQuery } from './query-string.ts';
import { RestError } from './rest-error.ts';

/** Hosted Supabase cuts every row set here. */
export const MAX_ROWS = 1_000;

const COMPARISONS: Readonly<Partial<Record<Operator, string>>> = {
  eq: '=',
  neq: '<>',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
  cs: '@>',
  cd: '<@',
};
const IS_VALUES: Readonly<Record<string, string>> = {
  null: 'is null',
  not_null: 'is not null',
  true: 'is true',
  false: 'is false',
  unknown: 'is unknown',
};

function condition(filter: Filter, parameters: Parameters): string {
  const column = `source.${quoted(filter.column)}`;
  const positive = (): string => {
    switch (filter.operator) {
      case 'in':
        return `${column} = any(${parameters.add(parseList(filter.value))})`;
      case 'is': {
        const test = IS_VALUES[filter.value.toLowerCase()];
        if (!test) throw new RestError(400, 'PGRST100', `"failed to parse filter (is.${filter.value})"`);
        return `${column} ${test}`;
      }
      case 'like':
      case 'ilike':
        return `${column} ${filter.operator} ${parameters.add(filter.value.replaceAll('*', '%'))}`;
      default:
        return `${column} ${COMPARISONS[filter.operator]} ${parameters.add(filter.value)}`;
    }
  };
  return filter.negated ? `not (${positive()})` : positive();
}

function columnList(query: RowQuery): string {
  return query.columns
    .map(({ column, alias, cast }) => {
      if (column === '*') return 'source.*';
      const value = `source.${quoted(column)}${cast ? `::${cast}` : ''}`;
      return alias || cast ? `${value} as ${quoted(alias ?? column)}` : value;
    })
    .join(', ');
}

/**
 * One row (body text, n, total text or null): the rows of `source` as JSON, already text, so that
 * no value passes through JavaScript numbers.
 */
export function rowsSql(
  source: string,
  query: RowQuery,
  parameters: Parameters,
  options: { readonly count: boolean; readonly single: boolean },
): string {
  const where = query.filters.length
    ? ` where ${query.filters.map((filter) => condition(filter, parameters)).join(' and ')}`
    : '';
  const order = query.order
    .map(
      (term) =>
        `source.${quoted(term.column)}${term.descending ? ' desc' : ''}${term.nulls ? ` nulls ${term.nulls}` : ''}`,
    )
    .join(', ');
  const limit = Math.min(query.limit ?? MAX_ROWS, MAX_ROWS);
  const page = `select ${columnList(query)} from ${source} as source${where}${order ? ` order by ${order}` : ''} limit ${limit} offset ${query.offset}`;
  const body = options.single ? `(json_agg(page) -> 0)::text` : `coalesce(json_agg(page), '[]')::text`;
  const total = options.count ? `(select count(*) from ${source} as source${where})::text` : 'null::text';
  return `select ${body} as body, count(*)::integer as n, ${total} as total from (${page}) as page`;
}
