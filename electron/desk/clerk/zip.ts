import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

/** A file of an archive, as the texts that it is made of. */
export type ZipEntry = { readonly name: string; readonly texts: Iterable<string> };

/** When it was made, on the local clock. */
export type ZipMoment = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
};

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Version 2.0: folders and deflate. */
const VERSION = 20;
/** Sizes follow the data (bit 3), names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
const DEFLATE = 8;
/** Beyond it an archive needs the 64-bit form, which old readers do not know. */
const LARGEST = 0xffff_ffff;

type Written = {
  readonly name: Buffer;
  readonly crc: number;
  readonly packed: number;
  readonly plain: number;
  readonly offset: number;
};

/** An archive piece by piece, so that no file of it is ever whole in memory. Throws RangeError beyond 4 GB. */
export async function* zip(entries: Iterable<ZipEntry>, made: ZipMoment): AsyncGenerator<Uint8Array> {
  const time = (made.hour << 11) | (made.minute << 5);
  const date = ((made.year - 1980) << 9) | (made.month << 5) | made.day;
  const written: Written[] = [];
  let offset = 0;
  for (const { name, texts } of entries) {
    const label = Buffer.from(name, 'utf8');
    const head = localHeader(label, time, date);
    const begun = offset;
    offset += head.byteLength;
    yield head;
    const sums = { crc: 0, plain: 0 };
    let packed = 0;
    const stream = Readable.from(counted(texts, sums)).pipe(createDeflateRaw());
    for await (const piece of stream as AsyncIterable<Buffer>) {
      packed += piece.byteLength;
      yield piece;
    }
    const tail = descriptor(sums.crc, packed, sums.plain);
    offset += packed + tail.byteLength;
    if (offset > LARGEST || sums.plain > LARGEST) throw new RangeError('an archive of more than 4 GB');
    yield tail;
    written.push({ name: label, crc: sums.crc, packed, plain: sums.plain, offset: begun });
  }
  yield directory(written, offset, time, date);
}

/** Small texts are put together: a line each would cost more than its letters. */
const CHUNK = 64_000;

function* counted(texts: Iterable<string>, sums: { crc: number; plain: number }): Generator<Buffer> {
  let waiting = '';
  const pack = (): Buffer => {
    const bytes = Buffer.from(waiting, 'utf8');
    waiting = '';
    sums.crc = crc32(bytes, sums.crc);
    sums.plain += bytes.byteLength;
    return bytes;
  };
  for (const text of texts) {
    waiting += text;
    if (waiting.length >= CHUNK) yield pack();
  }
  if (waiting !== '') yield pack();
}

function localHeader(name: Buffer, time: number, date: number): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(LOCAL, 0);
  head.writeUInt16LE(VERSION, 4);
  head.writeUInt16LE(FLAGS, 6);
  head.writeUInt16LE(DEFLATE, 8);
  head.writeUInt16LE(time, 10);
  head.writeUInt16LE(date, 12);
  head.writeUInt16LE(name.byteLength, 26);
  return Buffer.concat([head, name]);
}

function descriptor(crc: number, packed: number, plain: number): Buffer {
  const tail = Buffer.alloc(16);
  tail.writeUInt32LE(DESCRIPTOR, 0);
  tail.writeUInt32LE(crc, 4);
  tail.writeUInt32LE(packed, 8);
  tail.writeUInt32LE(plain, 12);
  return tail;
}

function directory(written: readonly Written[], offset: number, time: number, date: number): Buffer {
  const records = written.map(({ name, crc, packed, plain, offset: at }) => {
    const record = Buffer.alloc(46);
    record.writeUInt32LE(CENTRAL, 0);
    record.writeUInt16LE(VERSION, 4);
    record.writeUInt16LE(VERSION, 6);
    record.writeUInt16LE(FLAGS, 8);
    record.writeUInt16LE(DEFLATE, 10);
    record.writeUInt16LE(time, 12);
    record.writeUInt16LE(date, 14);
    record.writeUInt32LE(crc, 16);
    record.writeUInt32LE(packed, 20);
    record.writeUInt32LE(plain, 24);
    record.writeUInt16LE(name.byteLength, 28);
    record.writeUInt32LE(at, 42);
    return Buffer.concat([record, name]);
  });
  const whole = Buffer.concat(records);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(written.length, 8);
  end.writeUInt16LE(written.length, 10);
  end.writeUInt32LE(whole.byteLength, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([whole, end]);
}
