import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { startSalonCloud } from './support/salon-cloud.ts';

test('a connection on which nobody asked anything does not hold the end of the gateway', async () => {
  const cloud = await startSalonCloud();
  const socket = connect(Number(new URL(cloud.url).port), '127.0.0.1');
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  await cloud.stop();
  await closed;
  expect(socket.destroyed).toBe(true);
}, 20_000);
