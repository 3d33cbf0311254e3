import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { asOwner, makePlatformPerson, makeTenant, newId, type TenantFixture } from '../../fixtures/tenant.ts';
import { PLATFORM_SCOPE } from '../../../src/domain/tables.ts';
import { callAs, refusal, rowsOf, signedIn, tenantDesk } from './desk-calls.ts';

const PASSWORD = 'a-password-of-mine';
const DAY_MS = 86_400_000;

type Made = { readonly id: string; readonly token: string; readonly expires_at: number };
type Listed = {
  readonly invitations: readonly {
    readonly id: string;
    readonly email: string;
    readonly invited_by: string;
  }[];
};
type Ask = Awaited<ReturnType<typeof signedIn>>;

describe('invitations', () => {
  let cloud: TestCloud;
  let mine: TenantFixture;
  let theirs: TenantFixture;
  let owner: Ask;
  let manager: Ask;
  let count = 0;
  let email = '';
  beforeAll(async () => {
    cloud = await startTestCloud();
    mine = await makeTenant(cloud, 'Jacaranda');
    theirs = await makeTenant(cloud, 'Theirs');
    owner = await signedIn(cloud, mine.owner);
    manager = await signedIn(cloud, mine.manager);
  });
  afterAll(() => cloud.stop());
  beforeEach(() => {
    count += 1;
    email = `person${String(count)}@salon.example`;
  });

  const invite = (ask: Ask = owner, more: Readonly<Record<string, unknown>> = {}): Promise<Made> =>
    ask('invitation_create', {
      scope: mine.tenantId,
      name: 'Thandi Zulu',
      email,
      role: 'front_desk',
      ...more,
    });
  const look = (token: string): Promise<unknown> =>
    callAs(cloud, cloud.publishableKey, 'invitation_look', { token });
  const account = async (address = email): Promise<Ask> => {
    await cloud.createUser({ email: address, password: PASSWORD });
    return signedIn(cloud, { email: address, password: PASSWORD });
  };
  const members = async (): Promise<readonly Readonly<Record<string, unknown>>[]> =>
    rowsOf(await (await tenantDesk(cloud, mine)).pull(), 'member').filter((row) => row['email'] === email);
  const refused = async (work: Promise<unknown>, parts = 3): Promise<readonly unknown[]> => {
    const { status, body } = await refusal(work);
    return [status, body.message, body.details].slice(0, parts);
  };
  const asTable = <T extends readonly unknown[]>(sql: string, values: T): Promise<unknown> =>
    asOwner(cloud, (client) => client.query(sql, [...values]));

  test('an owner invites, the link is looked at without an account, and accepting makes a member of every desk', async () => {
    const made = await invite();
    expect(made.expires_at - Date.now()).toBeGreaterThan(6.9 * DAY_MS);
    expect(await look(made.token)).toMatchObject({
      business: 'Jacaranda',
      name: 'Thandi Zulu',
      email,
      role: 'front_desk',
      invited_by: 'owner',
    });
    const thandi = await account();
    const accepted = await thandi<{ scope: string; member_id: string }>('invitation_accept', {
      token: made.token,
    });
    expect(accepted.scope).toBe(mine.tenantId);
    expect(await members()).toMatchObject([
      { id: accepted.member_id, name: 'Thandi Zulu', role: 'front_desk', active: true },
    ]);
    expect(await thandi('my_memberships', {})).toMatchObject({
      memberships: [{ scope: mine.tenantId, member_id: accepted.member_id, role: 'front_desk' }],
    });
    // The answer was lost and the desk asks again.
    expect(await thandi('invitation_accept', { token: made.token })).toEqual(accepted);
    const audit = await asOwner(cloud, (client) =>
      client.query('select command, actor_id from audit.event where row_id = $1', [accepted.member_id]),
    );
    expect(audit.rows).toMatchObject([{ command: 'invitation_accept', actor_id: mine.owner.memberId }]);
  });

  test('the token is kept as a hash alone', async () => {
    const { token } = await invite();
    const kept = await asOwner(cloud, (client) =>
      client.query<{ row: string }>('select i::text as row from private.invitation i'),
    );
    expect(kept.rows.length).toBeGreaterThan(0);
    expect(kept.rows.some(({ row }) => row.includes(token))).toBe(false);
  });

  test('each way in which a link is no good has its own answer', async () => {
    expect(await refused(look('made-up'))).toEqual([404, 'SY421', 'unknown']);
    expect(await refused(look(''))).toEqual([404, 'SY421', 'unknown']);
    const withdrawn = await invite();
    await owner('invitation_withdraw', { scope: mine.tenantId, id: withdrawn.id });
    expect(await refused(look(withdrawn.token))).toEqual([410, 'SY422', 'withdrawn']);
    const old = await invite();
    await asTable(`update private.invitation set expires_at = now() - interval '1 second' where id = $1`, [
      old.id,
    ]);
    expect(await refused(look(old.token))).toEqual([410, 'SY424', 'expired']);
    const person = await account();
    for (const [token, code] of [
      ['made-up', 'SY421'],
      [withdrawn.token, 'SY422'],
      [old.token, 'SY424'],
    ]) {
      expect((await refused(person('invitation_accept', { token })))[1]).toBe(code);
    }
    expect(await members()).toEqual([]);
  });

  test('a used link is used, for everybody but the one who used it', async () => {
    const { token } = await invite();
    await (
      await account()
    )('invitation_accept', { token });
    expect(await refused(look(token))).toEqual([410, 'SY423', 'used']);
    const thief = await account(`thief.${email}`);
    expect(await refused(thief('invitation_accept', { token }))).toEqual([410, 'SY423', 'used']);
  });

  test('a link that went astray helps nobody with another address', async () => {
    const { token } = await invite();
    const thief = await account(`thief.${email}`);
    expect(await refused(thief('invitation_accept', { token }))).toEqual([403, 'SY427', 'other_address']);
    expect(await refused(callAs(cloud, cloud.publishableKey, 'invitation_accept', { token }), 1)).toEqual([
      401,
    ]);
  });

  test('renewing makes a new link and ends the old one; a second invitation takes the place of the first', async () => {
    const first = await invite();
    await asTable(`update private.invitation set expires_at = now() - interval '1 day' where id = $1`, [
      first.id,
    ]);
    const renewed = await owner<Made>('invitation_create', { scope: mine.tenantId, id: first.id });
    expect(renewed.id).toBe(first.id);
    expect((await refused(look(first.token)))[1]).toBe('SY421');
    expect(await look(renewed.token)).toMatchObject({ email });
    const second = await invite();
    expect((await refused(look(renewed.token)))[1]).toBe('SY422');
    const { invitations } = await manager<Listed>('invitation_list', { scope: mine.tenantId });
    expect(invitations.filter((one) => one.email === email)).toMatchObject([
      { id: second.id, invited_by: 'owner', role: 'front_desk' },
    ]);
    expect(JSON.stringify(invitations)).not.toContain(second.token);
  });

  test('reception invites nobody and sees no invitation; neither does another business, nor the platform', async () => {
    const { id, token } = await invite();
    const support = await makePlatformPerson(cloud, 'support');
    const others: readonly (readonly [Ask, string])[] = [
      [await signedIn(cloud, mine.frontDesk), 'role'],
      [await signedIn(cloud, theirs.owner), 'not_a_member'],
      [await signedIn(cloud, support), 'not_a_member'],
    ];
    for (const [ask, reason] of others) {
      expect(await refused(invite(ask))).toEqual([403, 'SY403', reason]);
      expect(await refused(ask('invitation_create', { scope: mine.tenantId, id }))).toEqual([
        403,
        'SY403',
        reason,
      ]);
      expect(await refused(ask('invitation_withdraw', { scope: mine.tenantId, id }))).toEqual([
        403,
        'SY403',
        reason,
      ]);
      expect(await refused(ask('invitation_list', { scope: mine.tenantId }))).toEqual([403, 'SY403', reason]);
    }
    const [stranger] = others[1] ?? [];
    if (!stranger) throw new Error('no stranger');
    // Under its own scope another business does not reach the invitation either.
    for (const fn of ['invitation_create', 'invitation_withdraw']) {
      expect(await refused(stranger(fn, { scope: theirs.tenantId, id }), 2)).toEqual([404, 'SY404']);
    }
    const platform = { scope: PLATFORM_SCOPE, name: 'X', email, role: 'front_desk' };
    const asSupport = (await signedIn(cloud, support))('invitation_create', platform);
    expect(await refused(asSupport, 1)).toEqual([403]);
    expect(await look(token)).toMatchObject({ email });
    const nobody = callAs(cloud, cloud.publishableKey, 'invitation_list', { scope: mine.tenantId });
    expect(await refused(nobody, 1)).toEqual([401]);
  });

  test('a token of another business makes a member there, and nowhere else', async () => {
    const { token } = await (
      await signedIn(cloud, theirs.owner)
    )<Made>('invitation_create', {
      scope: theirs.tenantId,
      name: 'Thandi',
      email,
      role: 'manager',
    });
    const person = await account();
    expect(await person('invitation_accept', { token, scope: mine.tenantId })).toMatchObject({
      scope: theirs.tenantId,
    });
    expect(await members()).toEqual([]);
  });

  test('a manager makes no owner: neither by inviting, renewing nor withdrawing', async () => {
    expect(await refused(invite(manager, { role: 'owner' }))).toEqual([403, 'SY403', 'role']);
    const { id, token } = await invite(owner, { role: 'owner' });
    expect(await refused(manager('invitation_create', { scope: mine.tenantId, id }))).toEqual([
      403,
      'SY403',
      'role',
    ]);
    expect(await refused(manager('invitation_withdraw', { scope: mine.tenantId, id }))).toEqual([
      403,
      'SY403',
      'role',
    ]);
    await (
      await account()
    )('invitation_accept', { token });
    expect(await members()).toMatchObject([{ role: 'owner' }]);
  });

  test('somebody who left comes back by an invitation, as who they were and in the new role', async () => {
    const first = await invite();
    const person = await account();
    const { member_id } = await person<{ member_id: string }>('invitation_accept', { token: first.token });
    expect(await refused(invite())).toEqual([409, 'SY425', 'already_member']);
    await asTable('update member set active = false where id = $1', [member_id]);
    expect(await refused(person('invitation_accept', { token: first.token }))).toEqual([
      410,
      'SY423',
      'used',
    ]);
    const again = await invite(owner, { role: 'manager' });
    expect(await person('invitation_accept', { token: again.token })).toMatchObject({ member_id });
    expect(await members()).toMatchObject([{ id: member_id, role: 'manager', active: true }]);
  });

  test('somebody whose account was deleted comes back as who they were', async () => {
    const memberId = newId();
    await asTable(
      `insert into member (id, tenant_id, name, email, role) values ($1, $2, 'Old Thandi', $3, 'front_desk')`,
      [memberId, mine.tenantId, email.toUpperCase()],
    );
    const { token } = await invite();
    expect(await (await account())('invitation_accept', { token })).toMatchObject({ member_id: memberId });
  });

  test('two answers at the same moment make one member', async () => {
    const { token } = await invite();
    const person = await account();
    const answers = await Promise.all([
      person<{ member_id: string }>('invitation_accept', { token }),
      person<{ member_id: string }>('invitation_accept', { token }),
    ]);
    expect(answers[0]).toEqual(answers[1]);
    expect(await members()).toHaveLength(1);
  });

  test.each([
    [{ name: '  ' }],
    [{ email: 'nobody' }],
    [{ email: `${'x'.repeat(250)}@y.za` }],
    [{ role: 'support' }],
    [{ name: null }],
    [{ role: null }],
  ])('nonsense is refused: %j', async (more) => {
    expect(await refused(invite(owner, more), 2)).toEqual([400, 'SY400']);
  });
});
