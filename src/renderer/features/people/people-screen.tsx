import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { ScreenSkeleton } from '../../ui/screen-skeleton.tsx';
import css from './people-screen.module.css';
import { RosterPeople } from './roster-people.tsx';
import { StaffPanel } from './staff-panel.tsx';

/** What the panel at the side shows. */
type Open = { readonly kind: 'staff'; readonly id: string | null };

/** Who works here and does what, and who may sign in. */
export function PeopleScreen() {
  const { t } = useTranslation('people');
  const { data, isError, error } = useDeskQuery('people', {});
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  return (
    <div className={css.page}>
      <header>
        <h1>{t('title')}</h1>
        <p className={css.sentence}>{t('sentence')}</p>
      </header>
      {isError ? <FailureText failure={failureOf(error)} /> : null}
      {data ? (
        <RosterPeople people={data} onOpen={(id) => setOpen({ kind: 'staff', id })} />
      ) : isError ? null : (
        <ScreenSkeleton />
      )}
      {data && open?.kind === 'staff' ? (
        <StaffPanel key={open.id ?? 'new'} id={open.id} people={data} onClose={close} />
      ) : null}
    </div>
  );
}
