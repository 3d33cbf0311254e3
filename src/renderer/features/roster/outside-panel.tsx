import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlainDate } from '../../../base/time.ts';
import type { OutsideRoster, OutsideVisit } from '../../../contracts/queries/roster.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './outside-panel.module.css';
import { ReassignAll } from './reassign-all.tsx';
import { ReassignOne } from './reassign-one.tsx';

/** Bookings whose person is not at work then: given to others one by one, or all by a plan. */
export function OutsidePanel({
  outside,
  timeZone,
  today,
  onClose,
}: {
  readonly outside: OutsideRoster | undefined;
  readonly timeZone: string;
  readonly today: PlainDate;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('roster');
  const format = useFormat();
  const [planned, setPlanned] = useState<readonly OutsideVisit[] | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const visits = outside?.visits ?? [];
  const days = Map.groupBy(visits, ({ day }) => day);

  if (planned !== null) {
    return (
      <SidePanel title={t('plan.title')} onClose={onClose}>
        <ReassignAll visits={planned} timeZone={timeZone} today={today} onDone={() => setPlanned(null)} />
      </SidePanel>
    );
  }
  return (
    <SidePanel title={t('outside.title')} onClose={onClose}>
      {outside?.cover === 'not_loaded' ? <p className={css.text}>{t('outside.notLoaded')}</p> : null}
      {outside?.cover === 'not_here' ? <p className={css.text}>{t('outside.notHere')}</p> : null}
      {visits.length === 0 && outside?.cover === 'complete' ? (
        <EmptyState title={t('outside.emptyTitle')} text={t('outside.emptyText')} />
      ) : null}
      {visits.length > 0 ? (
        <>
          <p className={css.text}>{t('outside.sentence')}</p>
          <Button onClick={() => setPlanned(visits)}>{t('outside.reassignAll')}</Button>
        </>
      ) : null}
      {outside && outside.count > visits.length ? (
        <p className={css.text}>{t('outside.more', { count: visits.length })}</p>
      ) : null}
      {[...days].map(([day, list]) => (
        <section key={day}>
          <h3 className={css.day}>{format.day(day, today)}</h3>
          <ul className={css.list}>
            {list.map((visit) => (
              <ReassignOne
                key={visit.appointmentId}
                visit={visit}
                timeZone={timeZone}
                isOpen={open === visit.appointmentId}
                onToggle={() => setOpen(open === visit.appointmentId ? null : visit.appointmentId)}
              />
            ))}
          </ul>
        </section>
      ))}
    </SidePanel>
  );
}
