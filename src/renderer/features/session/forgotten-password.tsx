import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../../../contracts/desk-api.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { DiaryPage } from './diary-page.tsx';
import { NewPasswordFields, newPasswordProblem, type PasswordProblem } from './new-password-fields.tsx';
import css from './session.module.css';
import { useSessionCall } from './use-session-call.ts';

/** An address, a code from the e-mail, a new password; then the person is in. */
export function ForgottenPassword({
  email: known,
  onBack,
}: {
  readonly email: string;
  readonly onBack: () => void;
}) {
  const { t } = useTranslation('session');
  const desk = useDeskLink();
  const { busy, failure, call } = useSessionCall();
  const [email, setEmail] = useState(known);
  const [asked, setAsked] = useState(false);
  const [asking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<CallFailure | null>(null);
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState<PasswordProblem | null>(null);

  const ask = async (): Promise<void> => {
    setAsking(true);
    setRefusal(null);
    const answer = await desk.call('password.request', email.trim());
    setAsking(false);
    if (answer.ok) {
      setAsked(true);
      setCode('');
    } else setRefusal(answer.error);
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || asking) return;
    if (!asked) {
      await ask();
      return;
    }
    const wrong = newPasswordProblem(password, again, email.trim());
    setProblem(wrong);
    if (wrong === null)
      await call('session.resetPassword', { email: email.trim(), code: code.trim(), password });
  };
  const shown = refusal ?? failure;
  return (
    <DiaryPage>
      <form onSubmit={(event) => void submit(event)}>
        <h2 className={css.title}>{t('forgotten.title')}</h2>
        <p className={css.text}>
          {asked ? t('forgotten.sent', { email: email.trim() }) : t('forgotten.text')}
        </p>
        <div className={css.fields}>
          {asked ? (
            <>
              <TextInput
                label={t('forgotten.code')}
                autoComplete="one-time-code"
                inputMode="numeric"
                autoFocus
                value={code}
                onChange={(event) => setCode(event.currentTarget.value)}
              />
              <NewPasswordFields
                password={password}
                again={again}
                onPassword={setPassword}
                onAgain={setAgain}
                problem={problem}
              />
            </>
          ) : (
            <TextInput
              label={t('signIn.email')}
              type="email"
              autoComplete="username"
              autoFocus
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
          )}
          <Button
            type="submit"
            disabled={
              busy || asking || email.trim() === '' || (asked && (code.trim() === '' || password === ''))
            }
          >
            {asked
              ? busy
                ? t('forgotten.saving')
                : t('forgotten.save')
              : asking
                ? t('forgotten.asking')
                : t('forgotten.ask')}
          </Button>
        </div>
      </form>
      {shown ? (
        <div className={css.failure}>
          <FailureText failure={shown} />
        </div>
      ) : null}
      {asked ? (
        <button type="button" className={css.quiet} onClick={() => void ask()} disabled={asking}>
          {t('forgotten.askAgain')}
        </button>
      ) : null}
      <button type="button" className={css.quiet} onClick={onBack}>
        {t('backToSignIn')}
      </button>
    </DiaryPage>
  );
}
