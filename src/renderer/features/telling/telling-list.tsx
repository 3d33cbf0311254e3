import { useTranslation } from 'react-i18next';
import type { TellingItem } from '../../../contracts/queries/telling.ts';
import { PendingMark } from '../../ui/pending-mark.tsx';
import css from './to-tell.module.css';
import { useVisitWords } from './use-visit-words.ts';

/** Who told whom, how and when, newest first. */
export function TellingList({ tellings }: { readonly tellings: readonly TellingItem[] }) {
  const { t } = useTranslation('telling');
  const words = useVisitWords();
  return (
    <ol className={css.tellings}>
      {tellings.map(({ id, channel, outcome, told, timeZone, at, actor, pending }) => (
        <li key={id}>
          <span className={css.when}>{words.when(at, timeZone)}</span>
          <span>
            {t(`item.${outcome}`, { channel: t(`channel.${channel}`) })}{' '}
            {outcome === 'no_answer'
              ? null
              : told.status === 'cancelled'
                ? t('item.saidCancelled')
                : t('item.saidBooked', { when: words.when(told.startsAt, timeZone) })}
            <span className={css.quiet}> {actor}</span>
            {pending ? <PendingMark label={t('waits')} /> : null}
          </span>
        </li>
      ))}
    </ol>
  );
}
