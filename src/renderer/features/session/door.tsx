import { useState } from 'react';
import type { CloudChosen, SessionState } from '../../../contracts/desk-api.ts';
import { ChooseCloud } from './choose-cloud.tsx';
import { ForgottenPassword } from './forgotten-password.tsx';
import { Join } from './join.tsx';
import { LockScreen } from './lock-screen.tsx';

type Invitation = NonNullable<CloudChosen['invitation']>;

/** Which way in somebody takes, when it is not the usual one. */
type Way =
  | { readonly kind: 'cloud' }
  | { readonly kind: 'forgotten'; readonly email: string }
  | { readonly kind: 'join'; readonly link: string; readonly invitation: Invitation };

/** Whoever is not in yet: a PIN, a password, an invitation, a forgotten password; a cloud first, where none is known. */
export function Door({ session }: { readonly session: SessionState }) {
  const [way, setWay] = useState<Way | null>(null);
  const back = (): void => setWay(null);
  if (way?.kind === 'join') {
    return (
      <Join
        link={way.link}
        invitation={way.invitation}
        onForgotten={() => setWay({ kind: 'forgotten', email: way.invitation.email })}
        onBack={back}
      />
    );
  }
  if (way?.kind === 'forgotten') return <ForgottenPassword email={way.email} onBack={back} />;
  if (way?.kind === 'cloud' || session.cloud === null) {
    return (
      <ChooseCloud
        cloud={session.cloud}
        onChosen={(link, { invitation }) =>
          setWay(link !== null && invitation ? { kind: 'join', link, invitation } : null)
        }
        onBack={session.cloud === null ? null : back}
      />
    );
  }
  return (
    <LockScreen
      key={session.phase}
      session={session}
      startByPassword={session.phase === 'signed_out'}
      ways={{
        toInvitation: () => setWay({ kind: 'cloud' }),
        toForgotten: (email) => setWay({ kind: 'forgotten', email }),
      }}
    />
  );
}
