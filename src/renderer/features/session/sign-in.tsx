import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '../../../contracts/desk-api.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { DiaryPage } from './diary-page.tsx';
import type { OtherWays } from './other-ways.ts';
import css from './session.module.css';
import { useSessionCall } from './use-session-call.ts';

/** Email and password; in the demo first one row per role. `toPin` leads back to those who have a PIN here. */
export function SignIn({
  session,
  toPin,
  ways,
}: {
  readonly session: SessionState;
  readonly toPin: (() => void) | null;
  readonly ways: OtherWays;
}) {
  const { t } = useTranslation('session');
  const [byPassword, setByPassword] = useState(session.demo === null);
  return (
    <DiaryPage>
      {session.demo && !byPassword ? (
        <DemoRoles demo={session.demo} toPassword={() => setByPassword(true)} />
      ) : (
        <PasswordForm cloud={session.cloud} ways={ways} />
      )}
      {toPin ? (
        <button type="button" className={css.quiet} onClick={toPin}>
          {t('signIn.byPin')}
        </button>
      ) : null}
    </DiaryPage>
  );
}

type RoleKey = 'front_desk' | 'manager' | 'owner' | 'support' | 'operations';
const isRole = (role: string): role is RoleKey =>
  ['front_desk', 'manager', 'owner', 'support', 'operations'].includes(role);

function DemoRoles({
  demo,
  toPassword,
}: {
  readonly demo: NonNullable<SessionState['demo']>;
  readonly toPassword: () => void;
}) {
  const { t } = useTranslation('session');
  const { busy, failure, call } = useSessionCall();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const chosen = demo.signIns[Number(event.key) - 1];
      if (chosen && !event.ctrlKey && !event.altKey && !event.metaKey) {
        void call('session.demoSignIn', chosen.email);
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [demo, call]);
  return (
    <>
      <h2 className={css.title}>{t('demo.title')}</h2>
      <p className={css.text}>{t('demo.text')}</p>
      <ul className={css.roles}>
        {demo.signIns.map(({ role, label, email }, index) => (
          <li key={email}>
            <button
              type="button"
              className={css.row}
              disabled={busy}
              autoFocus={index === 0}
              onClick={() => void call('session.demoSignIn', email)}
            >
              <strong>{isRole(role) ? t(`demo.as.${role}`) : label}</strong>
              <small>{isRole(role) ? t(`demo.does.${role}`) : email}</small>
              <kbd>{index + 1}</kbd>
            </button>
          </li>
        ))}
      </ul>
      {failure ? (
        <div className={css.failure}>
          <FailureText failure={failure} />
        </div>
      ) : null}
      <button type="button" className={css.quiet} onClick={toPassword}>
        {t('demo.orPassword')}
      </button>
    </>
  );
}

function PasswordForm({ cloud, ways }: { readonly cloud: SessionState['cloud']; readonly ways: OtherWays }) {
  const { t } = useTranslation('session');
  const { busy, failure, call } = useSessionCall();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if ((await call('session.signIn', { email, password })).ok) return;
    setPassword('');
    field.current?.focus();
  };
  return (
    <>
      <form onSubmit={(event) => void submit(event)}>
        <h2 className={css.title}>{t('signIn.title')}</h2>
        <p className={css.text}>{t('signIn.text')}</p>
        <div className={css.fields}>
          <TextInput
            label={t('signIn.email')}
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            ref={field}
            label={t('signIn.password')}
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" disabled={busy || email === '' || password === ''}>
            {busy ? t('signIn.busy') : t('signIn.submit')}
          </Button>
        </div>
        {failure ? (
          <div className={css.failure}>
            <FailureText failure={failure} />
          </div>
        ) : null}
      </form>
      <button type="button" className={css.quiet} onClick={() => ways.toForgotten(email)}>
        {t('signIn.forgotten')}
      </button>
      <button type="button" className={css.quiet} onClick={ways.toInvitation}>
        {cloud?.changeable === true ? t('signIn.invitedOrCloud') : t('signIn.invited')}
      </button>
      {cloud ? <p className={css.note}>{t('signIn.cloud', { host: hostOf(cloud.url) })}</p> : null}
    </>
  );
}

const hostOf = (url: string): string => url.replace(/^https?:\/\//, '');
