import { useTranslation } from 'react-i18next';
import type { DayBoard } from '../../../contracts/queries.ts';
import { useNow } from '../../data/clock.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { runCommand } from '../../ui/commands.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { ScreenSkeleton } from '../../ui/screen-skeleton.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useBoardPlace } from '../frame/board-place.tsx';
import { glanceFacts } from './glance-facts.ts';
import css from './glance-screen.module.css';

/** The assistant panel: the day in sentences. They are computed here; the screen says so. */
export function GlanceScreen() {
  const { t } = useTranslation(['glance', 'calendar', 'payments']);
  const { location, day } = useBoardPlace();
  const { data, isError, error } = useDeskQuery(
    'dayBoard',
    { locationId: location?.id ?? '', day },
    { enabled: location !== null },
  );
  if (isError) {
    return (
      <div className={css.page}>
        <FailureText failure={failureOf(error)} />
      </div>
    );
  }
  if (!data || !location) return <ScreenSkeleton />;
  if (data.cover === 'not_loaded') {
    return <EmptyState title={t('payments:notLoaded.title')} text={t('payments:notLoaded.text')} />;
  }
  if (data.cover === 'not_here') {
    return <EmptyState title={t('calendar:notHere.title')} text={t('calendar:notHere.text')} />;
  }
  return (
    <div className={css.page}>
      <h1>{t('title')}</h1>
      <p className={css.honest}>{t('honest')}</p>
      <Sentences board={data} locationName={location.name} />
    </div>
  );
}

function Sentences({ board, locationName }: { readonly board: DayBoard; readonly locationName: string }) {
  const { t } = useTranslation(['glance', 'common']);
  const format = useFormat();
  const now = useNow(60_000);
  const { today } = useBoardPlace();
  const isToday = board.day === today;
  const facts = glanceFacts(board, now);
  const where = {
    location: locationName,
    day: isToday ? t('today') : t('on', { day: format.dayLong(board.day) }),
  };
  const { counts } = board;
  const name = (client: string | null): string => client ?? t('common:walkIn');
  const sentences: (readonly [id: string, text: string])[] = [];
  const say = (id: string, text: string): void => void sentences.push([id, text]);

  if (board.occasion) say('occasion', t('occasion', { occasion: board.occasion }));
  if (facts.visits > 0) say('count', t('count', { count: facts.visits, ...where }));
  else say('count', board.hours.length === 0 ? t('closed', where) : t('empty', where));
  if (isToday && facts.visits > 0) {
    say(
      'progress',
      t('progress', { done: counts.done, inService: counts.in_service, arrived: counts.arrived }),
    );
  }
  if (counts.requested > 0) say('requested', t('requested', { count: counts.requested }));
  if (counts.no_show > 0) say('noShows', t('noShows', { count: counts.no_show }));
  if (facts.withAlert > 0) say('alerts', t('alerts', { count: facts.withAlert }));
  for (const column of facts.away) {
    say(`away-${column.staffId}`, t('away', { name: column.name, reason: column.leave ?? '' }));
  }
  if (facts.busiest) {
    const hours = format.duration(facts.busiest.bookedMinutes);
    say('busiest', t('busiest', { name: facts.busiest.column.name, hours }));
  }
  if (facts.freest) {
    const hours = format.duration(facts.freest.freeMinutes);
    say('free', t('free', { name: facts.freest.column.name, hours }));
  }
  if (facts.visits > 0) {
    say('value', t('value', { amount: format.money(facts.worthCents), paid: format.money(facts.paidCents) }));
  }
  return (
    <>
      {isToday && facts.late.length > 0 ? (
        <section className={css.late}>
          <h2>{t('late', { count: facts.late.length })}</h2>
          <ul>
            {facts.late.map(({ card, minutes }) => (
              <li key={card.appointmentId}>
                <button
                  type="button"
                  onClick={() => runCommand('open-appointment', { appointmentId: card.appointmentId })}
                >
                  {t('lateEntry', {
                    name: name(card.clientName),
                    time: format.time(card.startsAt, board.timeZone),
                    minutes: format.duration(minutes),
                  })}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <ul className={css.sentences}>
        {sentences.map(([id, text]) => (
          <li key={id}>{text}</li>
        ))}
      </ul>
    </>
  );
}
