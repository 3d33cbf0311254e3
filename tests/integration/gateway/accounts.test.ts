import { decodeJwt } from 'jose';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestCloud } from '../../fixtures/cloud.ts';
import { type Mailbox, openMailbox } from '../../fixtures/mailbox.ts';
import { clientOf, PASSWORD, raw, signedInClient, startSalonCloud } from './support/salon-cloud.ts';

/** Accounts that people make, and passwords that they forgot: the real client and a real SMTP server. */

const MINUTE_MS = 60_000;
let mailbox: Mailbox;
let cloud: TestCloud;
/** The gateway's clock goes ahead of ours by this. */
let ahead = 0;
const now = (): number => Date.now() + ahead;

beforeAll(async () => {
  mailbox = await openMailbox();
  cloud = await startSalonCloud({ now, mail: { smtpUrl: mailbox.smtpUrl, from: 'console@salon.example' } });
});
afterAll(async () => {
  await cloud?.stop();
  await mailbox?.close();
});

const anyone = (at: TestCloud = cloud) => clientOf(at, at.publishableKey);
const post = (path: string, body: unknown, at: TestCloud = cloud): ReturnType<typeof raw> =>
  raw(at, `/auth/v1${path}`, { method: 'POST', body: JSON.stringify(body) });
/** Asks for a code and reads it; a minute later, because an address gets one e-mail a minute. */
async function recoveryCode(email: string): Promise<string> {
  ahead += MINUTE_MS;
  expect((await anyone().auth.resetPasswordForEmail(email)).error).toBeNull();
  return mailbox.nextCodeFor(email);
}

describe('signing up', () => {
  test('makes an account that is signed in at once and knows its address', async () => {
    const client = anyone();
    const { data, error } = await client.auth.signUp({ email: 'Zanele@salon.example', password: PASSWORD });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({ email: 'zanele@salon.example', role: 'authenticated' });
    expect(data.user?.email_confirmed_at).toBeTruthy();
    expect(decodeJwt(data.session?.access_token ?? '')).toMatchObject({ email: 'zanele@salon.example' });
    expect((await client.rpc('who_am_i')).data).toMatchObject({ email: 'zanele@salon.example' });
    await signedInClient(cloud, 'zanele@salon.example');
  });

  test('refuses a taken address, a weak password with its reasons, and no address at all', async () => {
    await cloud.createUser({ email: 'taken@salon.example', password: PASSWORD });
    const taken = await anyone().auth.signUp({ email: 'TAKEN@salon.example', password: PASSWORD });
    expect([taken.error?.status, taken.error?.code]).toEqual([422, 'user_already_exists']);
    const weak = await anyone().auth.signUp({ email: 'weak@salon.example', password: '12345' });
    expect(weak.error).toMatchObject({ code: 'weak_password', status: 422, reasons: ['length'] });
    const long = await anyone().auth.signUp({ email: 'long@salon.example', password: 'x'.repeat(73) });
    expect([long.error?.status, long.error?.code]).toEqual([422, 'validation_failed']);
    const none = await post('/signup', { email: 'nobody', password: PASSWORD });
    expect([none.status, none.body['code']]).toEqual([400, 'validation_failed']);
    const array = await post('/signup', { email: ['a@b.c'], password: PASSWORD });
    expect(array.status).toBe(400);
  });

  test('twice at the same moment makes one account', async () => {
    const body = { email: 'twins@salon.example', password: PASSWORD };
    const answers = await Promise.all([post('/signup', body), post('/signup', body)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
  });

  test('is slowed down from one address, and can be switched off', async () => {
    const strict = await startSalonCloud({ rateLimit: { burst: 2, perFiveMinutes: 1 }, signUp: 'off' });
    try {
      const off = await anyone(strict).auth.signUp({ email: 'me@salon.example', password: PASSWORD });
      expect([off.error?.status, off.error?.code]).toEqual([422, 'signup_disabled']);
      await post('/signup', {}, strict);
      const slow = await post('/signup', {}, strict);
      expect([slow.status, slow.body['code']]).toEqual([429, 'over_request_rate_limit']);
    } finally {
      await strict.stop();
    }
  });

  test('where addresses are confirmed first, a code from the e-mail opens the account', async () => {
    const careful = await startSalonCloud({
      now,
      signUp: 'confirm',
      mail: { smtpUrl: mailbox.smtpUrl, from: 'console@salon.example' },
    });
    try {
      const email = 'sipho@salon.example';
      const client = anyone(careful);
      const made = await client.auth.signUp({ email, password: PASSWORD });
      expect([made.error, made.data.session]).toEqual([null, null]);
      expect(made.data.user).toMatchObject({ email });
      const early = await client.auth.signInWithPassword({ email, password: PASSWORD });
      expect(early.error?.code).toBe('email_not_confirmed');
      const code = await mailbox.nextCodeFor(email);
      const wrong = await client.auth.verifyOtp({ email, token: '000000', type: 'signup' });
      expect([wrong.error?.status, wrong.error?.code]).toEqual([403, 'otp_expired']);
      const { data, error } = await client.auth.verifyOtp({ email, token: code, type: 'signup' });
      expect(error).toBeNull();
      expect(data.user?.email_confirmed_at).toBeTruthy();
      expect((await client.auth.signInWithPassword({ email, password: PASSWORD })).error).toBeNull();

      // Somebody else tries the address: told the same as with a free one, with nobody behind it.
      ahead += MINUTE_MS;
      const again = await anyone(careful).auth.signUp({ email, password: 'another-one-9' });
      expect([again.error, again.data.user?.identities]).toEqual([null, []]);
      expect((await client.auth.signInWithPassword({ email, password: PASSWORD })).error).toBeNull();
    } finally {
      await careful.stop();
    }
    await expect(startSalonCloud({ signUp: 'confirm' })).rejects.toThrow(/sends e-mail/);
  });
});

describe('a forgotten password', () => {
  test('is replaced with the code from the e-mail; other sessions end, the old one opens nothing', async () => {
    const email = 'forgetful@salon.example';
    await cloud.createUser({ email, password: PASSWORD });
    const elsewhere = await signedInClient(cloud, email);
    const code = await recoveryCode(email);
    const client = anyone();
    const { data, error } = await client.auth.verifyOtp({ email, token: code, type: 'recovery' });
    expect(error).toBeNull();
    expect(data.user?.email).toBe(email);
    const same = await client.auth.updateUser({ password: PASSWORD });
    expect([same.error?.status, same.error?.code]).toEqual([422, 'same_password']);
    const weak = await client.auth.updateUser({ password: 'short' });
    expect(weak.error).toMatchObject({ code: 'weak_password', reasons: ['length'] });
    expect((await client.auth.updateUser({ password: 'a-better-one-12' })).error).toBeNull();
    expect((await elsewhere.auth.refreshSession()).error?.code).toBe('refresh_token_not_found');
    const old = await anyone().auth.signInWithPassword({ email, password: PASSWORD });
    expect(old.error?.code).toBe('invalid_credentials');
    const fresh = await anyone().auth.signInWithPassword({ email, password: 'a-better-one-12' });
    expect(fresh.error).toBeNull();

    const replay = await anyone().auth.verifyOtp({ email, token: code, type: 'recovery' });
    expect([replay.error?.status, replay.error?.code]).toEqual([403, 'otp_expired']);
  });

  test('an unknown address is answered as a known one, letter aside', async () => {
    ahead += MINUTE_MS;
    await cloud.createUser({ email: 'known@salon.example', password: PASSWORD });
    const before = mailbox.letters.length;
    const unknown = await post('/recover', { email: 'nobody@salon.example' });
    const known = await post('/recover', { email: 'known@salon.example' });
    expect([unknown.status, unknown.text]).toEqual([known.status, known.text]);
    await mailbox.nextTo('known@salon.example');
    expect(mailbox.letters.length).toBe(before + 1);
    // So are the ones that come too soon.
    const [soon, sooner] = [
      await post('/recover', { email: 'Nobody@salon.example' }),
      await post('/recover', { email: 'known@salon.example' }),
    ];
    expect([soon.status, soon.body['code']]).toEqual([429, 'over_email_send_rate_limit']);
    expect([sooner.status, sooner.text]).toEqual([soon.status, soon.text]);
  });

  test('a code ends after an hour, with the next one, and is nobody else’s', async () => {
    await cloud.createUser({ email: 'late@salon.example', password: PASSWORD });
    await cloud.createUser({ email: 'other@salon.example', password: PASSWORD });
    const check = async (email: string, token: string): Promise<string | undefined> =>
      (await anyone().auth.verifyOtp({ email, token, type: 'recovery' })).error?.code;
    const first = await recoveryCode('late@salon.example');
    expect(await check('other@salon.example', first)).toBe('otp_expired');
    const second = await recoveryCode('late@salon.example');
    if (first !== second) expect(await check('late@salon.example', first)).toBe('otp_expired');
    ahead += 61 * MINUTE_MS;
    expect(await check('late@salon.example', second)).toBe('otp_expired');
    const third = await recoveryCode('late@salon.example');
    expect(await check('Late@salon.example', third)).toBeUndefined();
  });

  test('guessing is stopped long before six digits are through', async () => {
    await cloud.createUser({ email: 'target@salon.example', password: PASSWORD });
    await recoveryCode('target@salon.example');
    const codes: unknown[] = [];
    for (let guess = 0; guess < 11; guess += 1) {
      const body = { email: 'target@salon.example', token: `x${String(guess)}`, type: 'recovery' };
      codes.push((await post('/verify', body)).body['code']);
    }
    expect(codes).toEqual([...Array.from({ length: 10 }, () => 'otp_expired'), 'over_request_rate_limit']);
  });

  test('nonsense is refused, never with a fault', async () => {
    for (const body of [
      {},
      { email: 'x' },
      { email: 'a@b.example\r\nBcc: all@b.example' },
      { email: 'a@b.example', token: '1', type: 'magic' },
    ]) {
      expect((await post('/verify', body)).status).toBe(400);
    }
    expect((await post('/recover', { email: 'a@b.example\nBcc: c@d.example' })).status).toBe(400);
    expect((await raw(cloud, '/auth/v1/recover', { method: 'POST', body: '{' })).body['code']).toBe(
      'bad_json',
    );
  });

  test('the database keeps no code, and a banned person gets no session by one', async () => {
    const email = 'banned@salon.example';
    const id = await cloud.createUser({ email, password: PASSWORD });
    const code = await recoveryCode(email);
    const admin = new pg.Client({ connectionString: cloud.adminUrl });
    await admin.connect();
    const kept = await admin.query('select recovery_token from auth.users where id = $1', [id]);
    await admin.end();
    expect(JSON.stringify(kept.rows)).not.toContain(code);
    const boss = clientOf(cloud, cloud.secretKey).auth.admin;
    await boss.updateUserById(id, { ban_duration: '24h' });
    const banned = await anyone().auth.verifyOtp({ email, token: code, type: 'recovery' });
    expect(banned.error?.code).toBe('user_banned');
  });

  test('without an SMTP server the cloud says so, and a server that refuses shows to nobody', async () => {
    const silent = await startSalonCloud();
    try {
      const { error } = await anyone(silent).auth.resetPasswordForEmail('a@salon.example');
      expect([error?.status, error?.code]).toEqual([422, 'email_provider_disabled']);
    } finally {
      await silent.stop();
    }
    const broken = await openMailbox();
    broken.refuse();
    const other = await startSalonCloud({ mail: { smtpUrl: broken.smtpUrl, from: 'console@salon.example' } });
    try {
      await other.createUser({ email: 'a@salon.example', password: PASSWORD });
      expect((await post('/recover', { email: 'a@salon.example' }, other)).status).toBe(200);
    } finally {
      await other.stop();
      await broken.close();
    }
    expect(broken.letters).toEqual([]);
  });
});
