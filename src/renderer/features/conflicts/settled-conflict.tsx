import { useTranslation } from 'react-i18next';
import type { ConflictItem } from '../../../contracts/queries.ts';
import css from './conflicts-tray.module.css';
import { Dependents } from './dependents.tsx';
import { useHeadline } from './use-headline.ts';

/** Decided, or on its way: no more than that, and what rested on it and is still to be done. */
export function SettledConflict({
  conflict,
  today,
  timeZone,
}: {
  readonly conflict: ConflictItem;
  readonly today: string;
  readonly timeZone: string;
}) {
  const { t } = useTranslation('conflicts');
  const headline = useHeadline(conflict);
  const { state, mine } = conflict;
  return (
    <li className={css.conflict}>
      <h3 className={css.settled}>
        {mine?.clientName == null ? headline : t('settledFor', { name: mine.clientName, headline })}
      </h3>
      <p className={css.quiet}>{t(`settled.${state === 'open' ? 'resolving' : state}`)}</p>
      <Dependents conflict={conflict} timeZone={mine?.timeZone ?? timeZone} today={today} />
    </li>
  );
}
