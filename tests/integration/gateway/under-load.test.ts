import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Overloaded, createPool } from '../../../src/cloud/gateway/database.ts';
import type { TestCloud } from '../../fixtures/cloud.ts';
import { PASSWORD, clientOf, raw, signedInClient, startSalonCloud } from './support/salon-cloud.ts';

let cloud: TestCloud;
let token: string;

beforeAll(async () => {
  cloud = await startSalonCloud({
    limits: { poolSize: 3, queueLength: 5, queueDeadlineMs: 400 },
    sampleEveryMs: 100,
  });
  await cloud.createUser({ email: 'reception@salon.example', password: PASSWORD });
  const client = await signedInClient(cloud, 'reception@salon.example');
  token = (await client.auth.getSession()).data.session?.access_token ?? '';
});
afterAll(() => cloud?.stop());

const slow = (seconds: number): ReturnType<typeof raw> =>
  raw(cloud, '/rest/v1/rpc/slow', { method: 'POST', body: JSON.stringify({ seconds }), bearer: token });
const quick = (): ReturnType<typeof raw> =>
  raw(cloud, '/rest/v1/rpc/total', { method: 'POST', body: '{"price_cents":1}', bearer: token });

async function metric(line: RegExp): Promise<number> {
  const text = await (await fetch(`${cloud.url}/metrics`)).text();
  return Number(line.exec(text)?.[1] ?? Number.NaN);
}

describe('a rush', () => {
  test('is turned away with 503 when the queue is full or its deadline is over, and what was taken in is finished', async () => {
    const began = Date.now();
    const answers = await Promise.all(Array.from({ length: 30 }, () => slow(1)));
    const statuses = answers.map((answer) => answer.status);
    const shed = answers.filter((answer) => answer.status === 503);
    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
    expect(shed).toHaveLength(27);
    expect(new Set(shed.map((answer) => answer.body['code']))).toEqual(new Set(['PGRST003']));
    expect(shed[0]?.headers.get('retry-after')).toBe('1');
    expect(Date.now() - began).toBeLessThan(3_000);
    expect((await quick()).status).toBe(200);
  });

  test('the queue has a length and a deadline, each by itself', async () => {
    const limits = { poolSize: 1, queueLength: 2, queueDeadlineMs: 60_000 };
    const short = createPool(cloud.databaseUrl, 'short-queue', limits);
    const impatient = createPool(cloud.databaseUrl, 'impatient', {
      ...limits,
      queueLength: 100,
      queueDeadlineMs: 50,
    });
    for (const [pool, kinds] of [
      [short, ['served', 'served', 'served', 'queue']],
      [impatient, ['served', 'queue', 'queue', 'queue']],
    ] as const) {
      let free: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (free = resolve));
      const outcomes = Array.from({ length: 4 }, () =>
        pool
          .use(() => held)
          .then(
            () => 'served',
            (error: unknown) => (error instanceof Overloaded ? error.kind : 'other'),
          ),
      );
      // The last is refused while the first still holds the one connection.
      expect(await outcomes[3]).toBe('queue');
      if (pool === impatient) await outcomes[1];
      free();
      expect(await Promise.all(outcomes)).toEqual(kinds);
      await pool.end();
    }
  });

  test('health answers meanwhile, and afterwards everything is as before', async () => {
    const rush = Promise.all(Array.from({ length: 12 }, () => slow(0.5)));
    expect((await fetch(`${cloud.url}/health`)).status).toBe(200);
    await rush;
    const answers = await Promise.all(Array.from({ length: 3 }, quick));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    await expect.poll(() => metric(/db_connection_pool\{pool="rest",state="used"\} (\d+)/)).toBe(0);
  });

  test('a statement that runs too long is cut at its role’s limit: 3 s for nobody', async () => {
    const began = Date.now();
    const answer = await raw(cloud, '/rest/v1/rpc/slow', { method: 'POST', body: '{"seconds":30}' });
    expect([answer.status, answer.body['code']]).toEqual([500, '57014']);
    expect(Date.now() - began).toBeGreaterThan(2_500);
    expect(Date.now() - began).toBeLessThan(6_000);
  });

  test('a connection whose server process is killed costs one request, not the pool', async () => {
    const admin = new pg.Client({ connectionString: cloud.adminUrl });
    await admin.connect();
    const running = slow(5);
    await expect
      .poll(
        async () =>
          (
            await admin.query(
              `select 1 from pg_stat_activity where query like '%"slow"%' and state = 'active' and pid <> pg_backend_pid()`,
            )
          ).rowCount,
      )
      .toBe(1);
    await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query like '%"slow"%' and pid <> pg_backend_pid()`,
    );
    await admin.end();
    const cut = await running;
    expect([cut.status, cut.text.includes('terminat')]).toEqual([503, true]);
    for (let i = 0; i < 6; i += 1) expect((await quick()).status).toBe(200);
  });
});

describe('figures', () => {
  test('are shown in Prometheus’ words, and count what was answered', async () => {
    const count = (): Promise<number> =>
      metric(/http_requests_total\{method="POST",route="\/rest\/v1\/rpc\/total",status="200"\} (\d+)/);
    const before = await count();
    for (let i = 0; i < 5; i += 1) await quick();
    expect(await count()).toBe(before + 5);
    const text = await (await fetch(`${cloud.url}/metrics`)).text();
    expect(text).toContain('# TYPE http_request_duration_seconds histogram');
    expect(text).toMatch(/db_connection_pool\{pool="rest",state="size"\} 3/);
    expect(text).toMatch(/app_errors_total\{kind="overloaded"\} [1-9]/);
    expect(text).toMatch(/app_errors_total\{kind="sql_57014"\} [1-9]/);
  });

  test('guessed names do not become labels, and a proxy’s guests see nothing', async () => {
    await raw(cloud, '/rest/v1/rpc/guess_4711', { method: 'POST', body: '{}', bearer: token });
    const text = await (await fetch(`${cloud.url}/metrics`)).text();
    expect(text).not.toContain('4711');
    const proxied = await fetch(`${cloud.url}/metrics`, { headers: { 'x-forwarded-for': '196.25.1.1' } });
    expect(proxied.status).toBe(404);
  });

  test('go into ops.record_sample, as the Health panel reads them', async () => {
    const boss = clientOf(cloud, cloud.secretKey);
    const latest = async (): Promise<Record<string, number>> =>
      ((await boss.rpc('samples')).data as Record<string, number>[]).at(-1) ?? {};
    await quick();
    await expect.poll(async () => (await latest())['requests'] ?? 0, { timeout: 5_000 }).toBeGreaterThan(5);
    const sample = await latest();
    expect(Object.keys(sample).toSorted()).toEqual(
      [
        'at',
        'errors',
        'latency_p50_ms',
        'latency_p95_ms',
        'pool_size',
        'pool_used',
        'pool_waiting',
        'requests',
        'window_s',
      ].toSorted(),
    );
    expect(sample['window_s']).toBe(60);
    expect(sample['pool_size']).toBe(3);
    expect(sample['errors']).toBeGreaterThan(10);
    expect(sample['latency_p95_ms']).toBeGreaterThanOrEqual(sample['latency_p50_ms'] ?? Number.NaN);
    expect(Math.abs((sample['at'] ?? 0) - Date.now())).toBeLessThan(5_000);
  });
});
