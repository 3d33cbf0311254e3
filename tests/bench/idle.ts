import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { ok } from '../../src/base/result.ts';
import type { RemoteSession } from '../../src/contracts/ports.ts';
import type { HelloReply } from '../../src/contracts/wire.ts';
import { createRemote } from '../../src/remote/create-remote.ts';
import { createSyncEngine, type SyncEngine } from '../../src/sync/sync-engine.ts';
import type { TestCloud } from '../fixtures/cloud.ts';
import { fakeStore } from '../fixtures/sync/fake-store.ts';
import { REAL_TIME } from '../fixtures/sync/real-time.ts';
import { newId } from '../fixtures/tenant.ts';
import type { Bench } from './bench.ts';
import { memoryOf, processorMsOf } from './process-use.ts';
import { type LoadDesk, makeDesks } from './push-load.ts';

const STEPS = [0, 100, 1_000] as const;
/** Few sign-ins: the cloud turns away who signs in two hundred times in a minute. */
const DESKS_A_BUSINESS = 50;
/** Long enough for each desk to poll once. */
const WATCHED_MS = 60_000;
/** Idle is what comes after the greetings. */
const SETTLE_MS = 10_000;

/**
 * What connected desks cost the cloud while nobody does anything: sockets with their heartbeats, and the poll of each
 * desk every minute. The desks are the real sync machine and the real client library, without a file behind them; the
 * cloud is a process of its own with its PostgreSQL.
 */
export const bench: Bench = {
  name: 'idle',
  targets: [],
  run: async () => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'bench-idle-'));
    const { cloud, pid, stop } = await cloudProcess(dataDir);
    const engines: SyncEngine[] = [];
    try {
      const desks = await makeDesks(cloud, Math.max(...STEPS), DESKS_A_BUSINESS);
      const figures: Record<string, number> = {};
      let alone = { memory: 0, processor: 0 };
      for (const step of STEPS) {
        for (const desk of desks.slice(engines.length, step)) engines.push(await connected(cloud, desk));
        const use = await watched(pid);
        figures[`cloud_mb_${String(step)}`] = use.memory;
        figures[`cloud_processor_ms_per_min_${String(step)}`] = use.processor;
        if (step === 0) alone = use;
        else {
          figures[`kb_each_${String(step)}`] = Math.round(((use.memory - alone.memory) * 1024) / step);
          figures[`processor_ms_per_min_each_${String(step)}`] =
            Math.round(((use.processor - alone.processor) / step) * 100) / 100;
        }
      }
      figures['still_connected'] = engines.filter((engine) => engine.status().online).length;
      return figures;
    } finally {
      await Promise.all(engines.map((engine) => engine.stop()));
      await stop();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};

type CloudLine = Pick<TestCloud, 'url' | 'publishableKey' | 'secretKey' | 'databaseUrl'>;

/** The embedded cloud as `npm run cloud` starts it. */
async function cloudProcess(dataDir: string) {
  const script = path.resolve(import.meta.dirname, '../../scripts/cloud.ts');
  const child = spawn(process.execPath, [script, '--json', '--no-demo', '--data', dataDir, '--port', '0'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const line = await new Promise<CloudLine>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (text) => resolve(JSON.parse(text) as CloudLine));
    child.once('exit', () => reject(new Error('the cloud ended before it was ready')));
  });
  const createUser = async (user: { readonly email: string; readonly password: string }): Promise<string> => {
    const answer = await fetch(`${line.url}/auth/v1/admin/users`, {
      method: 'POST',
      headers: {
        apikey: line.secretKey,
        authorization: `Bearer ${line.secretKey}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ ...user, email_confirm: true }),
    });
    return ((await answer.json()) as { id: string }).id;
  };
  return {
    // What makes businesses asks a cloud for these and no more.
    cloud: { ...line, createUser } as TestCloud,
    pid: child.pid ?? 0,
    stop: async () => {
      const ended = new Promise((resolve) => {
        child.once('exit', resolve);
      });
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A desk that has everything already: from its first hello on it polls and listens. */
async function connected(cloud: TestCloud, { tenant, accessToken, next }: LoadDesk): Promise<SyncEngine> {
  const remote = createRemote({ ...cloud, webSocket: WebSocket });
  const session: RemoteSession = {
    userId: tenant.frontDesk.userId,
    email: tenant.frontDesk.email,
    accessToken,
    refreshToken: '',
    expiresAt: Date.now() + 3_600_000,
  };
  const { device_id: deviceId, device_secret: deviceSecret, client_id: clientId } = next(0);
  const proof = { device_id: deviceId, device_secret: deviceSecret } as {
    readonly device_id: string;
    readonly device_secret: string;
  };
  const hello = await remote.hello(session, {
    ...proof,
    scope: tenant.tenantId,
    client_id: clientId as string,
    schema: 1,
  });
  if (!hello.ok) throw new Error(hello.error.message);
  const { epoch, scope_v, head }: HelloReply = hello.value;
  const { desk, store } = fakeStore(tenant.tenantId, Date.now);
  desk.takeIdentity({
    ...desk.identity(),
    clientId: clientId as string,
    deviceId: proof.device_id,
    deviceSecret: proof.device_secret,
    epoch,
    scopeV: scope_v,
    cursor: [head, 32_767, 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
    state: 'ready',
  });
  // History counts as held: what is measured is a desk that has nothing to fetch.
  const whole = { ...store, coverage: () => EVERY_MONTH };
  const engine = createSyncEngine(
    {
      store: whole,
      remote,
      sessions: {
        current: () => Promise.resolve(ok(session)),
        ofMember: () => Promise.resolve(session),
        refused: () => undefined,
      },
      scheduler: REAL_TIME,
      newId,
      desks: () => 5,
      onCommit: () => undefined,
      onStatus: () => undefined,
      onTrouble: () => undefined,
    },
    [tenant.tenantId],
  );
  engine.start();
  return engine;
}

const EVERY_MONTH = [2024, 2025, 2026, 2027].flatMap((year) =>
  Array.from({ length: 12 }, (_, month) => year * 100 + month + 1),
);

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Megabytes at the end, processor milliseconds a minute. */
async function watched(pid: number): Promise<{ readonly memory: number; readonly processor: number }> {
  await pause(SETTLE_MS);
  const before = processorMsOf(pid);
  await pause(WATCHED_MS);
  return {
    memory: memoryOf(pid).proportional,
    processor: Math.round(((processorMsOf(pid) - before) * 60_000) / WATCHED_MS),
  };
}
