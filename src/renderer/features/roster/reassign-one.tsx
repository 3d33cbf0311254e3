import { useTranslation } from 'react-i18next';
import { MINUTE } from '../../../base/time.ts';
import type { OutsideVisit, OutsideWhy, ReassignMove } from '../../../contracts/queries/roster.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useExecute } from '../../data/use-execute.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { dayOf } from '../../ui/format.ts';
import { offerUndo } from '../../ui/undo-notice.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { AfterMoment } from '../../ui/waiting.tsx';
import { moveCommand, startOf, takersOf } from './move-commands.ts';
import css from './outside-panel.module.css';

/** One booking outside the roster: whose, why, and on demand where else it can go. */
export function ReassignOne({
  visit,
  timeZone,
  isOpen,
  onToggle,
}: {
  readonly visit: OutsideVisit;
  readonly timeZone: string;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}) {
  const { t } = useTranslation(['roster', 'common']);
  const format = useFormat();
  const whyInWords = useWhy();
  const client = visit.clientName ?? t(visit.clientId === null ? 'common:walkIn' : 'common:nobody');
  const time = format.time(visit.startsAt, timeZone);
  const outside = visit.lines.filter(({ why }) => why !== null);
  return (
    <li className={css.visit}>
      <div className={css.head}>
        <span className={css.time}>{time}</span>
        <span className={css.who}>
          <strong>{client}</strong>
          <span>{visit.lines.map(({ serviceName }) => serviceName).join(', ')}</span>
          {[...new Map(outside.map((line) => [line.staffId, line])).values()].map(
            ({ staffId, staffName, why }) => (
              <small key={staffId}>{why ? whyInWords(why, staffName) : null}</small>
            ),
          )}
        </span>
        <button
          type="button"
          className={css.reassign}
          aria-expanded={isOpen}
          aria-label={t('outside.reassignOf', { client, time })}
          onClick={onToggle}
        >
          {t('outside.reassign')}
        </button>
      </div>
      {isOpen ? <Options visit={visit} client={client} timeZone={timeZone} /> : null}
    </li>
  );
}

function useWhy(): (why: OutsideWhy, name: string) => string {
  const { t } = useTranslation('roster');
  return (why, name) => {
    switch (why.kind) {
      case 'leave':
        return why.reason === ''
          ? t('outside.why.leave', { name })
          : t('outside.why.leaveWhy', { name, reason: why.reason });
      case 'off':
        return t('outside.why.off', { name });
      case 'left':
        return t('outside.why.left', { name });
      case 'elsewhere':
        return t('outside.why.elsewhere', { name, place: why.locationName });
      case 'hours':
        return t('outside.why.hours', { name });
    }
  };
}

const MOST_OPTIONS = 8;

function Options({
  visit,
  client,
  timeZone,
}: {
  readonly visit: OutsideVisit;
  readonly client: string;
  readonly timeZone: string;
}) {
  const { t } = useTranslation('roster');
  const format = useFormat();
  const execute = useExecute();
  const { appointmentId } = visit;
  const query = useDeskQuery('reassignOptions', { appointmentId, limit: MOST_OPTIONS });

  const take = async (move: ReassignMove): Promise<void> => {
    const answer = await execute([moveCommand(move, 'there')]);
    if (!answer.ok) return;
    offerUndo({
      text: t('outside.moved', { client, time: format.time(startOf(move), timeZone), name: takersOf(move) }),
      undo: async () => {
        await execute([moveCommand(move, 'back')]);
      },
    });
  };
  if (query.isError) return <FailureText failure={failureOf(query.error)} />;
  if (!query.data) {
    return (
      <AfterMoment>
        <p className={css.text}>{t('outside.searching')}</p>
      </AfterMoment>
    );
  }
  if (query.data.length === 0) return <p className={css.text}>{t('outside.noOption')}</p>;

  const distance = ({ awayMs, ...move }: ReassignMove): string | null => {
    if (awayMs === 0) return t('outside.option.sameTime');
    if (dayOf(startOf({ awayMs, ...move }), timeZone) !== visit.day) return null;
    const duration = format.duration(Math.abs(awayMs) / MINUTE);
    return t(awayMs < 0 ? 'outside.option.earlier' : 'outside.option.later', { duration });
  };
  return (
    <ul className={css.options}>
      {query.data.map((move) => {
        const startsAt = startOf(move);
        const day = dayOf(startsAt, timeZone);
        const facts = { time: format.time(startsAt, timeZone), name: takersOf(move) };
        const room = move.lines.find(
          ({ resourceId, before }) => resourceId !== null && resourceId !== before.resourceId,
        );
        const details = [
          distance(move),
          move.familiarity > 0 ? t('outside.option.knows', { count: move.familiarity }) : null,
          room?.resourceName ?? null,
        ].filter((text) => text !== null);
        return (
          <li key={`${String(startsAt)} ${move.lines.map(({ staffId }) => staffId).join()}`}>
            <button type="button" onClick={() => void take(move)}>
              <span>
                {day === visit.day
                  ? t('outside.option.same', facts)
                  : t('outside.option.otherDay', { ...facts, day: format.day(day, visit.day) })}
              </span>
              <small>{details.join(', ')}</small>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
