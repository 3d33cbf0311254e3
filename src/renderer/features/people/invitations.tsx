import { Button } from '@mantine/core';
import { IconMailPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DAY } from '../../../base/time.ts';
import type { CallFailure, InvitationItem } from '../../../contracts/desk-api.ts';
import type { Role } from '../../../domain/command.ts';
import { useNow } from '../../data/clock.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { RowButton } from '../../ui/row-button.tsx';
import { useTell } from '../../ui/tell.tsx';
import css from './people-screen.module.css';
import type { useInvitations } from './use-invitations.ts';

/** Who is invited and has not come yet. Invitations live in the cloud: without it the list says so. */
export function Invitations({
  invitations,
  role,
  onInvite,
  onRenewed,
}: {
  readonly invitations: ReturnType<typeof useInvitations>;
  readonly role: Role;
  readonly onInvite: () => void;
  /** A new link was made; the person who asked sees it. */
  readonly onRenewed: (whom: InvitationItem, link: string, expiresAt: number) => void;
}) {
  const { t } = useTranslation(['people', 'common']);
  const link = useDeskLink();
  const tell = useTell();
  const now = useNow(60_000);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const { data, isError, error, refetch } = invitations;

  const renew = async (whom: InvitationItem): Promise<void> => {
    setFailure(null);
    const answer = await link.call('invitation.create', { id: whom.id });
    if (answer.ok) onRenewed(whom, answer.value.link, answer.value.expiresAt);
    else setFailure(answer.error);
    void refetch();
  };
  const withdraw = async (whom: InvitationItem): Promise<void> => {
    setFailure(null);
    const answer = await link.call('invitation.withdraw', whom.id);
    if (answer.ok) tell(t('invitations.withdrawn', { name: whom.name }));
    else setFailure(answer.error);
    void refetch();
  };
  const good = ({ expiresAt }: InvitationItem): string =>
    expiresAt <= now
      ? t('invitations.expired')
      : t('invitations.daysLeft', { count: Math.max(1, Math.ceil((expiresAt - now) / DAY)) });

  return (
    <section className={css.section} aria-labelledby="invitations-title">
      <div className={css.sectionHead}>
        <h2 id="invitations-title">{t('invitations.title')}</h2>
        <Button variant="default" leftSection={<IconMailPlus size={16} />} onClick={onInvite}>
          {t('invitations.add')}
        </Button>
      </div>
      {isError ? (
        <div className={css.offline}>
          <p>{t('invitations.needCloud')}</p>
          <FailureText failure={failureOf(error)} />
          <Button variant="default" onClick={() => void refetch()}>
            {t('common:retry')}
          </Button>
        </div>
      ) : null}
      {failure ? <FailureText failure={failure} /> : null}
      {data?.length === 0 ? <p className={css.none}>{t('invitations.none')}</p> : null}
      {data && data.length > 0 ? (
        <table className={css.list} aria-labelledby="invitations-title">
          <thead>
            <tr>
              <th>{t('signIns.person')}</th>
              <th>{t('signIns.email')}</th>
              <th>{t('signIns.role')}</th>
              <th>{t('invitations.link')}</th>
              <th className={css.end}>
                <span className="visually-hidden">{t('invitations.steps')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.map((one) => (
              <tr key={one.id}>
                <td className={css.strong}>{one.name}</td>
                <td>{one.email}</td>
                <td>{t(`common:role.${one.role}`)}</td>
                <td data-warn={one.expiresAt <= now}>{good(one)}</td>
                <td className={css.end}>
                  {one.role === 'owner' && role !== 'owner' ? null : (
                    <>
                      <RowButton onClick={() => void renew(one)}>{t('invitations.renew')}</RowButton>{' '}
                      <RowButton onClick={() => void withdraw(one)}>{t('invitations.withdraw')}</RowButton>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}
