import type { RemotePort } from '../../src/contracts/ports.ts';

/**
 * A connection to the cloud that is made when it is first used: its library is a large part of all that the desk
 * loads, and a desk is ready for work without it. The cable's state is kept until then.
 */
export function lazyRemote(make: () => Promise<RemotePort>): RemotePort {
  let cable = true;
  let made: RemotePort | null = null;
  let making: Promise<RemotePort> | null = null;
  const remote = (): Promise<RemotePort> => {
    making ??= make().then((ready) => {
      if (!cable) ready.setCable(false);
      made = ready;
      return ready;
    });
    return making;
  };
  return {
    signIn: async (email, password) => (await remote()).signIn(email, password),
    refresh: async (refreshToken) => (await remote()).refresh(refreshToken),
    signOut: async (session) => (await remote()).signOut(session),
    memberships: async (session) => (await remote()).memberships(session),
    enrol: async (session, request) => (await remote()).enrol(session, request),
    deviceChoices: async (session, scope) => (await remote()).deviceChoices(session, scope),
    deviceContacts: async (session, scope) => (await remote()).deviceContacts(session, scope),
    deviceRename: async (session, request) => (await remote()).deviceRename(session, request),
    deviceScope: async (session, request) => (await remote()).deviceScope(session, request),
    deviceRevoke: async (session, request) => (await remote()).deviceRevoke(session, request),
    hello: async (session, request) => (await remote()).hello(session, request),
    push: async (session, request) => (await remote()).push(session, request),
    pull: async (session, request) => (await remote()).pull(session, request),
    buckets: async (session, request) => (await remote()).buckets(session, request),
    bootstrap: async (session, request) => (await remote()).bootstrap(session, request),
    digest: async (session, request) => (await remote()).digest(session, request),
    flagSet: async (session, request) => (await remote()).flagSet(session, request),
    health: async (session) => (await remote()).health(session),
    subscribe: (session, scopes, on) => {
      let stop: (() => void) | null = null;
      let isStopped = false;
      void remote().then((ready) => {
        if (!isStopped) stop = ready.subscribe(session, scopes, on);
      });
      return () => {
        isStopped = true;
        stop?.();
      };
    },
    setCable: (connected) => {
      cable = connected;
      made?.setCable(connected);
    },
  };
}
