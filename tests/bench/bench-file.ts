import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { idsFrom } from '../../src/base/ids.ts';
import { connect, type Connection } from '../../src/replica/connection.ts';
import { openReplica, type Replica } from '../../src/replica/open-replica.ts';
import { type BenchBusiness, fillBusiness } from './bench-business.ts';

/** An encrypted file with a business in it, in a folder that goes away afterwards. */

const MIGRATIONS = path.resolve(import.meta.dirname, '../../migrations/replica');
export const BENCH_SCOPE = '0a000000-0000-7000-8000-00000000000a';
export const BENCH_KEY = new Uint8Array(32).fill(7);
export const benchClock = { now: () => Date.UTC(2026, 5, 1) };
export const benchId = idsFrom(benchClock, (into) => crypto.getRandomValues(into as Uint8Array<ArrayBuffer>));

export const openBench = (file: string): Replica =>
  openReplica({
    path: file,
    key: BENCH_KEY,
    migrationsFolder: MIGRATIONS,
    clock: benchClock,
    newId: benchId,
  });

export const withBusiness = <T>(branches: number, work: (file: string, business: BenchBusiness) => T): T =>
  withFile((connection) => fillBusiness(connection, BENCH_SCOPE, branches), work);

/** A file whose scope is followed, filled as told. */
export function withFile<C, T>(
  fill: (connection: Connection) => C,
  work: (file: string, content: C) => T,
): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  try {
    const file = path.join(folder, 'replica.db');
    const replica = openBench(file);
    replica.scopes.follow({
      scope: BENCH_SCOPE,
      scopeName: 'Bench',
      clientId: BENCH_SCOPE,
      deviceId: BENCH_SCOPE,
      deviceSecret: 'a-device-secret-of-some-length',
    });
    replica.close();
    const connection = connect({ path: file, key: BENCH_KEY });
    const content = fill(connection);
    connection.close();
    return work(file, content);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
