import { useTranslation } from 'react-i18next';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './open-visits.module.css';
import type { OpenVisit } from './takings.ts';

/** Visits of the day that are not paid in full, in the order of the day; a row leads to taking the money. */
export function OpenVisits({
  visits,
  timeZone,
  chosen,
  onTake,
}: {
  readonly visits: readonly OpenVisit[];
  readonly timeZone: string;
  readonly chosen: OpenVisit | null;
  readonly onTake: (visit: OpenVisit) => void;
}) {
  const { t } = useTranslation('payments');
  const isHere = ({ status }: OpenVisit): boolean => HERE.has(status);
  const groups = [
    { id: 'here', visits: visits.filter(isHere) },
    { id: 'later', visits: visits.filter((visit) => !isHere(visit)) },
  ].filter((group): group is { id: 'here' | 'later'; visits: OpenVisit[] } => group.visits.length > 0);
  return (
    <section className={css.open}>
      <h2>{t('open.title')}</h2>
      {visits.length === 0 ? <p className={css.empty}>{t('open.empty')}</p> : null}
      {groups.map(({ id, visits: list }) => (
        <section key={id}>
          {groups.length > 1 ? <h3>{t(`open.${id}`)}</h3> : null}
          <ul>
            {list.map((visit) => (
              <Visit
                key={visit.appointmentId}
                visit={visit}
                timeZone={timeZone}
                isChosen={visit.appointmentId === chosen?.appointmentId}
                onTake={onTake}
              />
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

const HERE: ReadonlySet<string> = new Set(['arrived', 'in_service', 'done']);

function Visit({
  visit,
  timeZone,
  isChosen,
  onTake,
}: {
  readonly visit: OpenVisit;
  readonly timeZone: string;
  readonly isChosen: boolean;
  readonly onTake: (visit: OpenVisit) => void;
}) {
  const { t } = useTranslation(['payments', 'common']);
  const format = useFormat();
  const client = visit.clientName ?? t('common:walkIn');
  const amount = format.money(visit.dueCents);
  return (
    <li>
      <button
        type="button"
        className={css.visit}
        title={t('open.takeFor', { amount, client })}
        aria-pressed={isChosen}
        onClick={() => onTake(visit)}
      >
        <span className={css.time}>{format.time(visit.startsAt, timeZone)}</span>
        <span className={css.who}>
          <span>{client}</span>
          <small>{visit.serviceName}</small>
        </span>
        <span className={css.amount}>
          <span>{amount}</span>
          <small>
            <StatusMark status={visit.status} />
          </small>
        </span>
      </button>
    </li>
  );
}
