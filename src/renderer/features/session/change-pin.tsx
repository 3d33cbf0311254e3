import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureText } from '../../ui/failure-text.tsx';
import { useTell } from '../../ui/tell.tsx';
import { isEasyPin } from './easy-pin.ts';
import { PinPad } from './pin-pad.tsx';
import css from './session.module.css';
import { useSessionCall } from './use-session-call.ts';

type Step = 'old' | 'new' | 'again';

/** The own PIN on this PC: the old one, then the new one twice. */
export function ChangePin({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['session', 'common']);
  const tell = useTell();
  const { busy, failure, call } = useSessionCall();
  const [step, setStep] = useState<Step>('old');
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<'mismatch' | 'tooEasy' | 'samePin' | null>(null);

  const go = (to: Step, wrong: typeof problem = null): void => {
    setStep(to);
    setProblem(wrong);
  };
  const enter = async (): Promise<void> => {
    if (typed.length < 4 || busy) return;
    setTyped('');
    if (step === 'old') {
      setOld(typed);
      go('new');
    } else if (step === 'new') {
      if (isEasyPin(typed)) setProblem('tooEasy');
      else if (typed === old) setProblem('samePin');
      else {
        setFresh(typed);
        go('again');
      }
    } else if (typed === fresh) {
      if (await call('session.changePin', { old, pin: fresh }).then(({ ok }) => ok)) {
        tell(t('changePin.done'));
        onClose();
      } else go('old');
    } else go('new', 'mismatch');
  };
  const label = t(`changePin.${step}`);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('changePin.title')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <p className={css.text}>{t('changePin.text')}</p>
      {/* The pad hears every key; a button with the focus would answer Enter in its place. */}
      <div tabIndex={-1} data-autofocus className={css.padPlace}>
        <PinPad
          label={label}
          value={typed}
          onChange={setTyped}
          onEnter={() => void enter()}
          disabled={busy}
        />
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
      <div className={css.dialogButtons}>
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button onClick={() => void enter()} disabled={typed.length < 4 || busy}>
          {step === 'again' ? t('changePin.submit') : t('choosePin.next')}
        </Button>
      </div>
    </Modal>
  );
}
