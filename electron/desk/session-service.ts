import { DAY, MINUTE } from '../../src/base/time.ts';
import type {
  EnrolmentChoice,
  EnrolmentQuestion,
  PersonOnPc,
  SessionState,
} from '../../src/contracts/desk-api.ts';
import type { DeskInit } from '../../src/contracts/main-api.ts';
import type { RemotePort, RemoteSession } from '../../src/contracts/ports.ts';
import { type CommandContext, rejection } from '../../src/domain/command.ts';
import { PLATFORM_SCOPE } from '../../src/domain/tables.ts';
import type { PcPerson } from '../../src/replica/people.ts';
import { CallRefused, refusedByCloud } from './call-failure.ts';
import type { DeskClock } from './desk-clock.ts';
import type { DeskLog } from './desk-log.ts';
import {
  asksBeforeEnrolment,
  enrol,
  enrolmentQuestion,
  type Membership,
  membershipsOf,
} from './enrolment.ts';
import { issuedAt } from './issued-at.ts';
import { rememberHome } from './last-home.ts';
import type { Workspace } from './workspace.ts';

/** The demo's PIN for everybody; the sign-in screen says so. */
export const DEMO_PIN = '1234';
/** People are warned a week before their PIN needs a sign-in online. */
const WARN_DAYS = 7;

export type SessionService = {
  readonly state: () => SessionState;
  readonly workspace: () => Workspace | null;
  /** The member who is signed in; null while locked, signed out or asked for a first PIN. */
  readonly signedIn: () => string | null;
  readonly signIn: (email: string, password: string) => Promise<void>;
  /** A session by e-mail address and password, and nothing else yet. Throws WRONG_PASSWORD and the like. */
  readonly sessionFor: (email: string, password: string) => Promise<RemoteSession>;
  /** Goes on from a session that was had in another way: an invitation, a code. */
  readonly signInWith: (session: RemoteSession) => Promise<void>;
  /** The first PIN of whoever signed in. */
  /** Answers the phase `enrolling`. */
  readonly enrol: (choice: EnrolmentChoice) => Promise<void>;
  readonly setPin: (pin: string) => Promise<void>;
  /** Another PIN for whoever is signed in; a wrong old one counts as when unlocking. */
  readonly changePin: (old: string, pin: string) => Promise<void>;
  /** Takes somebody's PIN on this PC away: they sign in online next. For owners and managers. */
  readonly clearPin: (memberId: string) => void;
  readonly unlock: (memberId: string, pin: string) => Promise<void>;
  readonly lock: () => void;
  readonly signOut: () => Promise<void>;
  /** The workspace and who is at it; throws SIGNED_OUT or LOCKED. */
  readonly atWork: () => { readonly workspace: Workspace; readonly person: PcPerson };
  /** For new work: throws READ_ONLY as well. */
  readonly writing: () => { readonly workspace: Workspace; readonly context: CommandContext };
  /** The present person's own session with the cloud. */
  readonly ownSession: () => Promise<RemoteSession>;
  /** Resolves for an owner or manager in their own session, also one who is about to enrol this PC. */
  readonly managing: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type SessionWorld = {
  readonly init: DeskInit;
  readonly clock: DeskClock;
  readonly log: DeskLog;
  /** For sign-ins, before there is a workspace; null without a cloud. */
  readonly remote: () => RemotePort | null;
  /** What is known of the cloud, for the sign-in screen. */
  readonly cloud: () => SessionState['cloud'];
  readonly open: (home: string) => Workspace;
  /** Removes the closed file of a business that this PC was not enrolled for. */
  readonly discard: (home: string) => void;
  readonly onChange: () => void;
};

const DEVICE_NAME = 'device.name';
/** A fresh token is some seconds old at most; more is the PC's clock. */
const CLOCK_BELIEVED_MS = MINUTE;

/** As the business calls it now; as it was enrolled until its own row has arrived. */
function nameOfThisPc({ replica, home, platform, enrolled }: Workspace): string | null {
  const kept = replica.settings.get(DEVICE_NAME);
  if (platform || !enrolled()) return kept;
  const rows = replica.query('devices', {}, { scope: home, now: 0, showNames: false });
  return rows.find(({ isThisPc }) => isThisPc)?.name ?? kept;
}

/** Only who could unlock this desk by PIN: with another file in its place nobody is resumed. */
function personToResume({ resumeAs }: DeskInit, opened: Workspace | null): PcPerson | null {
  if (!opened || resumeAs === undefined) return null;
  const person = opened.replica.people.get(opened.home, resumeAs);
  return person?.hasPin === true ? person : null;
}

/** `opened`: the workspace of the last time; its people come back to a locked desk, with or without a network. */
export function createSessionService(world: SessionWorld, opened: Workspace | null): SessionService {
  const { init, clock, log } = world;
  let workspace = opened;
  const resumed = personToResume(init, opened);
  const canUnlock = opened?.replica.people.list(opened.home).some(({ hasPin }) => hasPin) === true;
  let phase: SessionState['phase'] = resumed ? 'signed_in' : canUnlock ? 'locked' : 'signed_out';
  let personId: string | null = resumed?.memberId ?? null;
  let pinExpired = resumed !== null && resumed.pinExpiresAt <= clock.corrected.now();
  /** Who signed in on a PC that the business does not know yet, until they have said what it may hold. */
  let enrolling: {
    readonly session: RemoteSession;
    readonly membership: Membership;
    readonly question: EnrolmentQuestion;
  } | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  /** One at a time: two sign-ins at once would open the same file twice. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => {});
    return mine;
  };

  const present = (): PcPerson | null =>
    workspace && personId !== null ? workspace.replica.people.get(workspace.home, personId) : null;

  const toPerson = (person: PcPerson): PersonOnPc => {
    const daysLeft = Math.max(0, Math.floor((person.pinExpiresAt - clock.corrected.now()) / DAY));
    return {
      memberId: person.memberId,
      name: person.name,
      role: person.role,
      hasPin: person.hasPin,
      pinDaysLeft: person.hasPin && daysLeft <= WARN_DAYS ? daysLeft : null,
      pinUntil: person.hasPin ? clock.onScreen(person.pinExpiresAt) : null,
    };
  };

  const readOnly = (): SessionState['readOnly'] => {
    const state = workspace?.engine()?.status().state;
    if (state === 'disk_full' || state === 'device_refused') return state;
    return pinExpired ? 'pin_expired' : null;
  };

  const state = (): SessionState => {
    const record =
      workspace?.enrolled() && phase !== 'signed_out' ? workspace.replica.scopes.get(workspace.home) : null;
    const person = phase === 'signed_in' || phase === 'pin_needed' ? present() : null;
    return {
      phase,
      enrolment: phase === 'enrolling' ? (enrolling?.question ?? null) : null,
      scope: record
        ? { id: record.scope, name: record.scopeName, platform: workspace?.platform === true }
        : null,
      cloud: world.cloud(),
      person: person ? toPerson(person) : null,
      people: workspace ? workspace.replica.people.list(workspace.home).map(toPerson) : [],
      deviceName: workspace ? nameOfThisPc(workspace) : null,
      demo: init.demo
        ? {
            signIns: init.demo.signIns.map(({ role, label, email }) => ({ role, label, email })),
            pin: DEMO_PIN,
          }
        : null,
      unprotectedKey: init.unprotectedKey,
      clockOffsetMs: clock.screenOffsetMs(),
      readOnly: readOnly(),
    };
  };

  const become = (memberId: string | null, next: SessionState['phase']): void => {
    personId = memberId;
    phase = next;
    if (memberId !== null) workspace?.setPresent(memberId);
    world.onChange();
  };

  const needRemote = (): RemotePort => {
    const remote = world.remote();
    if (remote) return remote;
    throw new CallRefused('OFFLINE', 'no cloud is configured');
  };

  const greetOnline = (at: Workspace, membership: Membership, session: RemoteSession): void => {
    // On a new PC this comes before the first hello: a clock that is a year off must not date the sign-in.
    const told = issuedAt(session.accessToken);
    const off = told === null ? 0 : told - clock.corrected.now();
    if (Math.abs(off) > CLOCK_BELIEVED_MS) clock.setOffset(clock.offsetMs() + off);
    at.replica.people.signedInOnline(
      at.home,
      {
        memberId: membership.member_id,
        name: membership.member_name,
        role: membership.role,
        email: session.email,
        userId: session.userId,
      },
      clock.corrected.now(),
    );
    at.keeper?.keep(membership.member_id, session);
  };

  /** A file that was opened for a sign-in which came to nothing. */
  const leaveUnused = async (opened: Workspace): Promise<void> => {
    if (opened === workspace) return;
    const { home } = opened;
    const isUnused = !opened.enrolled();
    await opened.close();
    if (isUnused) world.discard(home);
  };

  /**
   * Opens what the membership names and enrols the PC for it; what was open before stays until that has worked. Answers
   * a question instead where somebody has to say first what this PC may hold.
   */
  const enter = async (
    session: RemoteSession,
    membership: Membership,
    choice: EnrolmentChoice | null,
  ): Promise<Workspace | EnrolmentQuestion> => {
    const remote = needRemote();
    const next = workspace?.home === membership.scope ? workspace : world.open(membership.scope);
    // The cloud knows this PC no more (it was put back, or the file came from elsewhere): somebody who may adds it anew.
    const isRefused = next.engine()?.status().state === 'device_refused';
    const mayEnrol = membership.role === 'owner' || membership.role === 'manager';
    try {
      if (!next.enrolled() || (isRefused && mayEnrol)) {
        if (choice === null && asksBeforeEnrolment(init, membership)) {
          const question = await enrolmentQuestion(remote, init, session, membership);
          await leaveUnused(next);
          return question;
        }
        const { deviceId, deviceSecret, name } = await enrol(remote, init, session, membership, choice);
        const follow = (scope: string, scopeName: string) =>
          next.replica.scopes.follow({
            scope,
            scopeName,
            clientId: next.newClientId(),
            deviceId,
            deviceSecret,
          });
        follow(membership.scope, membership.scope_name);
        if (!next.platform) follow(PLATFORM_SCOPE, 'AppointmentBooking');
        next.replica.settings.set(DEVICE_NAME, name);
      }
    } catch (cause) {
      await leaveUnused(next);
      throw cause;
    }
    if (next !== workspace) {
      await workspace?.close();
      workspace = next;
      rememberHome(init.userDataDir, next.home);
    }
    return next;
  };

  /** Demo: everybody can switch in by PIN from the first minute, with the cable out as well. */
  const introduceDemoPeople = async (at: Workspace): Promise<void> => {
    for (const { email, password } of init.demo?.signIns ?? []) {
      if (at !== workspace || at.replica.people.list(at.home).some((person) => person.email === email))
        continue;
      const session = await needRemote().signIn(email, password);
      if (!session.ok) return;
      const theirs = await needRemote().memberships(session.value);
      const membership = theirs.ok
        ? theirs.value.memberships.find(({ scope }) => scope === at.home)
        : undefined;
      if (!membership || at !== workspace) continue;
      greetOnline(at, membership, session.value);
      await at.replica.people.setPin(at.home, membership.member_id, DEMO_PIN);
      world.onChange();
    }
  };

  const sessionFor = async (email: string, password: string): Promise<RemoteSession> => {
    const session = await needRemote().signIn(email, password);
    if (session.ok) return session.value;
    const { kind, code } = session.error;
    if (kind === 'auth' && code !== 'email_not_confirmed') throw new CallRefused('WRONG_PASSWORD', code);
    throw refusedByCloud(session.error);
  };

  const signInWith = async (session: RemoteSession): Promise<void> => {
    const memberships = await membershipsOf(needRemote(), session);
    const membership = memberships.find(({ scope }) => scope === workspace?.home) ?? memberships[0];
    if (!membership) throw new CallRefused('NO_ACCESS', 'the person belongs to no business here');
    await comeIn(session, membership, null);
  };

  const comeIn = async (
    session: RemoteSession,
    membership: Membership,
    choice: EnrolmentChoice | null,
  ): Promise<void> => {
    const at = await enter(session, membership, choice);
    if (!('replica' in at)) {
      enrolling = { session, membership, question: at };
      become(null, 'enrolling');
      return;
    }
    enrolling = null;
    greetOnline(at, membership, session);
    if (init.demo && at.replica.people.get(at.home, membership.member_id)?.hasPin === false) {
      await at.replica.people.setPin(at.home, membership.member_id, DEMO_PIN);
    }
    pinExpired = false;
    const hasPin = at.replica.people.get(at.home, membership.member_id)?.hasPin === true;
    become(membership.member_id, hasPin ? 'signed_in' : 'pin_needed');
    at.startSync();
    at.engine()?.wake();
    if (init.demo) {
      void introduceDemoPeople(at).catch((cause: unknown) => log('demo people', { message: String(cause) }));
    }
  };

  const atWork: SessionService['atWork'] = () => {
    const person = present();
    if (workspace && person && phase === 'signed_in') return { workspace, person };
    throw phase === 'signed_out' || phase === 'opening'
      ? new CallRefused('SIGNED_OUT', 'nobody is signed in')
      : new CallRefused('LOCKED', 'the desk is locked');
  };

  const ownSession: SessionService['ownSession'] = async () => {
    const { workspace: at, person } = atWork();
    const session = await at.keeper?.live(person.memberId);
    if (!session) throw new CallRefused('OFFLINE', 'no cloud is configured');
    if (!session.ok) throw refusedByCloud(session.error);
    return session.value;
  };

  return {
    state,
    workspace: () => workspace,
    signedIn: () => (phase === 'signed_in' ? personId : null),
    signIn: (email, password) => inTurn(async () => signInWith(await sessionFor(email, password))),
    sessionFor,
    signInWith: (session) => inTurn(() => signInWith(session)),
    enrol: (choice) =>
      inTurn(async () => {
        if (!enrolling) throw new CallRefused('SIGNED_OUT', 'nobody is enrolling this PC');
        await comeIn(enrolling.session, enrolling.membership, choice);
      }),
    setPin: (pin) =>
      inTurn(async () => {
        const person = present();
        if (!workspace || !person || (phase !== 'pin_needed' && phase !== 'signed_in')) {
          throw new CallRefused('SIGNED_OUT', 'nobody is signed in');
        }
        if (person.hasPin) throw new CallRefused('BAD_REQUEST', 'a PIN is changed with the old one');
        await workspace.replica.people.setPin(workspace.home, person.memberId, pin);
        become(person.memberId, 'signed_in');
      }),
    changePin: (old, pin) =>
      inTurn(async () => {
        const { workspace: at, person } = atWork();
        const checked = await at.replica.people.checkPin(
          at.home,
          person.memberId,
          old,
          clock.corrected.now(),
        );
        // One that is too old is still the right one; a new PIN does not make it younger.
        const code = checked.ok ? null : checked.error.code;
        if (code === 'WRONG_PIN') throw new CallRefused('WRONG_PIN', 'the PIN is wrong');
        if (code === 'PIN_BLOCKED' || code === 'NO_PIN')
          throw new CallRefused('PIN_BLOCKED', 'sign in online');
        await at.replica.people.setPin(at.home, person.memberId, pin);
        world.onChange();
      }),
    clearPin: (memberId) => {
      const { workspace: at, person } = atWork();
      if (person.role !== 'owner' && person.role !== 'manager') {
        throw new CallRefused('REJECTED', 'above this role', rejection('forbidden'));
      }
      at.replica.people.clearPin(at.home, memberId);
      log('pin cleared', { memberId, by: person.memberId });
      world.onChange();
    },
    unlock: (memberId, pin) =>
      inTurn(async () => {
        if (!workspace) throw new CallRefused('SIGNED_OUT', 'nobody has signed in on this PC');
        const { people } = workspace.replica;
        const checked = await people.checkPin(workspace.home, memberId, pin, clock.corrected.now());
        const code = checked.ok ? null : checked.error.code;
        if (code === 'WRONG_PIN') throw new CallRefused('WRONG_PIN', 'the PIN is wrong');
        if (code === 'PIN_BLOCKED' || code === 'NO_PIN') {
          throw new CallRefused('PIN_BLOCKED', 'this person has to sign in online');
        }
        // The PIN was right and only too old: the diary may be read, new work waits for a sign-in.
        pinExpired = code === 'PIN_EXPIRED';
        become(memberId, 'signed_in');
        workspace.startSync();
        workspace.engine()?.sessionChanged();
      }),
    lock: () => {
      if (phase === 'signed_in') become(personId, 'locked');
      else if (phase === 'pin_needed') become(null, 'signed_out');
    },
    signOut: () =>
      inTurn(async () => {
        const person = present();
        const remote = world.remote();
        if (enrolling) {
          if (remote) void remote.signOut(enrolling.session);
          enrolling = null;
        }
        if (workspace && person) {
          const session = workspace.replica.people.session(workspace.home, person.memberId);
          workspace.keeper?.forget(person.memberId);
          workspace.setPresent(null);
          if (session && remote) {
            const identity = { userId: person.userId ?? '', email: person.email ?? '' };
            // Offline the cloud's side ends by itself when the token is not renewed.
            void remote.signOut({ ...identity, ...session });
          }
        }
        pinExpired = false;
        become(null, 'signed_out');
      }),
    atWork,
    writing: () => {
      const { workspace: at, person } = atWork();
      const why = readOnly();
      if (why === 'disk_full') throw new CallRefused('DISK_FULL', 'the disk has no room for new work');
      if (why !== null) throw new CallRefused('READ_ONLY', why);
      const { deviceId } = at.replica.scopes.get(at.home);
      const { memberId, role } = person;
      return {
        workspace: at,
        context: { tenantId: at.home, actorId: memberId, deviceId, role, at: clock.screen.now() },
      };
    },
    ownSession,
    managing: async () => {
      if (phase === 'enrolling' && enrolling) return;
      const { person } = atWork();
      if (person.role !== 'owner' && person.role !== 'manager') {
        throw new CallRefused('REJECTED', 'only an owner or manager', rejection('forbidden'));
      }
      await ownSession();
    },
    close: () =>
      inTurn(async () => {
        await workspace?.close();
        workspace = null;
      }),
  };
}
