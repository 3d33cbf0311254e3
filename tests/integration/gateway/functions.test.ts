import type { SupabaseClient } from '@supabase/supabase-js';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestCloud } from '../../fixtures/cloud.ts';
import { PASSWORD, clientOf, raw, signedInClient, startSalonCloud } from './support/salon-cloud.ts';

let cloud: TestCloud;
let reception: SupabaseClient;
let userId: string;
let token: string;

beforeAll(async () => {
  cloud = await startSalonCloud();
  userId = await cloud.createUser({ email: 'reception@salon.example', password: PASSWORD });
  reception = await signedInClient(cloud, 'reception@salon.example');
  token = (await reception.auth.getSession()).data.session?.access_token ?? '';
});
afterAll(() => cloud?.stop());

describe('what a function returns', () => {
  test('a scalar comes bare, and arguments that were not sent take their defaults', async () => {
    expect((await reception.rpc('total', { price_cents: 25_000 })).data).toBe(50_000);
    expect((await reception.rpc('total', { price_cents: 25_000, quantity: 3 })).data).toBe(75_000);
  });

  test('json comes as it is, however nested, and null stays null', async () => {
    const value = { lines: [{ cents: 12_345_678_901_234, note: 'café ✂️' }, null], empty: {} };
    expect((await reception.rpc('echo', { value })).data).toEqual(value);
    expect((await reception.rpc('echo', { value: null })).data).toBeNull();
    expect((await reception.rpc('whole_body', { any: 'thing' })).data).toEqual({ any: 'thing' });
  });

  test('a set comes as an array, of objects or of bare values', async () => {
    const regulars = await reception.rpc('regulars', { minimum: 7 });
    expect(regulars.data).toHaveLength(3);
    expect(regulars.data[0]).toMatchObject({ id: 1, name: 'Thandi Nkosi' });
    expect((await reception.rpc('client_names')).data).toContain('Sipho Dlamini');
    expect((await reception.rpc('name_and_visits')).data[1]).toEqual({ name: 'Pieter van Wyk', visits: 3 });
  });

  test('a set can be filtered, ordered, paged and counted', async () => {
    const page = await reception
      .rpc('regulars', { minimum: 0 }, { count: 'exact' })
      .select('id,name')
      .gt('visits', 3)
      .order('visits', { ascending: false })
      .order('id')
      .range(1, 2);
    expect(page.data).toEqual([
      { id: 3, name: 'Ayesha, Patel' },
      { id: 4, name: 'Sipho Dlamini' },
    ]);
    expect(page.count).toBe(3);
  });

  test('a row comes as an object, nothing as 204', async () => {
    expect((await reception.rpc('best_client')).data).toMatchObject({ id: 1, visits: 12 });
    const nothing = await reception.rpc('nothing');
    expect([nothing.status, nothing.data, nothing.error]).toEqual([204, null, null]);
  });

  test('single() wants exactly one row, and a change that returned two never happened', async () => {
    expect((await reception.rpc('regulars', { minimum: 10 }).single()).data).toMatchObject({ id: 1 });
    const two = await reception.rpc('add_clients', { amount: 2 }).single();
    expect([two.status, two.error?.code]).toEqual([406, 'PGRST116']);
    expect((await reception.from('client').select('id').gte('id', 100)).data).toEqual([]);
  });

  test('by GET too, with dates, arrays and json as text', async () => {
    expect((await reception.rpc('total', { price_cents: 100 }, { get: true })).data).toBe(200);
    const day = await reception.rpc('day_of', { day: '2026-03-21', tags: ['cut', 'colour'] }, { get: true });
    expect(day.data).toBe('2026-03-21 cut+colour');
    const head = await reception.rpc('regulars', { minimum: 7 }, { head: true, count: 'exact' });
    expect(head.count).toBe(3);
  });
});

describe('in whose name, and within which limits', () => {
  test('role, claims, path, headers and cookies reach the function', async () => {
    const answer = await raw(cloud, '/rest/v1/rpc/who_am_i', {
      method: 'POST',
      body: '{}',
      bearer: token,
      headers: { 'x-story': 'front desk', cookie: 'till=2; x=y' },
    });
    expect(answer.body).toEqual({
      role: 'authenticated',
      uid: userId,
      email: 'reception@salon.example',
      method: 'POST',
      path: '/rpc/who_am_i',
      header: 'front desk',
      cookie: '2',
      search_path: '"public", "extensions"',
      statement_timeout: '8s',
      read_only: 'on',
    });
  });

  test('the publishable key is anon, the secret key service_role', async () => {
    const anon = (await clientOf(cloud, cloud.publishableKey).rpc('who_am_i')).data;
    expect(anon).toMatchObject({ role: 'anon', uid: null, statement_timeout: '3s' });
    expect((await clientOf(cloud, cloud.secretKey).rpc('who_am_i')).data).toMatchObject({
      role: 'service_role',
    });
  });

  test('nothing of one request is left on the connection for the next', async () => {
    const admin = new pg.Client({ connectionString: cloud.adminUrl });
    await admin.connect();
    for (let i = 0; i < 25; i += 1) await reception.rpc('who_am_i');
    const anon = (await clientOf(cloud, cloud.publishableKey).rpc('who_am_i')).data;
    const open = await admin.query(`select 1 from pg_stat_activity where state like 'idle in transaction%'`);
    await admin.end();
    // service_role has no limit of its own: it must find the connection's, not the last function's minute.
    await reception.rpc('patient');
    const boss = (await clientOf(cloud, cloud.secretKey).rpc('who_am_i')).data;
    expect(boss).toMatchObject({ role: 'service_role', statement_timeout: '8s' });
    expect(anon).toMatchObject({ role: 'anon', uid: null, email: null });
    expect(open.rowCount).toBe(0);
  });

  test("a function's own statement_timeout counts, longer or shorter than the role's", async () => {
    expect((await reception.rpc('patient')).data).toBe('1min');
    const cut = await reception.rpc('quick_limit', { seconds: 5 });
    expect([cut.status, cut.error?.code]).toEqual([500, '57014']);
  });

  test('a function that says it only reads cannot write', async () => {
    const lied = await reception.rpc('lying');
    // plpgsql itself refuses first; by GET the transaction does.
    expect(lied.error?.code).toBe('0A000');
    const byGet = await raw(cloud, '/rest/v1/rpc/write_entry?body=x', { bearer: token });
    expect([byGet.status, byGet.body['code']]).toEqual([405, '25006']);
  });

  test('rows of row-level security: each sees their own', async () => {
    await cloud.createUser({ email: 'other@salon.example', password: PASSWORD });
    const other = await signedInClient(cloud, 'other@salon.example');
    await reception.rpc('write_entry', { body: 'mine' });
    expect((await reception.from('diary_entry').select('body')).data).toEqual([{ body: 'mine' }]);
    expect((await other.from('diary_entry').select('body')).data).toEqual([]);
  });
});

describe('refusals', () => {
  test('an unknown function, or one with other arguments: 404 PGRST202 with the name as sent', async () => {
    const answer = await reception.rpc('totale', { b: 1, a: 2 });
    expect([answer.status, answer.error?.code]).toEqual([404, 'PGRST202']);
    expect(answer.error?.message).toBe('Could not find the function public.totale(a, b) in the schema cache');
    expect((await reception.rpc('total', { quantity: 2 })).error?.code).toBe('PGRST202');
    expect((await reception.rpc('nope')).error?.message).toContain('public.nope without parameters');
  });

  test('several that fit: 300 PGRST203', async () => {
    const answer = await reception.rpc('ambiguous', { a: 1 });
    expect([answer.status, answer.error?.code]).toEqual([300, 'PGRST203']);
  });

  test('wrong types are the caller’s mistake', async () => {
    const answer = await reception.rpc('total', { price_cents: 'free' });
    expect([answer.status, answer.error?.code]).toEqual([400, '22P02']);
    expect((await reception.rpc('day_of', { day: '2026-02-31' })).error?.code).toBe('22008');
  });

  test('no right to execute: 403 for a person, 401 for nobody', async () => {
    const person = await reception.rpc('for_staff');
    expect([person.status, person.error?.code]).toEqual([403, '42501']);
    const nobody = await clientOf(cloud, cloud.publishableKey).rpc('for_staff');
    expect([nobody.status, nobody.error?.code]).toEqual([401, '42501']);
  });

  test.each([
    ['P0001', 400],
    ['PT418', 418],
    ['23505', 409],
    ['23503', 409],
    ['42501', 403],
    ['40001', 500],
    ['55P03', 500],
    ['22023', 400],
    ['SY410', 400],
    ['53300', 503],
  ])('a function that raises %s is answered with %i and its own words', async (code, status) => {
    const answer = await reception.rpc('fail_with', { code, message: 'The day is closed' });
    expect(answer.status).toBe(status);
    expect(answer.error).toMatchObject({
      code,
      message: 'The day is closed',
      details: 'About this',
      hint: 'Ask at the desk',
    });
  });

  test('a broken constraint says which', async () => {
    const answer = await reception.rpc('twice');
    expect([answer.status, answer.error?.code]).toEqual([409, '23505']);
    expect(answer.error?.message).toContain('client_pkey');
  });

  test('a schema that is not shown cannot be asked for', async () => {
    const answer = await reception.schema('private').rpc('secret');
    expect([answer.status, answer.error?.code]).toEqual([406, 'PGRST106']);
  });
});

describe('a schema that changes while the cloud runs', () => {
  test('a function made a moment ago is found, and one replaced is called anew', async () => {
    const owner = new pg.Client({ connectionString: cloud.databaseUrl });
    await owner.connect();
    await owner.query(
      'create function public.fresh(a integer) returns integer language sql as $$ select a $$',
    );
    await expect.poll(async () => (await reception.rpc('fresh', { a: 5 })).data, { timeout: 3_000 }).toBe(5);
    await owner.query('drop function public.fresh(integer)');
    await owner.query(
      'create function public.fresh(a integer, b integer) returns integer language sql as $$ select a + b $$',
    );
    await owner.end();
    await expect
      .poll(async () => (await reception.rpc('fresh', { a: 5, b: 6 })).data, { timeout: 3_000 })
      .toBe(11);
  });
});

describe('large answers', () => {
  test.each(['br', 'gzip'])('travel as %s when the client reads it', async (encoding) => {
    const answer = await fetch(`${cloud.url}/rest/v1/rpc/big`, {
      method: 'POST',
      body: '{"kilobytes":200}',
      headers: {
        apikey: cloud.publishableKey,
        'content-type': 'application/json',
        'accept-encoding': encoding,
      },
    });
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    const body = (await answer.json()) as { text: string };
    expect(body.text).toHaveLength(200 * 1024);
  });

  test('and plain when it does not', async () => {
    const answer = await fetch(`${cloud.url}/rest/v1/rpc/big`, {
      method: 'POST',
      body: '{"kilobytes":20}',
      headers: {
        apikey: cloud.publishableKey,
        'content-type': 'application/json',
        'accept-encoding': 'identity',
      },
    });
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(20 * 1024);
  });
});
