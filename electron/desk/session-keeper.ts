import { type Clock, type Instant, MINUTE } from '../../src/base/time.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { RemoteFailure, RemotePort, RemoteSession } from '../../src/contracts/ports.ts';
import type { PeopleStore } from '../../src/replica/people.ts';
import type { SessionSource } from '../../src/sync/sync-ports.ts';

/** A token that ends sooner than this is renewed before it is used. */
const RENEW_BEFORE_MS = 90_000;
/** A session whose renewed token is refused as well belongs to somebody who may not work here: asked again later. */
const BAR_MS = 10 * MINUTE;

export type SessionKeeper = SessionSource & {
  readonly keep: (memberId: string, session: RemoteSession) => void;
  readonly forget: (memberId: string) => void;
  /** A live session of that member; failure `auth` when the person has to sign in again. */
  readonly live: (memberId: string) => Promise<Result<RemoteSession, RemoteFailure>>;
  readonly close: () => void;
};

const BARRED: RemoteFailure = {
  kind: 'auth',
  code: 'SESSION_REFUSED',
  message: 'the cloud refuses this person here',
};
const NOBODY: RemoteFailure = { kind: 'auth', code: 'SIGNED_OUT', message: 'no live session on this PC' };

/**
 * The sessions of the people of one replica. They are kept in its encrypted file, so a restart needs no password; they
 * are renewed one at a time each, because two renewals with one refresh token would end the session.
 */
export function createSessionKeeper(options: {
  readonly scope: string;
  readonly people: Pick<PeopleStore, 'list' | 'session' | 'saveSession'>;
  readonly remote: RemotePort;
  readonly clock: Clock;
  /** Who is at the desk, or was last. */
  readonly present: () => string | null;
  readonly onRenewed: () => void;
}): SessionKeeper {
  const { scope, people, remote, clock } = options;
  const renewing = new Map<string, Promise<Result<RemoteSession, RemoteFailure>>>();
  const refusedTokens = new Set<string>();
  /** Tokens that replaced a refused one, and people for whom that did not help. */
  const secondTokens = new Map<string, string>();
  const barredUntil = new Map<string, Instant>();
  let closed = false;

  const identityOf = (memberId: string) => people.list(scope).find((person) => person.memberId === memberId);

  const stored = (memberId: string): RemoteSession | null => {
    const session = people.session(scope, memberId);
    if (!session) return null;
    const person = identityOf(memberId);
    return { userId: person?.userId ?? '', email: person?.email ?? '', ...session };
  };

  const keep = (memberId: string, { accessToken, refreshToken, expiresAt }: RemoteSession): void => {
    barredUntil.delete(memberId);
    people.saveSession(scope, memberId, { accessToken, refreshToken, expiresAt });
  };

  const renew = async (
    memberId: string,
    old: RemoteSession,
  ): Promise<Result<RemoteSession, RemoteFailure>> => {
    const fresh = await remote.refresh(old.refreshToken);
    if (closed) return err(NOBODY);
    // Signed out, or in again, while this was under way: what is kept now is no business of this answer.
    if (people.session(scope, memberId)?.refreshToken !== old.refreshToken) return err(NOBODY);
    if (fresh.ok) {
      if (refusedTokens.delete(old.accessToken)) secondTokens.set(fresh.value.accessToken, memberId);
      keep(memberId, fresh.value);
      options.onRenewed();
    } else if (fresh.error.kind === 'auth') {
      // Only the cloud's own word ends a session; silence leaves it for later.
      people.saveSession(scope, memberId, null);
    }
    return fresh;
  };

  const live = async (memberId: string): Promise<Result<RemoteSession, RemoteFailure>> => {
    if (closed) return err(NOBODY);
    const session = stored(memberId);
    if (!session) return err(NOBODY);
    if ((barredUntil.get(memberId) ?? 0) > clock.now()) return err(BARRED);
    const good = session.expiresAt - clock.now() > RENEW_BEFORE_MS && !refusedTokens.has(session.accessToken);
    if (good) return ok(session);
    const under = renewing.get(memberId) ?? renew(memberId, session).finally(() => renewing.delete(memberId));
    renewing.set(memberId, under);
    return under;
  };

  return {
    keep,
    forget: (memberId) => people.saveSession(scope, memberId, null),
    live,
    current: async () => {
      if (closed) return err(NOBODY);
      const present = options.present();
      const others = people
        .list(scope)
        .map(({ memberId }) => memberId)
        .filter((memberId) => memberId !== present);
      let failure = NOBODY;
      for (const memberId of present === null ? others : [present, ...others]) {
        const session = await live(memberId);
        if (session.ok) return session;
        // Without a network nobody's session can be renewed: say that, not that nobody is signed in.
        if (session.error.kind !== 'auth') failure = session.error;
      }
      return err(failure);
    },
    ofMember: async (memberId) => {
      const session = await live(memberId);
      return session.ok ? session.value : null;
    },
    refused: ({ accessToken }) => {
      refusedTokens.add(accessToken);
      const memberId = secondTokens.get(accessToken);
      if (memberId !== undefined) barredUntil.set(memberId, clock.now() + BAR_MS);
      secondTokens.delete(accessToken);
    },
    close: () => {
      closed = true;
    },
  };
}
