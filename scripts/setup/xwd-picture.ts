import { crc32, deflateSync } from 'node:zlib';

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const TRUECOLOUR = 2;

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** A PNG of `width` × `height` pixels from rows of red, green and blue bytes. */
function png(width: number, height: number, rgb: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, TRUECOLOUR, 0, 0, 0], 8);
  const stride = width * 3;
  // Each row is preceded by the number of its filter: none.
  const rows = Buffer.alloc((stride + 1) * height);
  for (let y = 0; y < height; y += 1) rgb.copy(rows, y * (stride + 1) + 1, y * stride, (y + 1) * stride);
  return Buffer.concat([
    PNG_SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * Turns the frame buffer that Xvfb keeps in a file (X window dump, version 7, 32 bits a pixel, least significant byte
 * first) into a PNG. Throws when the dump is of another kind.
 */
export function pngFromXwd(dump: Buffer): Buffer {
  const field = (index: number): number => dump.readUInt32BE(index * 4);
  const [headerSize, version, depth] = [field(0), field(1), field(3)];
  const [width, height, bitsPerPixel, bytesPerLine, colours] = [
    field(4),
    field(5),
    field(11),
    field(12),
    field(19),
  ];
  if (version !== 7 || depth !== 24 || bitsPerPixel !== 32) {
    throw new Error(`Unknown picture: version ${String(version)}, ${String(bitsPerPixel)} bits a pixel`);
  }
  const COLOUR_ENTRY = 12;
  const pixels = headerSize + colours * COLOUR_ENTRY;
  const rgb = Buffer.alloc(width * height * 3);
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    let from = pixels + y * bytesPerLine;
    for (let x = 0; x < width; x += 1, from += 4) {
      rgb[to++] = dump[from + 2] ?? 0;
      rgb[to++] = dump[from + 1] ?? 0;
      rgb[to++] = dump[from] ?? 0;
    }
  }
  return png(width, height, rgb);
}
