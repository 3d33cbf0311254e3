import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFrame, encodeFrame } from './frames.ts';

test('a frame survives both versions of the protocol', () => {
  const frame = {
    joinRef: '6',
    ref: '7',
    topic: 'realtime:scope:x',
    event: 'phx_join',
    payload: { config: { private: true } },
  };
  for (const version of ['1.0.0', '2.0.0'] as const) {
    expect(decodeFrame(Buffer.from(encodeFrame(frame, version)), false)).toEqual(frame);
  }
});

test('a client’s broadcast comes as bytes', () => {
  const texts = ['1', '12', 'realtime:shared', 'hello', ''].map((text) => Buffer.from(text));
  const header = Buffer.from([3, ...texts.map((text) => text.length), 1]);
  const data = Buffer.concat([header, ...texts, Buffer.from('{"text":"môre"}')]);
  expect(decodeFrame(data, true)).toEqual({
    joinRef: '1',
    ref: '12',
    topic: 'realtime:shared',
    event: 'broadcast',
    payload: { type: 'broadcast', event: 'hello', payload: { text: 'môre' } },
  });
});

test('no bytes and no text make the gateway throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), (bytes, isBinary) => {
      expect(() => decodeFrame(Buffer.from(bytes), isBinary)).not.toThrow();
    }),
  );
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(() => decodeFrame(Buffer.from(text), false)).not.toThrow();
    }),
  );
});
