import { connect } from 'node:net';
import { SignJWT, UnsecuredJWT, decodeJwt, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestCloud } from '../../fixtures/cloud.ts';
import { PASSWORD, raw, signedInClient, startSalonCloud } from './support/salon-cloud.ts';

let cloud: TestCloud;
let token: string;
/** Moves the gateway's clock: tokens expire without waiting. */
let clockShift = 0;

beforeAll(async () => {
  cloud = await startSalonCloud({ now: () => Date.now() + clockShift });
  await cloud.createUser({ email: 'reception@salon.example', password: PASSWORD });
  const client = await signedInClient(cloud, 'reception@salon.example');
  token = (await client.auth.getSession()).data.session?.access_token ?? '';
});
afterAll(() => cloud?.stop());

/** No stack, no path of ours, no SQL. */
function expectDiscreet(text: string): void {
  expect(text).not.toMatch(/node_modules|\.ts\b|\bat \w+.*\(|select .* from|set_config|postgres:\/\//i);
}

async function stillWell(): Promise<void> {
  const answer = await raw(cloud, '/rest/v1/rpc/total', {
    method: 'POST',
    body: '{"price_cents":100}',
    bearer: token,
  });
  expect([answer.status, answer.text]).toEqual([200, '200']);
}

describe('bodies', () => {
  test.each([
    ['{"price_cents": 1', 400, 'PGRST102'],
    ['not json at all', 400, 'PGRST102'],
    ['[1,2]', 400, 'PGRST102'],
    ['"text"', 400, 'PGRST102'],
    ['null', 400, 'PGRST102'],
    ['{"price_cents": {"a": 1}}', 400, '22P02'],
    ['{"price_cents": 99999999999999999999}', 400, '22003'],
    ['{"value": "\\u0000"}', 404, 'PGRST202'],
  ])('%s is answered with %i %s', async (body, status, code) => {
    const answer = await raw(cloud, '/rest/v1/rpc/total', { method: 'POST', body, bearer: token });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expectDiscreet(answer.text);
  });

  test('a NUL character, which PostgreSQL cannot store, is refused', async () => {
    const answer = await raw(cloud, '/rest/v1/rpc/echo', {
      method: 'POST',
      body: '{"value":"a\\u0000b"}',
      bearer: token,
    });
    expect([answer.status, answer.body['code']]).toEqual([400, '22P05']);
  });

  test('nesting without end exhausts nobody', async () => {
    const deep = `{"value":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    const answer = await raw(cloud, '/rest/v1/rpc/echo', { method: 'POST', body: deep, bearer: token });
    expect(answer.status).toBe(413);
    expect(answer.body['code']).toBe('54001');
    expectDiscreet(answer.text);
    await stillWell();
  });

  test('more than 1 MiB is 413 at both interfaces; a byte less is read', async () => {
    const value = (bytes: number): string => `{"value":"${'x'.repeat(bytes - 12)}"}`;
    const tooLarge = await raw(cloud, '/rest/v1/rpc/echo', {
      method: 'POST',
      body: value(1024 * 1024 + 1),
      bearer: token,
    });
    expect([tooLarge.status, tooLarge.body['code']]).toEqual([413, 'body_too_large']);
    const fits = await raw(cloud, '/rest/v1/rpc/echo', {
      method: 'POST',
      body: value(1024 * 1024),
      bearer: token,
    });
    expect(fits.status).toBe(200);
    const auth = await raw(cloud, '/auth/v1/token?grant_type=password', {
      method: 'POST',
      body: value(1024 * 1024 + 1),
    });
    expect([auth.status, auth.body['code']]).toEqual([413, 'body_too_large']);
  });

  test('another content type is 415, and none with a body too', async () => {
    const form = await raw(cloud, '/rest/v1/rpc/total', {
      method: 'POST',
      body: 'price_cents=1',
      bearer: token,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([form.status, form.body['code']]).toEqual([415, 'PGRST107']);
  });

  test('auth wants an object with the right fields', async () => {
    for (const body of [
      '{',
      '[]',
      '{"email":5,"password":"x"}',
      '{"email":"a@b.example"}',
      '{"email":{"$ne":null},"password":{"$ne":null}}',
    ]) {
      const answer = await raw(cloud, '/auth/v1/token?grant_type=password', { method: 'POST', body });
      expect([body, answer.status]).toEqual([body, 400]);
      expect(['bad_json', 'validation_failed']).toContain(answer.body['code']);
      expectDiscreet(answer.text);
    }
    const grant = await raw(cloud, '/auth/v1/token?grant_type=magic', { method: 'POST', body: '{}' });
    expect(grant.status).toBe(400);
  });
});

describe('tokens', () => {
  const ask = (bearer: string): ReturnType<typeof raw> =>
    raw(cloud, '/rest/v1/rpc/who_am_i', { method: 'POST', body: '{}', bearer });

  test('an expired one: 401 PGRST303 for data, 403 bad_jwt for the person', async () => {
    expect((await ask(token)).status).toBe(200);
    clockShift = 3_601_000;
    try {
      const answer = await ask(token);
      expect([answer.status, answer.body['code'], answer.body['message']]).toEqual([
        401,
        'PGRST303',
        'JWT expired',
      ]);
      const user = await raw(cloud, '/auth/v1/user', { bearer: token });
      expect([user.status, user.body['code']]).toEqual([403, 'bad_jwt']);
    } finally {
      clockShift = 0;
    }
  });

  test('forged in every way that is known', async () => {
    const claims = decodeJwt(token);
    const stranger = await generateKeyPair('ES256');
    const jwks = (await (await fetch(`${cloud.url}/auth/v1/.well-known/jwks.json`)).json()) as {
      keys: { x: string; kid: string; d?: string }[];
    };
    expect(jwks.keys[0]?.d).toBeUndefined();
    const [header, body, signature] = token.split('.') as [string, string, string];
    const raised = Buffer.from(JSON.stringify({ ...claims, role: 'service_role' })).toString('base64url');
    const forgeries = {
      'another key': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', kid: jwks.keys[0]?.kid ?? '' })
        .sign(stranger.privateKey),
      'no signature': new UnsecuredJWT(claims).encode(),
      'the public key as a secret': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .sign(Buffer.from(JSON.stringify(jwks.keys[0]))),
      'a raised role': `${header}.${raised}.${signature}`,
      'a cut signature': `${header}.${body}.${signature.slice(0, -4)}`,
      'an empty one': '..',
      words: 'hello',
    };
    for (const [what, forged] of Object.entries(forgeries)) {
      const answer = await ask(forged);
      expect([what, answer.status, answer.body['code']]).toEqual([what, 401, 'PGRST301']);
      expectDiscreet(answer.text);
      const user = await raw(cloud, '/auth/v1/user', { bearer: forged });
      expect([what, user.status, user.body['code']]).toEqual([what, 403, 'bad_jwt']);
    }
  });

  test('no key, a wrong key, no Bearer', async () => {
    const bare = await fetch(`${cloud.url}/rest/v1/client`);
    expect(bare.status).toBe(401);
    const wrong = await fetch(`${cloud.url}/rest/v1/client`, {
      headers: { apikey: 'sb_secret_guess', authorization: 'Bearer sb_secret_guess' },
    });
    expect(wrong.status).toBe(401);
    const user = await fetch(`${cloud.url}/auth/v1/user`, { headers: { apikey: cloud.publishableKey } });
    expect([user.status, ((await user.json()) as { code: string }).code]).toEqual([401, 'no_authorization']);
    // The secret key as Bearer beside the public one is no key but a bad token.
    const mixed = await raw(cloud, '/rest/v1/client', { bearer: cloud.secretKey });
    expect([mixed.status, mixed.body['code']]).toEqual([401, 'PGRST301']);
  });
});

describe('SQL where names belong', () => {
  const payloads = [
    'client; drop table client',
    'client"; drop table client; --',
    "client' or '1'='1",
    'client--',
    'pg_shadow',
    '../auth/v1/user',
  ];

  test('in the path', async () => {
    for (const name of payloads) {
      for (const path of [
        `/rest/v1/${encodeURIComponent(name)}`,
        `/rest/v1/rpc/${encodeURIComponent(name)}`,
      ]) {
        const answer = await raw(cloud, path, { bearer: token });
        expect([path, answer.status]).toEqual([path, 404]);
        expectDiscreet(answer.text);
      }
    }
    await stillWell();
  });

  test('in arguments, columns, orders and values', async () => {
    const hostile = '"; drop table public.client; --';
    const args = await raw(cloud, '/rest/v1/rpc/total', {
      method: 'POST',
      body: JSON.stringify({ [hostile]: 1 }),
      bearer: token,
    });
    expect([args.status, args.body['code']]).toEqual([404, 'PGRST202']);
    for (const query of [
      `select=${hostile}`,
      `order=${hostile}`,
      `select=id::${hostile}`,
      `${hostile}=eq.1`,
      'select=id::text;drop',
      'select=(select 1)',
    ]) {
      const answer = await raw(
        cloud,
        `/rest/v1/client?${query.split('=').map(encodeURIComponent).join('=')}`,
        { bearer: token },
      );
      expect([query, answer.status]).toEqual([query, 400]);
      expectDiscreet(answer.text);
    }
    const value = await raw(
      cloud,
      `/rest/v1/client?select=id&name=eq.${encodeURIComponent("x' or true --")}`,
      { bearer: token },
    );
    expect([value.status, value.text]).toEqual([200, '[]']);
    const quoted = await raw(
      cloud,
      `/rest/v1/client?select=${encodeURIComponent('"id\\" from pg_shadow --"')}`,
      { bearer: token },
    );
    expect([quoted.status, quoted.body['code']]).toEqual([400, '42703']);
    await stillWell();
  });

  test('in headers', async () => {
    const answer = await raw(cloud, '/rest/v1/client?select=id', {
      bearer: token,
      headers: { 'accept-profile': 'public; drop schema public' },
    });
    expect([answer.status, answer.body['code']]).toEqual([406, 'PGRST106']);
    const cookie = await raw(cloud, '/rest/v1/rpc/who_am_i', {
      method: 'POST',
      body: '{}',
      bearer: token,
      headers: { 'x-story': `', true); drop table client; --`, cookie: `till='; drop table client` },
    });
    expect(cookie.body['header']).toBe(`', true); drop table client; --`);
    await stillWell();
  });
});

describe('what is no request of ours', () => {
  test('unknown paths and methods, in each interface’s own words', async () => {
    expect((await raw(cloud, '/rest/v1/')).status).toBe(404);
    expect((await raw(cloud, '/auth/v1/nothing')).status).toBe(404);
    expect((await raw(cloud, '/')).status).toBe(404);
    expect((await raw(cloud, '/storage/v1/object/x')).status).toBe(404);
    expect((await raw(cloud, '/rest/v1/rpc/%E0%A4%A')).status).toBe(400);
  });

  test('bytes that are no HTTP are closed, and the cloud goes on', async () => {
    const { port } = new URL(cloud.url);
    const said = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write('\u0016\u0003\u0001 nonsense\r\n\r\n'),
      );
      let text = '';
      socket.on('data', (data) => (text += String(data)));
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    expect(said).toMatch(/^HTTP\/1\.1 400/);
    await stillWell();
  });

  test('health is open to all and says no more than that', async () => {
    const health = await fetch(`${cloud.url}/health`);
    expect([health.status, await health.text()]).toEqual([200, '{"status":"ok"}']);
  });
});
