import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientDetail, ClientVisit } from '../../../contracts/queries/clients.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { useSyncStatus } from '../../data/use-sync-status.ts';
import { runCommand } from '../../ui/commands.ts';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './client-panel.module.css';
import { usePanelTimes } from './use-panel-times.ts';

const SHOWN_AT_FIRST = 6;

/** Visits past and to come, newest first; each opens in the calendar. */
export function ClientVisits({ client }: { readonly client: ClientDetail }) {
  const { t } = useTranslation('clients');
  const { month } = usePanelTimes();
  const [all, setAll] = useState(false);
  const { visits } = client;
  const shown = all ? visits : visits.slice(0, SHOWN_AT_FIRST);
  return (
    <section className={css.section}>
      <h3>{t('visits.title')}</h3>
      {visits.length === 0 ? <p className={css.small}>{t('visits.none')}</p> : null}
      <ul className={css.visits}>
        {shown.map((visit) => (
          <Visit key={visit.appointmentId} visit={visit} />
        ))}
      </ul>
      {shown.length < visits.length ? (
        <button type="button" className={css.link} onClick={() => setAll(true)}>
          {t('visits.all', { count: visits.length })}
        </button>
      ) : null}
      {client.heldFrom === null ? null : (
        <>
          <p className={css.small}>{t('visits.heldFrom', { month: month(client.heldFrom) })}</p>
          <EarlierVisits heldFrom={client.heldFrom} />
        </>
      )}
    </section>
  );
}

/** Fetches the year before what is here; each further year is another click. */
function EarlierVisits({ heldFrom }: { readonly heldFrom: number }) {
  const { t } = useTranslation('clients');
  const link = useDeskLink();
  const online = useSyncStatus()?.online === true;
  const [asked, setAsked] = useState<number | null>(null);
  if (!online) return <p className={css.small}>{t('visits.offline')}</p>;
  if (asked === heldFrom) return <p className={css.small}>{t('visits.fetching')}</p>;
  const fetchYear = (): void => {
    setAsked(heldFrom);
    void link.call('sync.fetchMonths', yearBefore(heldFrom)).then((answer) => {
      if (!answer.ok) setAsked(null);
    });
  };
  return (
    <button type="button" className={css.link} onClick={fetchYear}>
      {t('visits.fetchYear')}
    </button>
  );
}

/** The twelve UTC months before one, yyyymm. */
const yearBefore = (month: number): number[] =>
  Array.from({ length: 12 }, (_, index) => {
    const months = Math.floor(month / 100) * 12 + (month % 100) - 2 - index;
    return Math.floor(months / 12) * 100 + (months % 12) + 1;
  });

function Visit({ visit }: { readonly visit: ClientVisit }) {
  const { t } = useTranslation(['clients', 'common']);
  const format = useFormat();
  const { moment } = usePanelTimes();
  const when = moment(visit.startsAt, visit.timeZone);
  return (
    <li data-status={visit.status}>
      <button
        type="button"
        className={css.visit}
        title={t('visits.openVisit', { when })}
        onClick={() => {
          runCommand('close-trays');
          runCommand('open-appointment', { appointmentId: visit.appointmentId });
        }}
      >
        <StatusGlyph status={visit.status} size={12} />
        <span className={css.visitWhen}>{when}</span>
        <span className="number">{format.money(visit.priceCents)}</span>
        <span className={css.visitWhat}>
          {visit.services.join(', ')}{' '}
          <span className={css.quiet}>{t('visits.with', { names: visit.staffNames.join(', ') })}</span>
        </span>
        <span className={css.visitStatus}>{t(`common:appointmentStatus.${visit.status}`)}</span>
      </button>
    </li>
  );
}
