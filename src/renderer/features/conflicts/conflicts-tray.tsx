import { useTranslation } from 'react-i18next';
import type { ConflictItem } from '../../../contracts/queries.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { SidePanel } from '../calendar/side-panel.tsx';
import { ChangedConflict } from './changed-conflict.tsx';
import { ConflictCard } from './conflict-card.tsx';
import css from './conflicts-tray.module.css';
import { SettledConflict } from './settled-conflict.tsx';

/** What the cloud did not accept: both versions in words, and a way out of each. */
export function ConflictsTray({
  today,
  timeZone,
  onClose,
}: {
  readonly today: string;
  /** Of the location on the screen, for conflicts that have none of their own. */
  readonly timeZone: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('conflicts');
  const { data, error } = useDeskQuery('conflicts', {});
  const undecided = data?.filter(({ state }) => state !== 'resolving').length ?? 0;
  return (
    <SidePanel label={t('title')} onClose={onClose}>
      {error ? <FailureText failure={failureOf(error)} /> : null}
      {data?.length === 0 ? <EmptyState title={t('empty')} text={t('emptyText')} /> : null}
      {undecided > 0 ? <p className={css.intro}>{t('intro', { count: undecided })}</p> : null}
      <ConflictList items={data ?? []} today={today} timeZone={timeZone} />
    </SidePanel>
  );
}

/** Each as what it is: still to be decided, a change of facts, or decided with something left to do. */
export function ConflictList({
  items,
  today,
  timeZone,
}: {
  readonly items: readonly ConflictItem[];
  readonly today: string;
  readonly timeZone: string;
}) {
  return (
    <ul className={css.list}>
      {items.map((conflict, index) => {
        if (conflict.state !== 'open') {
          return <SettledConflict key={conflict.id} conflict={conflict} timeZone={timeZone} today={today} />;
        }
        return conflict.changed ? (
          <ChangedConflict key={conflict.id} conflict={conflict} changed={conflict.changed} />
        ) : (
          <ConflictCard
            key={conflict.id}
            conflict={conflict}
            today={today}
            timeZone={timeZone}
            first={index === 0}
          />
        );
      })}
    </ul>
  );
}
