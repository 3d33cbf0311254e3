import { type Clock, type Instant, MINUTE } from '../../src/base/time.ts';
import type {
  AccountPort,
  CloudPlace,
  CloudProblem,
  InvitationSeen,
} from '../../src/contracts/account-port.ts';
import { cloudOrigin } from '../../src/contracts/cloud-address.ts';
import type { CloudChosen, JoinArgs, WhichCloud } from '../../src/contracts/desk-api.ts';
import type { DeskErrorCode } from '../../src/contracts/desk-errors.ts';
import type { RemoteSession } from '../../src/contracts/ports.ts';
import { type Invited, readInvitationLink } from '../../src/domain/access/invitation-link.ts';
import { passwordProblem } from '../../src/domain/access/password-rule.ts';
import { CallRefused, refusedByCloud } from './call-failure.ts';
import type { CloudLink } from './cloud-link.ts';
import { lastHome } from './last-home.ts';
import type { SessionService } from './session-service.ts';

/** The ways in: a cloud for a new console, an invitation accepted, a forgotten password replaced. */
export type JoinService = {
  /** Whether a person may still name another cloud: nothing is enrolled here, and the environment names none. */
  readonly isCloudOpen: () => boolean;
  /** Checks the cloud that a link or a person names, and makes it this desk's. Changes nothing when it is refused. */
  readonly choose: (which: WhichCloud) => Promise<CloudChosen>;
  readonly accept: (args: JoinArgs) => Promise<void>;
  readonly requestCode: (email: string) => Promise<void>;
  readonly resetPassword: (args: {
    readonly email: string;
    readonly code: string;
    readonly password: string;
  }) => Promise<void>;
};

export type JoinWorld = {
  readonly userDataDir: string;
  /** The environment names the cloud. */
  readonly cloudFixed: boolean;
  readonly pcClock: Clock;
  readonly cloud: CloudLink;
  readonly sessions: SessionService;
  readonly onChange: () => void;
};

const PROBLEMS: Readonly<Record<CloudProblem, DeskErrorCode>> = {
  unreachable: 'ADDRESS_UNREACHABLE',
  untrusted: 'ADDRESS_UNTRUSTED',
  not_a_cloud: 'NOT_A_CLOUD',
  not_prepared: 'CLOUD_NOT_PREPARED',
  key_refused: 'KEY_REFUSED',
  busy: 'CLOUD_REFUSED',
};
/** Tokens and codes are good for minutes and hours; a PC whose clock is further off cannot use them. */
const CLOCK_TOLERANCE_MS = 5 * MINUTE;
/** A code is spent when it is checked; a password that is refused after that may be typed again for so long. */
const RECOVERED_MS = 10 * MINUTE;

export function createJoinService(world: JoinWorld): JoinService {
  const { cloud, sessions, pcClock } = world;
  let recovered: {
    readonly email: string;
    readonly code: string;
    readonly session: RemoteSession;
    readonly until: Instant;
  } | null = null;

  const isCloudOpen = (): boolean =>
    !world.cloudFixed && sessions.workspace()?.enrolled() !== true && lastHome(world.userDataDir) === null;

  const needAccounts = (): AccountPort => {
    const accounts = cloud.accounts();
    if (!accounts) throw new CallRefused('OFFLINE', 'no cloud is configured');
    return accounts;
  };

  const invitedBy = (link: string): Invited => {
    const invited = readInvitationLink(link);
    if (!invited) throw new CallRefused('LINK_UNREADABLE', 'no invitation link in what was typed');
    return invited;
  };

  const placeFrom = (url: string, key: string): CloudPlace => {
    const origin = cloudOrigin(url);
    if (!origin.ok) {
      throw new CallRefused(
        origin.problem === 'not_https' ? 'ADDRESS_NOT_HTTPS' : 'ADDRESS_INVALID',
        'the address',
      );
    }
    const publishableKey = key.trim();
    if (isSecretKey(publishableKey)) throw new CallRefused('KEY_SECRET', 'a key that no desk may have');
    if (!/^[\x21-\x7e]{1,1000}$/.test(publishableKey)) throw new CallRefused('KEY_REFUSED', 'not a key');
    return { url: origin.url, publishableKey };
  };

  const checkPlace = async (accounts: AccountPort): Promise<void> => {
    const check = await accounts.check();
    if (!check.ok) throw new CallRefused(PROBLEMS[check.problem], `${check.problem}: ${check.message}`);
    const off = check.now === null ? 0 : Math.abs(check.now - pcClock.now());
    if (off > CLOCK_TOLERANCE_MS) {
      throw new CallRefused('CLOCK_WRONG', `this PC's clock is off by ${Math.round(off / MINUTE)} minutes`);
    }
  };

  const look = async (accounts: AccountPort, token: string): Promise<InvitationSeen> => {
    const seen = await accounts.lookAtInvitation(token);
    if (!seen.ok) throw refusedByCloud(seen.error);
    return seen.value;
  };

  const choose: JoinService['choose'] = async (which) => {
    const invited = 'link' in which ? invitedBy(which.link) : null;
    const place =
      'link' in which
        ? placeFrom(invited?.url ?? '', invited?.publishableKey ?? '')
        : placeFrom(which.url, which.publishableKey);
    const isOwn = cloud.place()?.url === place.url;
    // A key may have been renewed since the link was made: here the one that works is kept.
    const isNew = !isOwn || (isCloudOpen() && cloud.place()?.publishableKey !== place.publishableKey);
    if (!isOwn && !isCloudOpen()) throw new CallRefused('OTHER_CLOUD', 'this PC works with another cloud');
    const accounts = isNew ? cloud.accountsAt(place) : needAccounts();
    await checkPlace(accounts);
    const invitation = invited ? await look(accounts, invited.token) : null;
    if (isNew) {
      cloud.use(place);
      world.onChange();
    }
    return {
      url: place.url,
      invitation: invitation && {
        business: invitation.business,
        name: invitation.name,
        email: invitation.email,
        role: invitation.role,
        invitedBy: invitation.invited_by,
      },
    };
  };

  /** The invited person's session: from an account made now, or from the one that there is. */
  const sessionFor = async (accounts: AccountPort, email: string, args: JoinArgs): Promise<RemoteSession> => {
    const { password, by, code } = args;
    if (by === 'code') {
      const confirmed = await accounts.useCode(email, code ?? '', 'signup');
      if (!confirmed.ok) throw refusedByCloud(confirmed.error);
      return confirmed.value;
    }
    if (by === 'existing') return sessions.sessionFor(email, password);
    if (passwordProblem(password, email) !== null) throw new CallRefused('WEAK_PASSWORD', 'against the rule');
    const made = await accounts.signUp(email, password);
    if (!made.ok) throw refusedByCloud(made.error);
    if (made.value.kind === 'session') return made.value.session;
    if (made.value.kind === 'confirm')
      throw new CallRefused('EMAIL_NOT_CONFIRMED', 'an e-mail is on its way');
    try {
      return await sessions.sessionFor(email, password);
    } catch (cause) {
      const isOther = cause instanceof CallRefused && cause.failure.code === 'WRONG_PASSWORD';
      throw isOther
        ? new CallRefused('ACCOUNT_EXISTS', 'the address has an account with another password')
        : cause;
    }
  };

  return {
    isCloudOpen,
    choose,
    accept: async (args) => {
      const { url, token } = invitedBy(args.link);
      const origin = cloudOrigin(url);
      if (!origin.ok || cloud.place()?.url !== origin.url)
        throw new CallRefused('OTHER_CLOUD', 'choose it first');
      const accounts = needAccounts();
      const { email } = await look(accounts, token);
      const session = await sessionFor(accounts, email, args);
      const accepted = await accounts.acceptInvitation(session, token);
      if (!accepted.ok) throw refusedByCloud(accepted.error);
      await sessions.signInWith(session);
    },
    requestCode: async (email) => {
      const sent = await needAccounts().requestCode(email);
      if (!sent.ok) throw refusedByCloud(sent.error);
    },
    resetPassword: async ({ email, code, password }) => {
      if (passwordProblem(password, email) !== null)
        throw new CallRefused('WEAK_PASSWORD', 'against the rule');
      const accounts = needAccounts();
      const isAgain =
        recovered?.email === email && recovered.code === code && pcClock.now() < recovered.until;
      if (!isAgain) {
        const session = await accounts.useCode(email, code, 'recovery');
        if (!session.ok) throw refusedByCloud(session.error);
        recovered = { email, code, session: session.value, until: pcClock.now() + RECOVERED_MS };
      }
      const session = recovered?.session;
      if (!session) throw new CallRefused('CODE_WRONG', 'no session');
      const changed = await accounts.setPassword(session, password);
      if (!changed.ok) throw refusedByCloud(changed.error);
      recovered = null;
      await sessions.signInWith(session);
    },
  };
}

/** `sb_secret_…`, or an older project's key that names the role service_role. */
function isSecretKey(key: string): boolean {
  if (/^sb_secret_/i.test(key)) return true;
  const [, payload] = key.split('.');
  if (!key.startsWith('eyJ') || payload === undefined) return false;
  try {
    const { role } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { role?: unknown };
    return role !== 'anon';
  } catch {
    return false;
  }
}
