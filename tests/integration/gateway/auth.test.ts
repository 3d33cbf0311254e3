import { decodeJwt } from 'jose';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestCloud } from '../../fixtures/cloud.ts';
import { PASSWORD, clientOf, raw, signedInClient, startSalonCloud } from './support/salon-cloud.ts';

let cloud: TestCloud;
let admin: pg.Client;
const EMAIL = 'nomsa@salon.example';

beforeAll(async () => {
  cloud = await startSalonCloud();
  await cloud.createUser({ email: EMAIL, password: PASSWORD, app_metadata: { tenant: 'salon' } });
  admin = new pg.Client({ connectionString: cloud.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin?.end();
  await cloud?.stop();
});

function refresh(token: string): ReturnType<typeof raw> {
  return raw(cloud, '/auth/v1/token?grant_type=refresh_token', {
    method: 'POST',
    body: JSON.stringify({ refresh_token: token }),
  });
}

async function signIn(): Promise<{ readonly access: string; readonly refresh: string }> {
  const answer = await raw(cloud, '/auth/v1/token?grant_type=password', {
    method: 'POST',
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  });
  return { access: String(answer.body['access_token']), refresh: String(answer.body['refresh_token']) };
}

describe('signing in', () => {
  test('gives the person, their claims and an hour', async () => {
    const client = clientOf(cloud, cloud.publishableKey);
    const { data, error } = await client.auth.signInWithPassword({
      email: 'Nomsa@Salon.example',
      password: PASSWORD,
    });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({
      email: EMAIL,
      role: 'authenticated',
      aud: 'authenticated',
      app_metadata: { provider: 'email', providers: ['email'], tenant: 'salon' },
    });
    expect(data.user?.identities?.[0]).toMatchObject({ provider: 'email', identity_data: { email: EMAIL } });
    expect(data.session?.expires_in).toBe(3_600);
    const claims = decodeJwt(data.session?.access_token ?? '');
    expect(claims).toMatchObject({
      iss: `${cloud.url}/auth/v1`,
      aud: 'authenticated',
      sub: data.user?.id,
      role: 'authenticated',
      aal: 'aal1',
    });
    // The client fetches the public key and checks the signature by itself.
    expect((await client.auth.getClaims()).data?.claims.sub).toBe(data.user?.id);
    expect((await client.auth.getUser()).data.user?.id).toBe(data.user?.id);
  });

  test('a wrong password and an unknown person sound the same', async () => {
    const client = clientOf(cloud, cloud.publishableKey);
    const wrong = await client.auth.signInWithPassword({ email: EMAIL, password: 'guess' });
    const unknown = await client.auth.signInWithPassword({
      email: 'nobody@salon.example',
      password: 'guess',
    });
    for (const { error } of [wrong, unknown]) {
      expect([error?.status, error?.code, error?.message]).toEqual([
        400,
        'invalid_credentials',
        'Invalid login credentials',
      ]);
    }
  });

  test('the unconfirmed and the banned are told so, after the right password only', async () => {
    const boss = clientOf(cloud, cloud.secretKey).auth.admin;
    const made = await boss.createUser({ email: 'new@salon.example', password: PASSWORD });
    const client = clientOf(cloud, cloud.publishableKey);
    const early = await client.auth.signInWithPassword({ email: 'new@salon.example', password: PASSWORD });
    expect(early.error?.code).toBe('email_not_confirmed');
    const id = made.data.user?.id ?? '';
    await boss.updateUserById(id, { email_confirm: true, ban_duration: '24h' });
    expect(
      (await client.auth.signInWithPassword({ email: 'new@salon.example', password: PASSWORD })).error?.code,
    ).toBe('user_banned');
    await boss.updateUserById(id, { ban_duration: 'none' });
    expect(
      (await client.auth.signInWithPassword({ email: 'new@salon.example', password: PASSWORD })).error,
    ).toBeNull();
  });

  test('passwords written by SQL, as a seed does, are accepted', async () => {
    await admin.query(
      `insert into auth.users (email, encrypted_password, email_confirmed_at)
       values ('seeded@salon.example', extensions.crypt($1, extensions.gen_salt('bf', 10)), now())`,
      [PASSWORD],
    );
    const client = await signedInClient(cloud, 'seeded@salon.example');
    expect((await client.rpc('who_am_i')).data).toMatchObject({ email: 'seeded@salon.example' });
  });
});

describe('refreshing', () => {
  test('the real client gets a new pair and goes on', async () => {
    const client = await signedInClient(cloud, EMAIL);
    const before = (await client.auth.getSession()).data.session;
    const { data, error } = await client.auth.refreshSession();
    expect(error).toBeNull();
    expect(data.session?.refresh_token).not.toBe(before?.refresh_token);
    expect((await client.rpc('who_am_i')).data).toMatchObject({ email: EMAIL });
  });

  test('a lost answer can be asked for again: the parent of the active token returns it', async () => {
    const session = await signIn();
    const first = await refresh(session.refresh);
    const again = await refresh(session.refresh);
    expect([again.status, again.body['refresh_token']]).toEqual([200, first.body['refresh_token']]);
  });

  test('two windows refreshing at once share one child', async () => {
    const session = await signIn();
    const answers = await Promise.all(Array.from({ length: 6 }, () => refresh(session.refresh)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => answer.body['refresh_token'])).size).toBe(1);
  });

  test('an old token used later is a theft: the whole family is revoked', async () => {
    const session = await signIn();
    const second = await refresh(session.refresh);
    const third = await refresh(String(second.body['refresh_token']));
    await admin.query(
      `update auth.refresh_tokens set updated_at = now() - interval '1 minute' where token = $1`,
      [session.refresh],
    );
    const theft = await refresh(session.refresh);
    expect([theft.status, theft.body['code']]).toEqual([400, 'refresh_token_already_used']);
    expect(theft.headers.get('x-sb-error-code')).toBe('refresh_token_already_used');
    const victim = await refresh(String(third.body['refresh_token']));
    expect([victim.status, victim.body['code']]).toEqual([400, 'refresh_token_already_used']);
  });

  test('an unknown token, and one whose session timed out', async () => {
    expect((await refresh('made-up')).body['code']).toBe('refresh_token_not_found');
    const session = await signIn();
    await admin.query(
      `update auth.sessions set not_after = now() - interval '1 minute'
       where id = (select session_id from auth.refresh_tokens where token = $1)`,
      [session.refresh],
    );
    expect((await refresh(session.refresh)).body['code']).toBe('session_expired');
  });
});

describe('signing out', () => {
  test('ends this session or all of them; what is ended refreshes no more', async () => {
    const [here, there, third] = [await signIn(), await signIn(), await signIn()];
    const local = await raw(cloud, '/auth/v1/logout?scope=local', { method: 'POST', bearer: here.access });
    expect(local.status).toBe(204);
    expect((await refresh(here.refresh)).status).toBe(400);
    const gone = await raw(cloud, '/auth/v1/user', { bearer: here.access });
    expect([gone.status, gone.body['code']]).toEqual([403, 'session_not_found']);

    const others = await raw(cloud, '/auth/v1/logout?scope=others', { method: 'POST', bearer: there.access });
    expect(others.status).toBe(204);
    expect((await refresh(third.refresh)).status).toBe(400);
    const mine = await refresh(there.refresh);
    expect(mine.status).toBe(200);

    await raw(cloud, '/auth/v1/logout?scope=global', {
      method: 'POST',
      bearer: String(mine.body['access_token']),
    });
    expect((await refresh(String(mine.body['refresh_token']))).status).toBe(400);
  });

  test('the real client is signed out', async () => {
    const client = await signedInClient(cloud, EMAIL);
    expect((await client.auth.signOut()).error).toBeNull();
    expect((await client.auth.getSession()).data.session).toBeNull();
  });

  test('a new password ends the other sessions and lets nobody in with the old one', async () => {
    await cloud.createUser({ email: 'changes@salon.example', password: PASSWORD });
    const here = await signedInClient(cloud, 'changes@salon.example');
    const there = await signedInClient(cloud, 'changes@salon.example');
    expect((await here.auth.updateUser({ password: 'a-better-one-12' })).error).toBeNull();
    expect((await there.auth.refreshSession()).error?.code).toBe('refresh_token_not_found');
    expect((await here.auth.refreshSession()).error).toBeNull();
    const old = await here.auth.signInWithPassword({ email: 'changes@salon.example', password: PASSWORD });
    expect(old.error?.code).toBe('invalid_credentials');
  });
});

describe('the Admin API', () => {
  test('creates, lists, finds and removes people with the secret key', async () => {
    const boss = clientOf(cloud, cloud.secretKey).auth.admin;
    const made = await boss.createUser({
      email: 'temp@salon.example',
      password: PASSWORD,
      email_confirm: true,
    });
    const id = made.data.user?.id ?? '';
    expect((await boss.listUsers({ perPage: 100 })).data.users.map((user) => user.id)).toContain(id);
    expect((await boss.getUserById(id)).data.user?.email).toBe('temp@salon.example');
    expect((await boss.deleteUser(id)).error).toBeNull();
    expect((await boss.getUserById(id)).error?.code).toBe('user_not_found');
  });

  test('refuses a taken address, a weak password, and everybody else', async () => {
    const boss = clientOf(cloud, cloud.secretKey).auth.admin;
    const taken = await boss.createUser({
      email: EMAIL.toUpperCase(),
      password: PASSWORD,
      email_confirm: true,
    });
    expect([taken.error?.status, taken.error?.code]).toEqual([422, 'email_exists']);
    expect((await boss.createUser({ email: 'weak@salon.example', password: '123' })).error?.code).toBe(
      'weak_password',
    );
    const anyone = await clientOf(cloud, cloud.publishableKey).auth.admin.listUsers();
    expect([anyone.error?.status, anyone.error?.code]).toEqual([403, 'not_admin']);
    const person = await signIn();
    const asPerson = await raw(cloud, '/auth/v1/admin/users', { bearer: person.access });
    expect([asPerson.status, asPerson.body['code']]).toEqual([403, 'not_admin']);
  });
});

test('too many sign-ins from one address are slowed down, refreshes of others are not', async () => {
  const strict = await startSalonCloud({ rateLimit: { burst: 5, perFiveMinutes: 150 } });
  try {
    const attempt = (): ReturnType<typeof raw> =>
      raw(strict, '/auth/v1/token?grant_type=password', {
        method: 'POST',
        body: '{"email":"a@b.example","password":"guess"}',
      });
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1) statuses.push((await attempt()).status);
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429]);
    expect((await attempt()).body['code']).toBe('over_request_rate_limit');
    const refreshed = await raw(strict, '/auth/v1/token?grant_type=refresh_token', {
      method: 'POST',
      body: '{"refresh_token":"x"}',
    });
    expect(refreshed.status).toBe(400);
  } finally {
    await strict.stop();
  }
});
