import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { pngFromXwd } from './xwd-picture.ts';

/** A dump of two pixels, red and blue, as Xvfb writes it: big-endian header, blue-green-red-pad pixels. */
function dumpOf(bitsPerPixel: number): Buffer {
  const headerSize = 100;
  const dump = Buffer.alloc(headerSize + 8);
  const fields = { 0: headerSize, 1: 7, 3: 24, 4: 2, 5: 1, 11: bitsPerPixel, 12: 8, 19: 0 };
  for (const [index, value] of Object.entries(fields)) dump.writeUInt32BE(value, Number(index) * 4);
  dump.set([0, 0, 255, 0, 255, 0, 0, 0], headerSize);
  return dump;
}

it('keeps colours in their order', () => {
  const png = pngFromXwd(dumpOf(32));
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  const data = png.indexOf('IDAT');
  const length = png.readUInt32BE(data - 4);
  const rows = inflateSync(png.subarray(data + 4, data + 4 + length));
  expect([...rows]).toEqual([0, 255, 0, 0, 0, 0, 255]);
});

it('refuses a picture of another kind', () => {
  expect(() => pngFromXwd(dumpOf(16))).toThrow(/16 bits/);
});
