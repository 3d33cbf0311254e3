import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../src/base/time.ts';
import { cutAt } from '../../fixtures/booking.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import {
  type DeskFile,
  dropDeskFile,
  newDeskFile,
  openDesk,
  type RealDesk,
} from '../../fixtures/sync/real-desk.ts';
import { addDevice, asOwner, makeTenant } from '../../fixtures/tenant.ts';

let cloud: TestCloud;
const open: RealDesk[] = [];
const files: DeskFile[] = [];
let door: Awaited<ReturnType<typeof openDoor>>;

/** The gateway's address, behind which it goes and comes again: connections are cut, new ones are refused. */
async function openDoor(port: number) {
  const through = new Set<Socket>();
  let arrivals: number[] = [];
  let server: Server;
  let at = 0;
  const start = (): Promise<void> =>
    new Promise((resolve) => {
      server = createServer((from) => {
        arrivals.push(Date.now());
        const to = dial(port, '127.0.0.1');
        for (const socket of [from, to]) {
          through.add(socket);
          socket.on('error', () => socket.destroy());
          socket.on('close', () => through.delete(socket));
        }
        from.pipe(to).pipe(from);
      });
      server.listen(at, '127.0.0.1', () => {
        at = (server.address() as { port: number }).port;
        resolve();
      });
    });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      for (const socket of through) socket.destroy();
      server.close(() => resolve());
    });
  await start();
  return {
    url: () => `http://127.0.0.1:${String(at)}`,
    start,
    stop,
    arrivals: () => arrivals,
    forget: () => {
      arrivals = [];
    },
  };
}

beforeAll(async () => {
  cloud = await startTestCloud();
  door = await openDoor(Number(new URL(cloud.url).port));
}, 120_000);
afterEach(async () => {
  await Promise.all(open.splice(0).map((desk) => desk.close()));
  for (const file of files.splice(0)) dropDeskFile(file);
});
afterAll(async () => {
  await door.stop();
  await cloud.stop();
});

const TEN = Math.floor(Date.now() / DAY) * DAY + DAY + 8 * HOUR;

test('a gateway that restarts loses nothing: what was booked meanwhile goes out, and nudges come again', async () => {
  const salon = await makeTenant(cloud);
  const second = await asOwner(cloud, (client) => addDevice(client, salon.tenantId));
  const behindTheDoor = { ...cloud, url: door.url() };
  const desk = async (device: typeof second, person: typeof salon.manager): Promise<RealDesk> => {
    const file = newDeskFile();
    files.push(file);
    const made = await openDesk({ cloud: behindTheDoor, file, scope: salon.tenantId, device, person });
    open.push(made);
    await made.start();
    await made.until('a first sync', () => made.engine.status().completeTo !== null);
    return made;
  };
  const a = await desk(salon.device, salon.frontDesk);
  const b = await desk(second, salon.manager);

  await door.stop();
  const visit = cutAt(salon, TEN);
  a.give('appointment.book', visit);
  await a.until('A knows', () => a.engine.status().state === 'offline');
  b.engine.wake();
  await b.until('B knows', () => b.engine.status().state === 'offline');
  door.forget();
  await door.start();
  await a.until('the verdict', () => a.engine.status().pending === 0);
  const seen = () => b.replica.query('appointment', { id: visit.id }, b.view()) !== null;
  await b.until('the booking at B', seen);

  // The socket is there again: the next booking comes by a nudge, long before the next poll.
  const next = cutAt(salon, TEN + 2 * HOUR);
  await a.until('A is at rest', () => a.engine.status().state === 'idle');
  a.give('appointment.book', next);
  await b.until('the nudge', () => b.replica.query('appointment', { id: next.id }, b.view()) !== null);
  expect(door.arrivals().length).toBeGreaterThan(2);
}, 60_000);
