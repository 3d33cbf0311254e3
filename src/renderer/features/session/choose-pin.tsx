import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '../../../contracts/desk-api.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { DiaryPage } from './diary-page.tsx';
import { PinPad } from './pin-pad.tsx';
import css from './session.module.css';
import { isEasyPin } from './easy-pin.ts';
import { useSessionCall } from './use-session-call.ts';

/** After the first sign-in of a person on this PC: a PIN, twice. */
export function ChoosePin({ session }: { readonly session: SessionState }) {
  const { t } = useTranslation('session');
  const { busy, failure, call } = useSessionCall();
  const [first, setFirst] = useState<string | null>(null);
  const [pin, setPin] = useState('');
  const [problem, setProblem] = useState<'mismatch' | 'tooEasy' | null>(null);
  const enter = (): void => {
    if (pin.length < 4 || busy) return;
    if (first === null) {
      if (isEasyPin(pin) && session.demo === null) setProblem('tooEasy');
      else {
        setFirst(pin);
        setProblem(null);
      }
    } else if (first === pin) void call('session.setPin', pin);
    else {
      setFirst(null);
      setProblem('mismatch');
    }
    setPin('');
  };
  return (
    <DiaryPage>
      <h2 className={css.title}>
        {t('choosePin.title', { name: session.person?.name.split(' ')[0] ?? '' })}
      </h2>
      <p className={css.text}>{first === null ? t('choosePin.text') : t('choosePin.again')}</p>
      <PinPad
        label={first === null ? t('pad.label') : t('choosePin.again')}
        value={pin}
        onChange={setPin}
        onEnter={enter}
        disabled={busy}
      />
      <div className={css.fields}>
        <Button onClick={enter} disabled={pin.length < 4 || busy}>
          {first === null ? t('choosePin.next') : t('choosePin.submit')}
        </Button>
      </div>
      {problem ? (
        <p className={css.text} role="alert">
          {t(`choosePin.${problem}`)}
        </p>
      ) : null}
      {failure ? (
        <div className={css.failure}>
          <FailureText failure={failure} />
        </div>
      ) : null}
    </DiaryPage>
  );
}
