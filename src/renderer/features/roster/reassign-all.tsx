import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlainDate } from '../../../base/time.ts';
import type { OutsideVisit, ReassignMove } from '../../../contracts/queries/roster.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useExecute } from '../../data/use-execute.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { useTell } from '../../ui/tell.tsx';
import { offerUndo } from '../../ui/undo-notice.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { AfterMoment } from '../../ui/waiting.tsx';
import { moveCommand, startOf, takersOf } from './move-commands.ts';
import css from './outside-panel.module.css';

/** A plan for all bookings of the list, shown before it is carried out; one undo takes all of it back. */
export function ReassignAll({
  visits,
  timeZone,
  today,
  onDone,
}: {
  readonly visits: readonly OutsideVisit[];
  readonly timeZone: string;
  readonly today: PlainDate;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation(['roster', 'common']);
  const format = useFormat();
  const execute = useExecute();
  const tell = useTell();
  const [isMoving, setMoving] = useState(false);
  const query = useDeskQuery('reassignPlan', {
    appointmentIds: visits.map(({ appointmentId }) => appointmentId),
  });
  const byId = new Map(visits.map((visit) => [visit.appointmentId, visit]));
  const clientOf = (visit: OutsideVisit | undefined): string =>
    visit?.clientName ?? t(visit?.clientId === null ? 'common:walkIn' : 'common:nobody');

  if (query.isError) return <FailureText failure={failureOf(query.error)} />;
  if (!query.data) {
    return (
      <AfterMoment>
        <p className={css.text}>{t('plan.planning')}</p>
      </AfterMoment>
    );
  }
  const { moves, unplaced, clientsToTell } = query.data;

  const commit = async (): Promise<void> => {
    setMoving(true);
    const answer = await execute(
      moves.map((move) => moveCommand(move, 'there')),
      {
        onFailure: ({ rejection }) => {
          if (rejection?.code !== 'overlap' && rejection?.code !== 'stale') return false;
          tell(t('plan.taken'));
          void query.refetch();
          return true;
        },
      },
    );
    setMoving(false);
    if (!answer.ok) return;
    onDone();
    offerUndo({
      text: t('plan.done', { count: moves.length, tell: t('plan.tell', { count: clientsToTell }) }),
      undo: async () => {
        await execute(moves.map((move) => moveCommand(move, 'back')));
      },
    });
  };

  const isOnTime = ({ awayMs }: ReassignMove): boolean => awayMs === 0;
  const groups = [
    { id: 'sameTime', list: moves.filter(isOnTime) },
    { id: 'otherTime', list: moves.filter((move) => !isOnTime(move)) },
  ] as const;
  return (
    <>
      <p className={css.text}>{moves.length === 0 ? t('plan.nothing') : t('plan.sentence')}</p>
      {groups.map(({ id, list }) =>
        list.length === 0 ? null : (
          <section key={id}>
            <h3 className={css.day}>{t(`plan.${id}`)}</h3>
            <ul className={css.list}>
              {list.map((move) => {
                const visit = byId.get(move.appointmentId);
                return (
                  <li key={move.appointmentId} className={css.planned}>
                    <span className={css.time}>{format.time(startOf(move), timeZone)}</span>
                    <span className={css.who}>
                      <strong>{clientOf(visit)}</strong>
                      <span>
                        {visit && visit.day !== today ? `${format.day(visit.day, today)}, ` : ''}
                        {move.lines.map(({ serviceName }) => serviceName).join(', ')}
                      </span>
                      <small>
                        {t('plan.from', {
                          from: leavesOf(visit, timeZone, move, format.time),
                          to: takersOf(move),
                        })}
                      </small>
                    </span>
                  </li>
                );
              })}
            </ul>
          </section>
        ),
      )}
      {unplaced.length === 0 ? null : (
        <section>
          <h3 className={css.day}>{t('plan.unplaced')}</h3>
          <ul className={css.list}>
            {unplaced.map(({ appointmentId, why }) => {
              const visit = byId.get(appointmentId);
              return (
                <li key={appointmentId} className={css.planned}>
                  <span className={css.time}>{visit ? format.time(visit.startsAt, timeZone) : null}</span>
                  <span className={css.who}>
                    <strong>{clientOf(visit)}</strong>
                    <small>{t(`plan.why.${why}`)}</small>
                  </span>
                </li>
              );
            })}
          </ul>
        </section>
      )}
      <div className={css.commit}>
        {moves.length === 0 ? null : <p className={css.text}>{t('plan.tell', { count: clientsToTell })}</p>}
        <div className={css.buttons}>
          <Button variant="default" onClick={onDone}>
            {t('plan.back')}
          </Button>
          {moves.length === 0 ? null : (
            <Button data-autofocus disabled={isMoving} onClick={() => void commit()}>
              {t('plan.commit', { count: moves.length })}
            </Button>
          )}
        </div>
      </div>
    </>
  );
}

/** Whom it leaves, and when it was if that changes: "Ana" or "10:00 Ana". */
function leavesOf(
  visit: OutsideVisit | undefined,
  timeZone: string,
  { awayMs }: ReassignMove,
  time: (at: number, zone: string) => string,
): string {
  if (!visit) return '';
  const names = [...new Set(visit.lines.filter(({ why }) => why !== null).map(({ staffName }) => staffName))];
  return `${awayMs === 0 ? '' : `${time(visit.startsAt, timeZone)} `}${names.join(', ')}`;
}
