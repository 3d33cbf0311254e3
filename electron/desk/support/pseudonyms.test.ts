import { expect, test } from 'vitest';
import { createPseudonyms } from './pseudonyms.ts';

const ID = '0190a000-0000-7000-8000-000000000001';

test('names, numbers, addresses and notes become the same name each time; ids, days, figures and chosen words stay', () => {
  const { of } = createPseudonyms();
  const changed = of({
    id: ID,
    name: 'Nomvula Zungu',
    phone: '+27 82 123 4567',
    note: 'friend of Nomvula Zungu',
    status: 'confirmed',
    source: 'Nomvula Zungu',
    day: '2026-11-11',
    priceCents: 35_000,
    again: ['Nomvula Zungu', null, true],
    'Nomvula Zungu': 1,
  }) as Readonly<Record<string, unknown>>;
  expect(JSON.stringify(changed)).not.toMatch(/Nomvula|Zungu|82 123/);
  const name = changed['name'];
  expect(changed).toMatchObject({
    id: ID,
    name: expect.stringMatching(/^text-[0-9a-f]{10}$/),
    status: 'confirmed',
    source: name,
    day: '2026-11-11',
    priceCents: 35_000,
    again: [name, null, true],
  });
  expect(changed['note']).not.toBe(name);
});

test('two files have no name in common', () => {
  expect(createPseudonyms().of('Nomvula')).not.toBe(createPseudonyms().of('Nomvula'));
});
