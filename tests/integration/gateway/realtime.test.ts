import type { RealtimeChannel, SupabaseClient } from '@supabase/supabase-js';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { TestCloud } from '../../fixtures/cloud.ts';
import { PASSWORD, clientOf, signedInClient, startSalonCloud } from './support/salon-cloud.ts';

let cloud: TestCloud;
let thandi: SupabaseClient;
let thandiId: string;

beforeAll(async () => {
  cloud = await startSalonCloud();
  thandiId = await cloud.createUser({ email: 'thandi@salon.example', password: PASSWORD });
  thandi = await signedInClient(cloud, 'thandi@salon.example');
});
afterAll(async () => {
  await thandi?.removeAllChannels();
  await cloud?.stop();
});

type Heard = { readonly event: string; readonly payload: Record<string, unknown> };

/** Joins a private channel; resolves with how that ended and with everything that is heard on it. */
async function join(
  client: SupabaseClient,
  topic: string,
): Promise<{
  readonly channel: RealtimeChannel;
  readonly status: string;
  readonly reason: string;
  readonly heard: Heard[];
}> {
  const heard: Heard[] = [];
  const channel = client.channel(topic, { config: { private: true, broadcast: { ack: true } } });
  channel.on('broadcast', { event: '*' }, (message) => heard.push(message as unknown as Heard));
  return new Promise((resolve) => {
    channel.subscribe((status, error) => {
      if (status === 'SUBSCRIBED' || status === 'CHANNEL_ERROR')
        resolve({ channel, status, reason: error?.message ?? '', heard });
    });
  });
}

async function postgres(sql: string, values: readonly unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: cloud.databaseUrl });
  await client.connect();
  await client.query(sql, [...values]);
  await client.end();
}

describe('joining', () => {
  test('is what the policies on realtime.messages say', async () => {
    const own = await join(thandi, `diary:${thandiId}`);
    expect(own.status).toBe('SUBSCRIBED');
    const foreign = await join(thandi, 'diary:somebody-else');
    expect(foreign.status).toBe('CHANNEL_ERROR');
    expect(foreign.reason).toContain(
      'Unauthorized: You do not have permissions to read from this Channel topic: diary:somebody-else',
    );
    await thandi.removeAllChannels();
  });

  test('nobody without a session gets in, and public channels do not exist', async () => {
    const anonymous = clientOf(cloud, cloud.publishableKey);
    expect((await join(anonymous, 'shared')).status).toBe('CHANNEL_ERROR');
    await anonymous.removeAllChannels();
    const open = await new Promise<string>((resolve) => {
      thandi.channel('shared').subscribe((status) => (status === 'CLOSED' ? undefined : resolve(status)));
    });
    expect(open).toBe('CHANNEL_ERROR');
    await thandi.removeAllChannels();
  });
});

describe('hearing', () => {
  test('what a function sends arrives once, at the ones who may read it', async () => {
    await cloud.createUser({ email: 'pieter@salon.example', password: PASSWORD });
    const pieter = await signedInClient(cloud, 'pieter@salon.example');
    const own = await join(thandi, `diary:${thandiId}`);
    const other = await join(pieter, 'scope:3f9c');
    const written = await thandi.rpc('write_entry', { body: 'Mrs Naidoo called' });
    expect(written.error).toBeNull();
    await expect.poll(() => own.heard.length, { timeout: 3_000 }).toBe(1);
    expect(own.heard[0]).toMatchObject({
      event: 'written',
      payload: { body: 'Mrs Naidoo called' },
      meta: { id: expect.any(String) },
    });
    expect(other.heard).toEqual([]);
    await thandi.removeAllChannels();
    await pieter.removeAllChannels();
  });

  test('what was rolled back is never heard', async () => {
    const own = await join(thandi, 'scope:rolled-back');
    await postgres(`begin; select public.raise_version('rolled-back', 1); rollback`);
    await postgres(`select public.raise_version('rolled-back', 2)`);
    await expect.poll(() => own.heard.length, { timeout: 3_000 }).toBe(1);
    expect(own.heard[0]?.payload['v']).toBe(2);
    await thandi.removeAllChannels();
  });

  test('a storm of versions becomes its first and its last', async () => {
    const own = await join(thandi, 'scope:storm');
    for (let version = 1; version <= 40; version += 1)
      await thandi.rpc('raise_version', { scope: 'storm', times: version });
    await expect.poll(() => own.heard.at(-1)?.payload['v'], { timeout: 3_000 }).toBe(40);
    expect(own.heard[0]?.payload['v']).toBe(1);
    expect(own.heard.length).toBeLessThan(20);
    await thandi.removeAllChannels();
  });

  test('a client’s own broadcast reaches the others where a policy lets it, and nobody where none does', async () => {
    await cloud.createUser({ email: 'lindiwe@salon.example', password: PASSWORD });
    const lindiwe = await signedInClient(cloud, 'lindiwe@salon.example');
    const [from, to] = [await join(thandi, 'shared'), await join(lindiwe, 'shared')];
    expect(await from.channel.send({ type: 'broadcast', event: 'hello', payload: { text: 'môre 👋' } })).toBe(
      'ok',
    );
    await expect.poll(() => to.heard.length, { timeout: 3_000 }).toBe(1);
    expect(to.heard[0]).toMatchObject({ event: 'hello', payload: { text: 'môre 👋' } });
    expect(from.heard).toEqual([]);

    const [mute, ear] = [await join(thandi, 'scope:read-only'), await join(lindiwe, 'scope:read-only')];
    expect(await mute.channel.send({ type: 'broadcast', event: 'changed', payload: { v: 999 } })).toBe(
      'error',
    );
    await postgres(`select public.raise_version('read-only', 7)`);
    await expect.poll(() => ear.heard.length, { timeout: 3_000 }).toBe(1);
    expect(ear.heard[0]?.payload['v']).toBe(7);
    await thandi.removeAllChannels();
    await lindiwe.removeAllChannels();
  });

  test('goes on after the database was away', async () => {
    const own = await join(thandi, 'scope:restart');
    process.kill(cloud.postgresPid(), 'SIGKILL');
    await expect
      .poll(async () => (await thandi.rpc('raise_version', { scope: 'restart', times: 5 })).error, {
        timeout: 20_000,
        interval: 200,
      })
      .toBeNull();
    await expect
      .poll(
        async () => {
          await thandi.rpc('raise_version', { scope: 'restart', times: 6 });
          return own.heard.at(-1)?.payload['v'];
        },
        { timeout: 20_000, interval: 300 },
      )
      .toBe(6);
    await thandi.removeAllChannels();
  });
});

describe('on the wire', () => {
  type Reply = readonly [string | null, string | null, string, string, Record<string, unknown>];

  function open(query: string): Promise<WebSocket> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`${cloud.url.replace('http', 'ws')}/realtime/v1/websocket?${query}`);
      socket.once('open', () => resolve(socket));
      socket.once('error', reject);
    });
  }
  function next(socket: WebSocket): Promise<Reply> {
    return new Promise((resolve) =>
      socket.once('message', (data) => resolve(JSON.parse(String(data)) as Reply)),
    );
  }

  test('heartbeats are answered, nonsense is not, and neither ends the connection', async () => {
    const socket = await open(`apikey=${cloud.publishableKey}&vsn=2.0.0`);
    socket.send('not json');
    socket.send('[1,2');
    socket.send(Buffer.from([9, 9, 9]));
    socket.send('{"topic":5}');
    socket.send(JSON.stringify([null, '1', 'realtime:x', 'phx_join', null]));
    expect(await next(socket)).toEqual([
      null,
      '1',
      'realtime:x',
      'phx_reply',
      { status: 'error', response: { reason: expect.stringContaining('Private') } },
    ]);
    socket.send(JSON.stringify([null, '10', 'phoenix', 'heartbeat', {}]));
    expect(await next(socket)).toEqual([null, '10', 'phoenix', 'phx_reply', { status: 'ok', response: {} }]);
    socket.close();
  });

  test('a wrong key or a forged token gets no further', async () => {
    await expect(open('apikey=sb_publishable_wrong&vsn=2.0.0')).rejects.toThrow('401');
    const socket = await open(`apikey=${cloud.publishableKey}&vsn=2.0.0`);
    const token = (await thandi.auth.getSession()).data.session?.access_token ?? '';
    const forged = `${token.slice(0, -6)}AAAAAA`;
    socket.send(
      JSON.stringify([
        '1',
        '1',
        'realtime:shared',
        'phx_join',
        { config: { private: true }, access_token: forged },
      ]),
    );
    const [, , , , payload] = await next(socket);
    expect(payload).toMatchObject({
      status: 'error',
      response: { reason: expect.stringContaining('InvalidJWTToken') },
    });
    socket.close();
  });

  test('a channel whose new token has lost the right is closed', async () => {
    const socket = await open(`apikey=${cloud.publishableKey}&vsn=2.0.0`);
    const token = (await thandi.auth.getSession()).data.session?.access_token ?? '';
    socket.send(
      JSON.stringify([
        '1',
        '1',
        'realtime:shared',
        'phx_join',
        { config: { private: true }, access_token: token },
      ]),
    );
    expect((await next(socket))[4]).toMatchObject({ status: 'ok' });
    socket.send(
      JSON.stringify(['1', '2', 'realtime:shared', 'access_token', { access_token: cloud.publishableKey }]),
    );
    const said = await next(socket);
    expect(said.slice(3)).toEqual([
      'system',
      expect.objectContaining({ status: 'error', channel: 'shared' }),
    ]);
    socket.close();
  });
});
