import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestCloud } from '../../fixtures/cloud.ts';
import { PASSWORD, clientOf, raw, signedInClient, startSalonCloud } from './support/salon-cloud.ts';

let cloud: TestCloud;
let reception: SupabaseClient;
let token: string;

beforeAll(async () => {
  cloud = await startSalonCloud();
  await cloud.createUser({ email: 'reception@salon.example', password: PASSWORD });
  reception = await signedInClient(cloud, 'reception@salon.example');
  token = (await reception.auth.getSession()).data.session?.access_token ?? '';
});
afterAll(() => cloud?.stop());

const ids = (rows: readonly { readonly id: number }[] | null): readonly number[] =>
  (rows ?? []).map((row) => row.id);

describe('filters', () => {
  test('compare', async () => {
    const clients = (): ReturnType<SupabaseClient['from']> => reception.from('client');
    expect(ids((await clients().select('id').eq('visits', 7).order('id')).data)).toEqual([3, 4]);
    expect(ids((await clients().select('id').neq('visits', 7).order('id')).data)).toEqual([1, 2]);
    expect(ids((await clients().select('id').gt('visits', 7)).data)).toEqual([1]);
    expect(ids((await clients().select('id').gte('visits', 7).lt('visits', 12).order('id')).data)).toEqual([
      3, 4,
    ]);
    expect(ids((await clients().select('id').lte('visits', 3)).data)).toEqual([2]);
    expect(ids((await clients().select('id').not('visits', 'eq', 7).order('id')).data)).toEqual([1, 2]);
  });

  test('list, with commas and quotes inside the values', async () => {
    const named = await reception
      .from('client')
      .select('id')
      .in('name', ['Ayesha, Patel', 'Sipho Dlamini'])
      .order('id');
    expect(ids(named.data)).toEqual([3, 4]);
    const quoted = await reception.from('client').select('id').in('"Odd, name"', ['c "quoted"']);
    expect(quoted.error).toBeNull();
    expect(ids(quoted.data)).toEqual([3]);
    expect((await reception.from('client').select('id').in('id', [])).data).toEqual([]);
  });

  test('null, true and false', async () => {
    expect(ids((await reception.from('client').select('id').is('vip', null)).data)).toEqual([3]);
    expect(ids((await reception.from('client').select('id').is('vip', false)).data)).toEqual([2]);
    expect(
      ids((await reception.from('client').select('id').not('vip', 'is', null).order('id')).data),
    ).toEqual([1, 2, 4]);
  });

  test('patterns', async () => {
    expect(ids((await reception.from('client').select('id').like('name', '%van%')).data)).toEqual([2]);
    expect(ids((await reception.from('client').select('id').ilike('name', 'THANDI*')).data)).toEqual([1]);
  });
});

describe('shape and order', () => {
  test('columns, names of one’s own and casts', async () => {
    const { data } = await reception.from('client').select('who:name,visits::text').eq('id', 1);
    expect(data).toEqual([{ who: 'Thandi Nkosi', visits: '12' }]);
  });

  test('order by several, nulls where asked', async () => {
    const { data } = await reception
      .from('client')
      .select('id')
      .order('vip', { ascending: false, nullsFirst: true })
      .order('id', { ascending: false });
    expect(ids(data)).toEqual([3, 4, 1, 2]);
  });

  test('pages with their range and the whole count', async () => {
    const page = await reception.from('client').select('id', { count: 'exact' }).order('id').range(1, 2);
    expect([ids(page.data), page.count, page.status]).toEqual([[2, 3], 4, 206]);
    const answer = await raw(cloud, '/rest/v1/client?select=id&order=id&offset=1&limit=2', {
      bearer: token,
      headers: { prefer: 'count=exact' },
    });
    expect(answer.headers.get('content-range')).toBe('1-2/4');
    const head = await reception.from('client').select('id', { count: 'exact', head: true });
    expect([head.count, head.data]).toEqual([4, null]);
    const beyond = await reception.from('client').select('id', { count: 'exact' }).range(10, 12);
    expect([beyond.status, beyond.error?.code]).toEqual([416, 'PGRST103']);
  });

  test('single and maybeSingle', async () => {
    expect((await reception.from('client').select('name').eq('id', 2).single()).data).toEqual({
      name: 'Pieter van Wyk',
    });
    const none = await reception.from('client').select('name').eq('id', 77).single();
    expect([none.status, none.error?.code, none.error?.details]).toEqual([
      406,
      'PGRST116',
      'The result contains 0 rows',
    ]);
    expect((await reception.from('client').select('name').eq('id', 77).maybeSingle()).data).toBeNull();
    expect((await reception.from('client').select('name').single()).error?.code).toBe('PGRST116');
  });

  test('no more than 1,000 rows at once, as hosted cuts them', async () => {
    await clientOf(cloud, cloud.secretKey).rpc('add_clients', { amount: 1_200 });
    expect((await reception.from('client').select('id')).data).toHaveLength(1_000);
    expect((await reception.from('client').select('id').limit(5_000)).data).toHaveLength(1_000);
  });
});

describe('refusals', () => {
  test('unknown tables and columns', async () => {
    const table = await reception.from('nothing_here').select();
    expect([table.status, table.error?.code]).toEqual([404, 'PGRST205']);
    const column = await reception.from('client').select('salary');
    expect([column.status, column.error?.code]).toEqual([400, '42703']);
  });

  test('what is not understood is refused, never ignored', async () => {
    for (const query of [
      'id=like_this',
      'id=foo.1',
      'or=(id.eq.1,id.eq.2)',
      'select=id,visits(count)',
      'order=id.sideways',
      'limit=many',
      'limit=-1',
      'id=in.1,2',
      'vip=is.maybe',
    ]) {
      const answer = await raw(cloud, `/rest/v1/client?${query}`, { bearer: token });
      expect([query, answer.status, answer.body['code']]).toEqual([query, 400, 'PGRST100']);
    }
  });

  test('without a session there is nothing to read: 401 for nobody, as the grants say', async () => {
    const answer = await clientOf(cloud, cloud.publishableKey).from('client').select('id');
    expect([answer.status, answer.error?.code]).toEqual([401, '42501']);
  });

  test('rows are never written but by functions', async () => {
    const insert = await reception.from('client').insert({ id: 500, name: 'x' });
    expect([insert.status, insert.error?.code]).toEqual([405, 'PGRST117']);
    expect((await reception.from('client').delete().eq('id', 1)).status).toBe(405);
    expect((await reception.from('client').update({ name: 'y' }).eq('id', 1)).status).toBe(405);
    expect((await reception.from('client').select('name').eq('id', 1).single()).data).toEqual({
      name: 'Thandi Nkosi',
    });
  });
});
