import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CloudPlace } from '../../../src/contracts/account-port.ts';
import type { CloudChosen, SessionState } from '../../../src/contracts/desk-api.ts';
import { invitationLink, readInvitationLink } from '../../../src/domain/access/invitation-link.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { type Mailbox, openMailbox } from '../../fixtures/mailbox.ts';
import { login, newPc, type Pc, switchOn, type TestDesk } from '../../fixtures/sync/desk-of-pc.ts';
import { asOwner, makeTenant, type TenantFixture } from '../../fixtures/tenant.ts';

/** The ways in, from a desk's side, on a real cloud: a first start, invitations, forgotten passwords, PINs. */

const PASSWORD = 'four words make one';
const DAY_MS = 86_400_000;
let cloud: TestCloud;
let mailbox: Mailbox;
let salon: TenantFixture;
let other: TenantFixture;
let place: CloudPlace;

let email = '';
let count = 0;
const open: (TestDesk | Server)[] = [];

beforeAll(async () => {
  mailbox = await openMailbox();
  cloud = await startTestCloud({
    mail: { smtpUrl: mailbox.smtpUrl, from: 'console@salon.example' },
  });
  salon = await makeTenant(cloud, 'Jacaranda');
  other = await makeTenant(cloud, 'Other');
  place = { url: cloud.url, publishableKey: cloud.publishableKey };
}, 120_000);
afterAll(async () => {
  await cloud.stop();
  await mailbox.close();
});
beforeEach(() => {
  count += 1;
  email = `thandi${String(count)}@salon.example`;
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const desk = (pc: Pc = newPc()): TestDesk => {
  const made = switchOn(cloud, pc);
  open.push(made);
  return made;
};
let pcs = 0;
const newName = (): string => {
  pcs += 1;
  return `Desk ${String(pcs)}`;
};
/** The answer to what an owner or manager is asked on a new PC. */
const addThisPc = (at: TestDesk): Promise<SessionState> =>
  at.call('session.enrol', { name: newName(), locationIds: null, classes: ['ledger', 'special'] });
/** A console that nobody has told anything. */
const newConsole = (): { readonly pc: Pc; readonly desk: TestDesk } => {
  const pc = { ...newPc(), cloud: null };
  return { pc, desk: desk(pc) };
};
const owners = async (): Promise<TestDesk> => {
  const made = desk();
  await made.enrol(salon.owner, { name: newName() });
  await made.call('session.setPin', '2580');
  return made;
};
const invite = async (by: TestDesk, more: Readonly<Record<string, unknown>> = {}): Promise<string> =>
  (
    await by.call<{ link: string }>('invitation.create', {
      name: 'Thandi Zulu',
      email,
      role: 'manager',
      ...more,
    })
  ).link;
const join = (link: string, more: Readonly<Record<string, unknown>> = {}) => ({
  link,
  password: PASSWORD,
  by: 'new',
  code: null,
  ...more,
});
/** Somebody else's server on this machine. */
async function serverThat(answers: RequestListener): Promise<string> {
  const server = createServer(answers);
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

describe('a first start', () => {
  test('with an invitation: the cloud is known, an account made, the PC enrolled, a PIN chosen', async () => {
    const link = await invite(await owners());
    const { pc, desk: fresh } = newConsole();
    expect((await fresh.call<SessionState>('session.state')).cloud).toBeNull();
    const chosen = await fresh.call<CloudChosen>('cloud.choose', { link: `Hi! ${link}` });
    expect(chosen).toEqual({
      url: cloud.url,
      invitation: { business: 'Jacaranda', name: 'Thandi Zulu', email, role: 'manager', invitedBy: 'owner' },
    });
    expect(fresh.kept).toEqual([place]);
    expect((await fresh.call<SessionState>('session.state')).cloud).toEqual({
      url: cloud.url,
      changeable: true,
    });
    expect(await fresh.call('session.join', join(link))).toMatchObject({
      phase: 'enrolling',
      enrolment: { scopeName: 'Jacaranda' },
    });
    const joined = await addThisPc(fresh);
    expect(joined).toMatchObject({
      phase: 'pin_needed',
      scope: { id: salon.tenantId, name: 'Jacaranda' },
      person: { name: 'Thandi Zulu', role: 'manager', hasPin: false, pinUntil: null },
      cloud: { changeable: false },
    });
    await fresh.call('session.setPin', '2580');
    await fresh.complete();
    // Now the PC belongs to a business: no other cloud, and no other way to name one.
    expect(
      await fresh.refusal('cloud.choose', { url: 'https://elsewhere.example', publishableKey: 'k' }),
    ).toBe('OTHER_CLOUD');
    await fresh.close();
    const next = desk({ ...pc, cloud: place });
    expect(
      await next.call('session.unlock', { memberId: joined.person?.memberId, pin: '2580' }),
    ).toMatchObject({
      phase: 'signed_in',
    });
  });

  test('with address and key, and then a password', async () => {
    const { desk: fresh } = newConsole();
    expect(await fresh.refusal('session.signIn', login(salon.owner))).toBe('OFFLINE');
    const chosen = await fresh.call<CloudChosen>('cloud.choose', {
      url: ` ${cloud.url.toUpperCase()}/ `,
      publishableKey: ` ${cloud.publishableKey} `,
    });
    expect(chosen).toEqual({ url: cloud.url, invitation: null });
    expect(await fresh.call('session.signIn', login(salon.owner))).toMatchObject({ phase: 'enrolling' });
  });

  test('each way in which it can be wrong has its own code, and nothing is kept', async () => {
    const { desk: fresh } = newConsole();
    const key = cloud.publishableKey;
    const jwt = (role: string): string =>
      `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify({ role })).toString('base64url')}.x`;
    const answering = (status: number, body: string, type = 'application/json'): Promise<string> =>
      serverThat((_, response) => response.writeHead(status, { 'content-type': type }).end(body));
    const cases: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ['LINK_UNREADABLE', { link: 'https://appointmentbooking.co.za' }],
      ['LINK_UNREADABLE', { link: invitationLink({ ...place, token: 'short' }) }],
      [
        'ADDRESS_NOT_HTTPS',
        { link: invitationLink({ ...place, url: 'http://salon.example', token: 'a'.repeat(64) }) },
      ],
      ['ADDRESS_INVALID', { url: 'salon', publishableKey: key }],
      ['ADDRESS_NOT_HTTPS', { url: 'http://salon.example', publishableKey: key }],
      ['KEY_SECRET', { url: cloud.url, publishableKey: cloud.secretKey }],
      ['KEY_SECRET', { url: cloud.url, publishableKey: jwt('service_role') }],
      ['KEY_REFUSED', { url: cloud.url, publishableKey: jwt('anon') }],
      ['KEY_REFUSED', { url: cloud.url, publishableKey: 'sb_publishable_wrong' }],
      ['KEY_REFUSED', { url: cloud.url, publishableKey: 'schlüssel' }],
      ['ADDRESS_UNREACHABLE', { url: 'http://127.0.0.1:1', publishableKey: key }],
      ['ADDRESS_UNREACHABLE', { url: 'https://nobody.invalid', publishableKey: key }],
      ['NOT_A_CLOUD', { url: await answering(200, '<h1>Hello</h1>', 'text/html'), publishableKey: key }],
      ['NOT_A_CLOUD', { url: await answering(200, 'null'), publishableKey: key }],
      ['NOT_A_CLOUD', { url: await answering(404, '{"error":"not found"}'), publishableKey: key }],
      ['NOT_A_CLOUD', { url: await answering(401, '{"message":"log in first"}'), publishableKey: key }],
      [
        'NOT_A_CLOUD',
        {
          url: await serverThat((_, response) => response.writeHead(302, { location: cloud.url }).end()),
          publishableKey: key,
        },
      ],
      // As hosted Supabase answers: a wrong key, no such function, half a migration, a bad moment.
      [
        'KEY_REFUSED',
        {
          url: await answering(401, '{"message":"Invalid API key","hint":"Double check"}'),
          publishableKey: key,
        },
      ],
      [
        'CLOUD_NOT_PREPARED',
        {
          url: await answering(404, '{"code":"PGRST202","message":"Could not find the function"}'),
          publishableKey: key,
        },
      ],
      [
        'CLOUD_NOT_PREPARED',
        { url: await answering(401, '{"code":"42501","message":"permission denied"}'), publishableKey: key },
      ],
      ['CLOUD_REFUSED', { url: await answering(503, '{}'), publishableKey: key }],
      [
        'CLOCK_WRONG',
        {
          url: await serverThat((_, response) =>
            response
              .writeHead(404, { date: new Date(Date.now() - DAY_MS).toUTCString() })
              .end('{"code":"PT404","message":"SY421","details":"unknown"}'),
          ),
          publishableKey: key,
        },
      ],
      ['INVITATION_UNKNOWN', { link: invitationLink({ ...place, token: 'a'.repeat(64) }) }],
    ];
    for (const [code, which] of cases) {
      expect([which, await fresh.refusal('cloud.choose', which)]).toEqual([which, code]);
    }
    expect(fresh.kept).toEqual([]);
    expect((await fresh.call<SessionState>('session.state')).cloud).toBeNull();
  });

  test('what the environment names is not changed by a person', async () => {
    const fixed = desk();
    expect((await fixed.call<SessionState>('session.state')).cloud).toEqual({
      url: cloud.url,
      changeable: false,
    });
    expect(
      await fixed.refusal('cloud.choose', { url: 'https://elsewhere.example', publishableKey: 'k' }),
    ).toBe('OTHER_CLOUD');
  });
});

describe('an invitation', () => {
  test('withdrawn, expired, replaced and used links are told apart before a password is chosen', async () => {
    const owner = await owners();
    const { desk: fresh } = newConsole();
    const why = (link: string): Promise<string> => fresh.refusal('cloud.choose', { link });
    const first = await invite(owner);
    const listed = await owner.call<readonly { id: string; email: string }[]>('invitation.list');
    const id = listed.find((one) => one.email === email)?.id ?? '';
    const { link: renewed } = await owner.call<{ link: string }>('invitation.create', { id });
    expect(await why(first)).toBe('INVITATION_UNKNOWN');
    await asOwner(cloud, (client) =>
      client.query(`update private.invitation set expires_at = now() - interval '1 minute' where id = $1`, [
        id,
      ]),
    );
    expect(await why(renewed)).toBe('INVITATION_EXPIRED');
    await owner.call('invitation.withdraw', id);
    expect(await why(renewed)).toBe('INVITATION_WITHDRAWN');
    const last = await invite(owner);
    await fresh.call('cloud.choose', { link: last });
    await fresh.call('session.join', join(last));
    expect(await newConsole().desk.refusal('cloud.choose', { link: last })).toBe('INVITATION_USED');
    expect(await owner.refusal('invitation.create', { name: 'T', email, role: 'manager' })).toBe(
      'ALREADY_MEMBER',
    );
  });

  test('is accepted at a desk that works already, also by somebody who may not enrol one', async () => {
    const owner = await owners();
    const link = await invite(owner, { role: 'front_desk' });
    await owner.call('session.lock');
    expect(await owner.call<CloudChosen>('cloud.choose', { link })).toMatchObject({ invitation: { email } });
    expect(await owner.call<SessionState>('session.join', join(link))).toMatchObject({
      phase: 'pin_needed',
      person: { role: 'front_desk' },
    });
    // On a new PC the account is made, but an owner or manager has to come first.
    email = `second.${email}`;
    const again = await owners();
    const second = await invite(again, { role: 'front_desk' });
    const { desk: fresh } = newConsole();
    await fresh.call('cloud.choose', { link: second });
    expect(await fresh.refusal('session.join', join(second))).toBe('NOT_ENROLLED');
    await fresh.enrol(salon.owner, { name: newName() });
    await fresh.call('session.signOut');
    expect(await fresh.call('session.signIn', { email, password: PASSWORD })).toMatchObject({
      phase: 'pin_needed',
    });
  });

  test('somebody with an account accepts with its password', async () => {
    const owner = await owners();
    await cloud.createUser({ email, password: 'an-older-password' });
    const link = await invite(owner);
    const { desk: fresh } = newConsole();
    await fresh.call('cloud.choose', { link });
    expect(await fresh.refusal('session.join', join(link))).toBe('ACCOUNT_EXISTS');
    expect(await fresh.refusal('session.join', join(link, { by: 'existing' }))).toBe('WRONG_PASSWORD');
    expect(
      await fresh.call('session.join', join(link, { by: 'existing', password: 'an-older-password' })),
    ).toMatchObject({ phase: 'enrolling' });
  });

  test('of another cloud is no good at a desk that works', async () => {
    const owner = await owners();
    const link = await invite(owner);
    const { token = '' } = readInvitationLink(link) ?? {};
    const foreign = invitationLink({ ...place, url: 'https://elsewhere.example', token });
    expect(await owner.refusal('cloud.choose', { link: foreign })).toBe('OTHER_CLOUD');
    expect(await owner.refusal('session.join', join(foreign))).toBe('OTHER_CLOUD');
    expect(await owner.refusal('session.join', join(link, { password: 'short' }))).toBe('WEAK_PASSWORD');
  });

  test('needs the cloud, a person at the desk, and the right to invite', async () => {
    const owner = await owners();
    await owner.call('sync.setCable', false);
    expect(await owner.refusal('invitation.list')).toBe('OFFLINE');
    await owner.call('sync.setCable', true);
    await owner.call('session.lock');
    expect(await owner.refusal('invitation.list')).toBe('LOCKED');
    await owner.call('session.signIn', login(salon.frontDesk));
    await owner.call('session.setPin', '2580');
    expect(await owner.refusal('invitation.create', { name: 'T', email, role: 'front_desk' })).toBe(
      'CLOUD_REFUSED',
    );
    const theirs = desk();
    await theirs.enrol(other.owner, { name: newName() });
    await theirs.call('session.setPin', '2580');
    expect((await theirs.call<readonly unknown[]>('invitation.list')).length).toBe(0);
  });

  test('where addresses are confirmed first, the desk waits for the e-mail', async () => {
    const careful = await startTestCloud({
      signUp: 'confirm',
      mail: { smtpUrl: mailbox.smtpUrl, from: 'console@salon.example' },
    });
    open.push({ close: () => careful.stop() } as unknown as TestDesk);
    const tenant = await makeTenant(careful);
    const at = (pc: Pc): TestDesk => {
      const made = switchOn(careful, pc);
      open.unshift(made);
      return made;
    };
    const owner = at(newPc());
    await owner.enrol(tenant.owner, { name: newName() });
    await owner.call('session.setPin', '2580');
    const link = await invite(owner);
    const fresh = at({ ...newPc(), cloud: null });
    await fresh.call('cloud.choose', { link });
    expect(await fresh.refusal('session.join', join(link))).toBe('EMAIL_NOT_CONFIRMED');
    expect(await fresh.refusal('session.join', join(link, { by: 'existing' }))).toBe('EMAIL_NOT_CONFIRMED');
    const code = await mailbox.nextCodeFor(email);
    expect(await fresh.refusal('session.join', join(link, { by: 'code', code: '000000' }))).toBe(
      'CODE_WRONG',
    );
    expect(await fresh.call('session.join', join(link, { by: 'code', code }))).toMatchObject({
      phase: 'enrolling',
    });
  });
});

describe('a forgotten password', () => {
  test('is replaced by a code; a refused password costs no second code', async () => {
    const pc = desk();
    await cloud.createUser({ email, password: 'the-one-forgotten' });
    await asOwner(cloud, (client) =>
      client.query(
        `insert into member (id, tenant_id, user_id, name, email, role)
         select gen_random_uuid(), $1, id, 'Forgetful', email, 'manager' from auth.users where email = $2`,
        [salon.tenantId, email],
      ),
    );
    await pc.call('password.request', email);
    expect(await pc.refusal('password.request', email)).toBe('TOO_OFTEN');
    const code = await mailbox.nextCodeFor(email);
    const reset = (password: string, typed = code) => ({ email, code: typed, password });
    expect(await pc.refusal('session.resetPassword', reset(PASSWORD, '000000'))).toBe('CODE_WRONG');
    expect(await pc.refusal('session.resetPassword', reset('short'))).toBe('WEAK_PASSWORD');
    expect(await pc.refusal('session.resetPassword', reset('the-one-forgotten'))).toBe('SAME_PASSWORD');
    expect(await pc.call('session.resetPassword', reset(PASSWORD))).toMatchObject({ phase: 'enrolling' });
    expect(await pc.refusal('session.resetPassword', reset('another one here'))).toBe('CODE_WRONG');
    await pc.call('session.signOut');
    expect(await pc.refusal('session.signIn', { email, password: 'the-one-forgotten' })).toBe(
      'WRONG_PASSWORD',
    );
    await pc.call('session.signIn', { email, password: PASSWORD });
  });

  test('an address that nobody has sounds the same, and a cloud without e-mail says so', async () => {
    await desk().call('password.request', `nobody.${email}`);
    const silent = await startTestCloud();
    const at = switchOn(silent);
    open.push(at, { close: () => silent.stop() } as unknown as TestDesk);
    expect(await at.refusal('password.request', email)).toBe('NO_EMAIL');
  });
});

describe('PINs', () => {
  test('one changes the own PIN with the old one; wrong ones count', async () => {
    const pc = await owners();
    const [{ memberId = '' } = {}] = (await pc.call<SessionState>('session.state')).people;
    expect(await pc.refusal('session.setPin', '9753')).toBe('BAD_REQUEST');
    expect(await pc.refusal('session.changePin', { old: '0000', pin: '9753' })).toBe('WRONG_PIN');
    const state = await pc.call<SessionState>('session.changePin', { old: '2580', pin: '9753' });
    const daysLeft = ((state.person?.pinUntil ?? 0) - Date.now()) / DAY_MS;
    expect(Math.round(daysLeft)).toBe(30);
    await pc.call('session.lock');
    expect(await pc.refusal('session.unlock', { memberId, pin: '2580' })).toBe('WRONG_PIN');
    await pc.call('session.unlock', { memberId, pin: '9753' });
    for (let guess = 0; guess < 4; guess += 1) {
      expect(await pc.refusal('session.changePin', { old: '0000', pin: '1111' })).toBe('WRONG_PIN');
    }
    expect(await pc.refusal('session.changePin', { old: '0000', pin: '1111' })).toBe('PIN_BLOCKED');
  });

  test('a manager clears a PIN and the person signs in online next; reception clears none', async () => {
    const pc = await owners();
    const owner = (await pc.call<SessionState>('session.state')).person?.memberId;
    await pc.call('session.lock');
    await pc.call('session.signIn', login(salon.frontDesk));
    await pc.call('session.setPin', '1470');
    const reception = (await pc.call<SessionState>('session.state')).person?.memberId;
    expect(await pc.refusal('session.clearPin', owner)).toBe('REJECTED');
    await pc.call('session.lock');
    await pc.call('session.unlock', { memberId: owner, pin: '2580' });
    const { people } = await pc.call<SessionState>('session.clearPin', reception);
    expect(people.find(({ memberId }) => memberId === reception)).toMatchObject({
      hasPin: false,
      pinUntil: null,
    });
    await pc.call('session.lock');
    expect(await pc.refusal('session.unlock', { memberId: reception, pin: '1470' })).toBe('PIN_BLOCKED');
    expect(await pc.call('session.signIn', login(salon.frontDesk))).toMatchObject({ phase: 'pin_needed' });
  });
});
