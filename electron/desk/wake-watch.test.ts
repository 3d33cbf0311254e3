import { expect, test } from 'vitest';
import { virtualTime } from '../../tests/fixtures/sync/virtual-time.ts';
import { watchForWaking } from './wake-watch.ts';

test('sleep and a clock that was set are told, each once; a timer that runs late is not', async () => {
  const time = virtualTime(1_000_000);
  let extra = 0;
  const jumps: number[] = [];
  const stop = watchForWaking({ ...time, now: () => time.now() + extra }, (ms) => jumps.push(ms));
  await time.pass(60_000);
  extra += 8_000;
  await time.pass(60_000);
  expect(jumps).toEqual([]);
  extra += 7 * 3_600_000;
  await time.pass(60_000);
  expect(jumps).toEqual([7 * 3_600_000]);
  extra -= 365 * 86_400_000;
  await time.pass(60_000);
  expect(jumps).toEqual([7 * 3_600_000, -365 * 86_400_000]);
  stop();
  expect(time.waiting()).toEqual([]);
});
