import { useTranslation } from 'react-i18next';
import type { QueryResults } from '../../../contracts/queries.ts';
import { useNow } from '../../data/clock.ts';
import { useSession } from '../../data/use-session.ts';
import { dayOf, HOME_ZONE } from '../../ui/format.ts';
import { PendingMark } from '../../ui/pending-mark.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './people-screen.module.css';

/** Everybody with an account in the business, and how each gets in on this PC. */
export function SignInPeople({
  people,
  onOpen,
}: {
  readonly people: QueryResults['people'];
  readonly onOpen: (id: string) => void;
}) {
  const { t } = useTranslation(['people', 'common']);
  const format = useFormat();
  const now = useNow(60_000);
  const { people: here, person } = useSession();
  const today = dayOf(now, HOME_ZONE);
  const pinOf = (memberId: string): string => {
    const one = here.find((known) => known.memberId === memberId);
    if (!one) return t('signIns.notHere');
    if (one.pinUntil === null) return t('signIns.noPin');
    const until = format.day(dayOf(one.pinUntil, HOME_ZONE), today);
    return one.pinUntil <= now
      ? t('signIns.pinEnded', { day: until })
      : t('signIns.pinUntil', { day: until });
  };
  return (
    <section className={css.section} aria-labelledby="sign-ins-title">
      <div className={css.sectionHead}>
        <h2 id="sign-ins-title">{t('signIns.title')}</h2>
      </div>
      <table className={css.list} aria-labelledby="sign-ins-title">
        <thead>
          <tr>
            <th>{t('signIns.person')}</th>
            <th>{t('signIns.email')}</th>
            <th>{t('signIns.role')}</th>
            <th>{t('signIns.onThisPc')}</th>
          </tr>
        </thead>
        <tbody>
          {people.signIns.map((member) => (
            <tr key={member.id} data-gone={!member.active}>
              <td>
                <button type="button" className={css.plainName} onClick={() => onOpen(member.id)}>
                  {member.name}
                </button>
                {member.id === person?.memberId ? (
                  <small className={css.you}>{t('signIns.you')}</small>
                ) : null}
                {member.pending ? <PendingMark label={t('pending')} /> : null}
              </td>
              <td>{member.email}</td>
              <td>{member.active ? t(`common:role.${member.role}`) : t('signIns.out')}</td>
              <td>{member.active ? pinOf(member.id) : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
