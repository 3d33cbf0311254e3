import { expect, test } from 'vitest';
import { codecOf } from './row-codec.ts';
import { digestSum, jsonbText, NO_ROWS } from './row-digest.ts';

test('json is written as PostgreSQL writes it', () => {
  expect(jsonbText(['a"b\n', null, 7, true, { bb: 1, a: [], '10': 'ü', '9': {} }])).toBe(
    '["a\\"b\\n", null, 7, true, {"9": {}, "a": [], "10": "ü", "bb": 1}]',
  );
});

test('the order of rows does not matter, a single value does, and no row is zero', () => {
  const codec = codecOf('till_count');
  const row = (id: string, note: string) =>
    codec.columns.map((column) => (column === 'id' ? id : column === 'note' ? note : 1));
  const of = (...rows: ReturnType<typeof row>[]) => {
    const sum = digestSum();
    for (const one of rows) sum.add(codec, one);
    return sum.sum();
  };
  const [a, b] = [row('a', 'even'), row('b', 'even')];
  expect(of(a, b)).toEqual(of(b, a));
  expect(of(a, row('b', 'odd'))).toMatchObject({ count: 2, hash: of(a, b).hash });
  expect(of(a, row('b', 'odd')).contents).not.toBe(of(a, b).contents);
  expect(of()).toEqual(NO_ROWS);
});
