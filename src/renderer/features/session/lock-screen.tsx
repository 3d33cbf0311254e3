import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonOnPc, SessionState } from '../../../contracts/desk-api.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { DiaryPage } from './diary-page.tsx';
import type { OtherWays } from './other-ways.ts';
import { PinPad } from './pin-pad.tsx';
import css from './session.module.css';
import { SignIn } from './sign-in.tsx';
import { useSessionCall } from './use-session-call.ts';

const LAST_PERSON = 'lock.person';

/** Names of the people who work here, and a PIN; no client's name or number is on this screen or in its memory. */
export function LockScreen({
  session,
  startByPassword,
  ways,
}: {
  readonly session: SessionState;
  readonly startByPassword: boolean;
  readonly ways: OtherWays;
}) {
  const [byPassword, setByPassword] = useState(startByPassword);
  const canByPin = session.people.some(({ hasPin }) => hasPin);
  if (byPassword || !canByPin) {
    return <SignIn session={session} toPin={canByPin ? () => setByPassword(false) : null} ways={ways} />;
  }
  return <ByPin session={session} toPassword={() => setByPassword(true)} />;
}

function ByPin({ session, toPassword }: { readonly session: SessionState; readonly toPassword: () => void }) {
  const { t } = useTranslation(['session', 'common']);
  const { people, demo } = session;
  const { busy, failure, call } = useSessionCall();
  const withPin = people.filter(({ hasPin }) => hasPin);
  // Whoever locked the desk is the likeliest to come back to it.
  const [memberId, setMemberId] = useState(
    () => session.person?.memberId ?? localStorage.getItem(LAST_PERSON),
  );
  const chosen = withPin.find((person) => person.memberId === memberId) ?? withPin[0];
  const [pin, setPin] = useState('');
  const choose = (person: PersonOnPc): void => {
    if (person === chosen) return;
    setMemberId(person.memberId);
    setPin('');
  };
  const unlock = async (): Promise<void> => {
    if (!chosen || pin.length < 4 || busy) return;
    localStorage.setItem(LAST_PERSON, chosen.memberId);
    if (!(await call('session.unlock', { memberId: chosen.memberId, pin })).ok) setPin('');
  };
  const step = (by: number): void => {
    const index = withPin.findIndex((person) => person === chosen);
    const next = withPin[(index + by + withPin.length) % withPin.length];
    if (next) choose(next);
  };
  return (
    <DiaryPage>
      <h2 className={css.title}>{session.phase === 'locked' ? t('lock.title') : t('lock.who')}</h2>
      <p className={css.text}>{t('lock.text')}</p>
      <div
        className={css.people}
        role="radiogroup"
        tabIndex={-1}
        aria-label={t('lock.who')}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') step(1);
          else if (event.key === 'ArrowUp') step(-1);
        }}
      >
        {people.map((person) => (
          <button
            key={person.memberId}
            type="button"
            role="radio"
            aria-checked={person === chosen}
            className={css.row}
            autoFocus={person === chosen}
            onClick={() => (person.hasPin ? choose(person) : toPassword())}
          >
            <strong>{person.name}</strong>
            <small>{t(`common:role.${person.role}`)}</small>
            <span className={css.side}>
              {person.hasPin
                ? person.pinDaysLeft === null
                  ? null
                  : t('lock.daysLeft', { count: person.pinDaysLeft })
                : t('lock.noPin')}
            </span>
          </button>
        ))}
      </div>
      {chosen ? (
        <PinPad
          label={t('lock.pinOf', { name: chosen.name })}
          value={pin}
          onChange={setPin}
          onEnter={() => void unlock()}
          disabled={busy}
        />
      ) : null}
      <div className={css.fields}>
        <Button onClick={() => void unlock()} disabled={pin.length < 4 || busy}>
          {busy ? t('lock.busy') : t('lock.unlock')}
        </Button>
      </div>
      {failure ? (
        <div className={css.failure}>
          <FailureText failure={failure} />
        </div>
      ) : null}
      {demo ? <p className={css.note}>{t('demo.pin', { pin: demo.pin })}</p> : null}
      <button type="button" className={css.quiet} onClick={toPassword}>
        {t('lock.password')}
      </button>
    </DiaryPage>
  );
}
