import { err, ok } from '../../src/base/result.ts';
import type { RemoteSession } from '../../src/contracts/ports.ts';
import type { SessionSource } from '../../src/sync/sync-ports.ts';
import type { SimPerson } from './business.ts';
import { sessionOf } from './sim-remote.ts';

/** Who is signed in at a desk, and who sits there. They outlive its process, as tokens on a disk do. */
export type SimSessions = SessionSource & {
  readonly present: () => SimPerson;
  readonly signIn: (person: SimPerson) => void;
  readonly signOut: (person: SimPerson) => void;
};

export function createSimSessions(first: SimPerson): SimSessions {
  const signedIn = new Map<string, RemoteSession>();
  let present = first;
  const sessions: SimSessions = {
    present: () => present,
    signIn: (person) => {
      signedIn.set(person.memberId, sessionOf(person));
      present = person;
    },
    signOut: ({ memberId }) => signedIn.delete(memberId),
    current: () => {
      const session = signedIn.get(present.memberId) ?? signedIn.values().next().value;
      return Promise.resolve(
        session ? ok(session) : err({ kind: 'auth', code: 'SIGNED_OUT', message: 'nobody' } as const),
      );
    },
    ofMember: (memberId) => Promise.resolve(signedIn.get(memberId) ?? null),
    refused: (refused) => {
      for (const [member, session] of signedIn) if (session === refused) signedIn.delete(member);
    },
  };
  sessions.signIn(first);
  return sessions;
}
