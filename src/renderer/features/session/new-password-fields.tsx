import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PASSWORD_MIN, passwordProblem } from '../../../domain/access/password-rule.ts';

/** A new password, twice, with its rule said beforehand. */
export function NewPasswordFields({
  password,
  again,
  onPassword,
  onAgain,
  problem,
  autoFocus = false,
}: {
  readonly password: string;
  readonly again: string;
  readonly onPassword: (next: string) => void;
  readonly onAgain: (next: string) => void;
  /** What is wrong, once somebody tried. */
  readonly problem: PasswordProblem | null;
  readonly autoFocus?: boolean;
}) {
  const { t } = useTranslation('session');
  const says = problem === null ? null : t(`password.${problem}`, { count: PASSWORD_MIN });
  return (
    <>
      <PasswordInput
        label={t('password.new')}
        description={t('password.rule', { count: PASSWORD_MIN })}
        autoComplete="new-password"
        autoFocus={autoFocus}
        value={password}
        error={problem === 'mismatch' ? null : says}
        onChange={(event) => onPassword(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('password.again')}
        autoComplete="new-password"
        value={again}
        error={problem === 'mismatch' ? says : null}
        onChange={(event) => onAgain(event.currentTarget.value)}
      />
    </>
  );
}

export type PasswordProblem = NonNullable<ReturnType<typeof passwordProblem>> | 'mismatch';

export const newPasswordProblem = (password: string, again: string, email: string): PasswordProblem | null =>
  passwordProblem(password, email) ?? (password === again ? null : 'mismatch');
