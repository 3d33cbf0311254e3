import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createParameters, quoted } from './identifiers.ts';
import { parseList, parseRowQuery } from './query-string.ts';
import { RestError } from './rest-error.ts';
import { rowsSql } from './row-sql.ts';

const parse = (query: string): ReturnType<typeof parseRowQuery> => parseRowQuery(new URLSearchParams(query));

test('reads what the client writes', () => {
  const query = parse(
    'select=id,who:name,visits::text&vip=is.true&name=not.in.("a,b",c)&order=visits.desc.nullslast,id&limit=25&offset=50',
  );
  expect(query.columns.map((column) => [column.column, column.alias, column.cast])).toEqual([
    ['id', undefined, undefined],
    ['name', 'who', undefined],
    ['visits', undefined, 'text'],
  ]);
  expect(query.filters).toEqual([
    { column: 'vip', negated: false, operator: 'is', value: 'true' },
    { column: 'name', negated: true, operator: 'in', value: '("a,b",c)' },
  ]);
  expect(query.order).toEqual([
    { column: 'visits', descending: true, nulls: 'last' },
    { column: 'id', descending: false, nulls: undefined },
  ]);
  expect([query.limit, query.offset]).toEqual([25, 50]);
});

test('a list gives back its members, whatever stands in them', () => {
  const written = (value: string): string => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), (values) => {
      expect(parseList(`(${values.map(written).join(',')})`)).toEqual(values);
    }),
  );
});

/** The text with every quoted identifier taken out; what is left was written by us. */
const withoutIdentifiers = (sql: string): string => sql.replaceAll(/"(?:[^"]|"")*"/g, 'X');
const OUR_WORDS =
  /^(?:select|coalesce|json_agg|page|text|as|body|count|integer|n|null|total|from|source|where|and|not|any|is|true|false|unknown|like|ilike|order|by|desc|nulls|first|last|limit|offset|int|bigint|numeric|boolean|uuid|date|timestamptz|json|jsonb|X|\$?\d+|'\[\]')$/;

test('no query string gets a word of its own into the SQL: refused, quoted or a parameter', () => {
  const part = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'id',
      'eq.1',
      'in.(a,"b")',
      'is.null',
      '"; drop table x; --',
      "' or '1'='1",
      'id::text',
      'a:b',
      'not.like.*x*',
    ),
  );
  const pair = fc.tuple(fc.oneof(part, fc.constantFrom('select', 'order', 'limit', 'offset')), part);
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 4 }), (pairs) => {
      let sql: string;
      try {
        sql = rowsSql(quoted('client'), parseRowQuery(new URLSearchParams(pairs)), createParameters(), {
          count: true,
          single: false,
        });
      } catch (error) {
        expect(error).toBeInstanceOf(RestError);
        return;
      }
      const words = withoutIdentifiers(sql)
        .split(/[\s(),.:]+|::|->|<>|>=|<=|@>|<@|[=<>*]/)
        .filter(Boolean);
      for (const word of words) expect(word).toMatch(OUR_WORDS);
    }),
    { numRuns: 2_000 },
  );
});
