import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../../../src/base/time.ts';
import { createDiskReserve, onReserve } from '../../../src/replica/disk-reserve.ts';
import { ReplicaError } from '../../../src/replica/replica-error.ts';
import { openSturdy } from '../../../src/replica/rescue.ts';
import { readKept, safeCopyLog } from '../../../src/replica/safe-copy/safe-copy.ts';
import {
  at,
  booking,
  clockAt,
  fill,
  KEY,
  MIGRATIONS,
  nextId,
  RECEPTION,
  SANDTON,
  SCOPE,
} from './replica-fixture.ts';

/** Kilobytes of the small disk, and bytes of the reserve on it. */
const DISK_KB = 5_000;
const RESERVE = 600_000;

describe('on a disk that is full', () => {
  let folder: string;
  /** A disk of its own where this machine lets us mount one (as root); otherwise the folder lies on the large disk. */
  let isMounted: boolean;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'disk-'));
    const size = `size=${String(DISK_KB)}k`;
    isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', folder]).status === 0;
  });
  afterEach(() => {
    if (isMounted) spawnSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  const bookDay = (day: number) => booking({ startsAt: at(10) + day * DAY });

  it('the booking in hand is written on the reserve, what waits is settled, reading goes on, new work is refused', () => {
    if (!isMounted) {
      // Without the right to mount there is no small disk; what follows from the error itself is told below.
      expect(process.getuid?.()).not.toBe(0);
      return;
    }
    const file = path.join(folder, 'replica.db');
    const clock = clockAt(at(9));
    const told: boolean[] = [];
    const reserve = createDiskReserve(file, (isFull) => told.push(isFull), RESERVE);
    const replica = onReserve(
      openSturdy({ path: file, key: KEY, migrationsFolder: MIGRATIONS, clock, newId: nextId }),
      reserve,
    );
    fill({ replica, folder, file, clock } as never);
    reserve.look();
    expect(statSync(`${file}-reserve`).size).toBe(RESERVE);
    expect(replica.execute(SCOPE, [bookDay(0)], RECEPTION).ok).toBe(true);

    // Somebody else fills the disk to the last block.
    for (let piece = 0; spawnSync('sh', ['-c', `head -c 65536 /dev/zero >> ${folder}/films`]).status === 0;)
      piece += 1;
    let day = 1;
    let accepted = 1;
    while (!reserve.isFull() && day < 200) {
      // None of them is refused: the one that finds the disk full is written all the same.
      expect(replica.execute(SCOPE, [bookDay(day)], RECEPTION).ok).toBe(true);
      accepted += 1;
      day += 1;
    }
    expect(told).toEqual([true]);
    expect(() => replica.execute(SCOPE, [bookDay(day)], RECEPTION)).toThrow(
      expect.objectContaining({ code: 'DISK_FULL' }),
    );
    expect(replica.syncStore.pendingCount(SCOPE)).toBe(accepted);
    expect(readKept(safeCopyLog(file, KEY)).work.size).toBe(accepted);
    const view = { scope: SCOPE, now: at(9), showNames: true };
    expect(replica.query('locations', {}, view)).toMatchObject([{ id: SANDTON }]);

    // The cloud decides what waits: its verdicts find room.
    const batch = replica.syncStore.nextBatch(SCOPE, 50);
    const { cursor } = replica.syncStore.identity(SCOPE);
    replica.syncStore.stagePage(SCOPE, {
      epoch: 'epoch-1',
      head: 2,
      more: false,
      next: [2, cursor[1], cursor[2]],
      lmid: batch?.mutations.at(-1)?.id ?? 0,
      results: (batch?.mutations ?? []).map(({ id, uuid }) => ({
        id,
        uuid,
        status: 'applied' as const,
        code: null,
        detail: null,
        version: 2,
      })),
      cols: {},
      t: {},
    });
    replica.syncStore.applyStaged(SCOPE);
    expect(replica.syncStore.pendingCount(SCOPE)).toBe(accepted - (batch?.mutations.length ?? 0));
    reserve.look();
    expect(reserve.isFull()).toBe(true);

    // The films are thrown away, and work goes on by itself.
    rmSync(path.join(folder, 'films'));
    reserve.look();
    expect(told).toEqual([true, false]);
    expect(statSync(`${file}-reserve`).size).toBe(RESERVE);
    expect(replica.execute(SCOPE, [bookDay(day)], RECEPTION).ok).toBe(true);
    replica.close();
  });

  it('what fails is done once more on the reserve, and told when that is not enough either', () => {
    const file = path.join(folder, 'replica.db');
    const told: boolean[] = [];
    const reserve = createDiskReserve(file, (isFull) => told.push(isFull), 1_000);
    reserve.look();
    const sizes: number[] = [];
    const failing = (times: number) => () => {
      sizes.push(statSync(`${file}-reserve`, { throwIfNoEntry: false })?.size ?? 0);
      if (sizes.length <= times) throw new ReplicaError('DISK_FULL', 'full');
      return 'written';
    };
    expect(reserve.write(failing(1))).toBe('written');
    expect(sizes).toEqual([1_000, 0]);
    sizes.length = 0;
    expect(() => reserve.write(failing(2))).toThrow('full');
    expect(told).toEqual([true]);
    reserve.look();
    expect(told).toEqual([true, false]);
    expect(() =>
      reserve.write(() => {
        throw new ReplicaError('REPLICA_IO', 'another matter');
      }),
    ).toThrow('another matter');
    expect(told).toEqual([true, false]);
    writeFileSync(`${file}-reserve`, 'cut short');
    reserve.look();
    expect(statSync(`${file}-reserve`).size).toBe(1_000);
  });
});
