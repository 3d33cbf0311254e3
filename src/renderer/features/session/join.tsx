import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CloudChosen, JoinArgs } from '../../../contracts/desk-api.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { DiaryPage } from './diary-page.tsx';
import { NewPasswordFields, newPasswordProblem, type PasswordProblem } from './new-password-fields.tsx';
import css from './session.module.css';
import { useSessionCall } from './use-session-call.ts';

/** `new`: choose a password; `existing`: the account has one; `confirm`: an e-mail is on its way. */
type Step = 'new' | 'existing' | 'confirm';

/** Accepts an invitation: an account is made, or the one that there is signs in, and the business has a new member. */
export function Join({
  link,
  invitation,
  onForgotten,
  onBack,
}: {
  readonly link: string;
  readonly invitation: NonNullable<CloudChosen['invitation']>;
  readonly onForgotten: () => void;
  readonly onBack: () => void;
}) {
  const { t } = useTranslation(['session', 'common']);
  const { busy, failure, call } = useSessionCall();
  const [step, setStep] = useState<Step>('new');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<PasswordProblem | null>(null);
  const { email, name, business, invitedBy, role } = invitation;

  const give = async (by: JoinArgs['by']): Promise<void> => {
    const answer = await call('session.join', {
      link,
      password,
      by,
      code: by === 'code' ? code.trim() : null,
    });
    if (answer.ok) return;
    if (answer.code === 'EMAIL_NOT_CONFIRMED') setStep('confirm');
    if (answer.code === 'ACCOUNT_EXISTS') {
      setStep('existing');
      setPassword('');
    }
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    if (step === 'new') {
      const wrong = newPasswordProblem(password, again, email);
      setProblem(wrong);
      if (wrong === null) await give('new');
    } else if (step === 'existing') await give('existing');
    // A link in the e-mail confirms elsewhere: then the account only signs in.
    else await give(code.trim() === '' ? 'existing' : 'code');
  };

  if (failure?.code === 'NOT_ENROLLED') return <ReadyElsewhere email={email} onBack={onBack} />;
  // The first word of it is what this screen says itself.
  const isSaid =
    failure?.code === 'ACCOUNT_EXISTS' || (failure?.code === 'EMAIL_NOT_CONFIRMED' && code === '');
  return (
    <DiaryPage>
      <form onSubmit={(event) => void submit(event)}>
        <h2 className={css.title}>{t('join.title', { business })}</h2>
        <p className={css.text}>
          {invitedBy === null
            ? t('join.text', { name, role: t(`common:role.${role}`) })
            : t('join.textBy', { name, who: invitedBy, role: t(`common:role.${role}`) })}
        </p>
        <p className={css.account}>{email}</p>
        {step === 'existing' ? <p className={css.text}>{t('join.existingText')}</p> : null}
        {step === 'confirm' ? <p className={css.text}>{t('join.confirmText', { email })}</p> : null}
        <div className={css.fields}>
          {step === 'new' ? (
            <NewPasswordFields
              password={password}
              again={again}
              onPassword={setPassword}
              onAgain={setAgain}
              problem={problem}
              autoFocus
            />
          ) : null}
          {step === 'existing' ? (
            <PasswordInput
              label={t('signIn.password')}
              autoComplete="current-password"
              autoFocus
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          ) : null}
          {step === 'confirm' ? (
            <TextInput
              label={t('join.code')}
              description={t('join.codeHint')}
              autoComplete="one-time-code"
              inputMode="numeric"
              autoFocus
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
          ) : null}
          <Button type="submit" disabled={busy || password === ''}>
            {busy ? t('join.busy') : t(`join.submit.${step}`)}
          </Button>
        </div>
      </form>
      {failure && !isSaid ? (
        <div className={css.failure}>
          <FailureText failure={failure} />
        </div>
      ) : null}
      {step === 'existing' ? (
        <button type="button" className={css.quiet} onClick={onForgotten}>
          {t('signIn.forgotten')}
        </button>
      ) : null}
      <button type="button" className={css.quiet} onClick={onBack}>
        {t('backToSignIn')}
      </button>
    </DiaryPage>
  );
}

/** The account is made, but this PC belongs to no business yet, and this role may not add it. */
function ReadyElsewhere({ email, onBack }: { readonly email: string; readonly onBack: () => void }) {
  const { t } = useTranslation('session');
  return (
    <DiaryPage>
      <h2 className={css.title}>{t('join.readyTitle')}</h2>
      <p className={css.text}>{t('join.readyText', { email })}</p>
      <div className={css.fields}>
        <Button onClick={onBack} autoFocus>
          {t('backToSignIn')}
        </Button>
      </div>
    </DiaryPage>
  );
}
