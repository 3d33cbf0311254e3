import { expect, test } from 'vitest';
import { unzip } from '../../../tests/fixtures/unzip.ts';
import { zip } from './zip.ts';

test('an archive has its files, whole, under their names', async () => {
  const long = Array.from({ length: 30_000 }, (_, index) => `${String(index)};Zoë Naudé\r\n`);
  const entries = [
    { name: 'README.txt', texts: ['\uFEFFhello\r\n'] },
    { name: 'clients.csv', texts: long },
    { name: 'empty.csv', texts: [] },
  ];
  const pieces: Uint8Array[] = [];
  for await (const piece of zip(entries, { year: 2026, month: 11, day: 24, hour: 10, minute: 40 })) {
    pieces.push(piece);
  }
  expect([...(await unzip(Buffer.concat(pieces)))]).toEqual(
    entries.map(({ name, texts }) => [name, texts.join('')]),
  );
});
