import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '../../../contracts/desk-api.ts';
import { useMain } from '../../data/main-context.tsx';
import { useSession } from '../../data/use-session.ts';
import { FailureNote, useFailureWords } from '../../ui/failure-text.tsx';
import { FetchedFrame } from '../frame/fetched-frame.ts';
import { ChoosePin } from './choose-pin.tsx';
import { DiaryPage } from './diary-page.tsx';
import { asDeskCode } from './desk-code.ts';
import { Door } from './door.tsx';
import { KeyScreen } from './key-screen.tsx';

/** Why main could not start the desk, beyond what the desk says itself. */
const START_CODES = ['KEY_STORE_UNAVAILABLE', 'KEY_NEWER', 'DESK_CRASHES', 'DEVICE_REVOKED'] as const;

/** Once in the life of a PC. */
const EnrolScreen = lazy(async () => ({ default: (await import('./enrol-screen.tsx')).EnrolScreen }));

/** What the window shows, by who is here. Client data is rendered, and kept in memory, only while signed in. */
export function SessionGate() {
  const { boot, deskState, deskCode } = useMain();
  const [opened, setOpened] = useState(false);
  const session = useUnhurriedEntry(useSettledSession());
  const queries = useQueryClient();
  // Nothing of the business stays on the screen or in memory, whoever was signed in.
  const isRevoked = deskCode === 'DEVICE_REVOKED';
  const isSignedIn = session.phase === 'signed_in' && session.person !== null && !isRevoked;
  useEffect(() => {
    if (!isSignedIn) queries.removeQueries({ queryKey: ['desk'] });
  }, [isSignedIn, queries]);

  if (boot.passphrase !== 'not_needed' && !opened) {
    return <KeyScreen mode={boot.passphrase} onOpen={() => setOpened(true)} />;
  }
  if (deskState === 'failed' && !isSignedIn) return <DeskFailed code={deskCode} />;
  switch (session.phase) {
    case 'opening':
      return <Shell />;
    case 'signed_out':
    case 'locked':
      return <Door session={session} />;
    case 'enrolling':
      return session.enrolment ? (
        <Suspense fallback={<Shell />}>
          <EnrolScreen question={session.enrolment} />
        </Suspense>
      ) : (
        <Shell />
      );
    case 'pin_needed':
      return <ChoosePin session={session} />;
    case 'signed_in':
      return session.person ? (
        <Suspense fallback={<Shell />}>
          <FetchedFrame key={session.scope?.id} person={session.person} />
        </Suspense>
      ) : (
        <Shell />
      );
  }
}

/**
 * While the desk restarts it says `opening` again; the screen of before stays, with what was typed on it, until the
 * desk has said who is here.
 */
function useSettledSession(): SessionState {
  const session = useSession();
  const [settled, setSettled] = useState(session);
  useEffect(() => {
    if (session.phase !== 'opening') setSettled(session);
  }, [session]);
  return session.phase === 'opening' ? settled : session;
}

/** Who enters sees the door until the frame is drawn, in slices that leave the window alive; who leaves is gone at once. */
function useUnhurriedEntry(session: SessionState): SessionState {
  const drawn = useDeferredValue(session);
  return session.phase === 'signed_in' && drawn.phase !== 'signed_in' ? drawn : session;
}

/** The same shell as before the script ran, so that nothing jumps. */
function Shell() {
  return (
    <div className="shell" aria-hidden>
      <div className="shell-rail">
        <i />
        <i />
        <i />
      </div>
      <div className="shell-top">
        <i />
        <i />
        <i />
      </div>
      <div className="shell-board">
        {Array.from({ length: 8 }, (_, index) => (
          <i key={index} />
        ))}
      </div>
      <div className="shell-status" />
    </div>
  );
}

function DeskFailed({ code }: { readonly code: string | null }) {
  const { t } = useTranslation('errors');
  const words = useFailureWords();
  const known = START_CODES.find((one) => one === code);
  return (
    <DiaryPage>
      <FailureNote
        words={
          known
            ? {
                what: t(`start.${known}.what`),
                means: t(`start.${known}.means`),
                action: t(`start.${known}.action`),
                code: known,
              }
            : { ...words({ code: asDeskCode(code), message: '' }), code: code ?? 'UNKNOWN' }
        }
      />
    </DiaryPage>
  );
}
