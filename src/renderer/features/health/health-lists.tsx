import { useTranslation } from 'react-i18next';
import type { Instant } from '../../../base/time.ts';
import type { HealthReply } from '../../../contracts/wire.ts';
import { isDeskSilent } from '../../../domain/health/severity.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './health-screen.module.css';

const ORDER = { P1: 0, P2: 1, P3: 2 } as const;

/** Alerts that are open, the worst first, then the oldest. */
export function AlertsList({
  alerts,
  now,
}: {
  readonly alerts: HealthReply['alerts'];
  readonly now: Instant;
}) {
  const { t } = useTranslation('health');
  const format = useFormat();
  const sorted = alerts.toSorted(
    (a, b) => ORDER[a.severity] - ORDER[b.severity] || a.opened_at - b.opened_at,
  );
  return (
    <section>
      <h2>{t('alerts.title')}</h2>
      {sorted.length === 0 ? <p className={css.quiet}>{t('alerts.none')}</p> : null}
      <ul>
        {sorted.map((alert) => (
          <li key={alert.id} className={css.alert} data-level={alert.severity}>
            <strong className={css.severity}>{alert.severity}</strong>
            <div>
              <p className={css.alertTitle}>{alert.title}</p>
              <p className={css.quiet}>
                {t('alerts.since', {
                  age: format.duration(Math.max(1, Math.round((now - alert.opened_at) / 60_000))),
                  source: alert.source,
                })}
              </p>
              <p className={css.quiet}>
                {alert.acknowledged_at === null
                  ? t('alerts.open')
                  : t('alerts.acknowledged', {
                      who: alert.acknowledged_by ?? '',
                      when: format.ago(alert.acknowledged_at, now),
                    })}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Desks that were not heard of for a day, or never. */
export function DesksList({ desks, now }: { readonly desks: HealthReply['desks']; readonly now: Instant }) {
  const { t } = useTranslation('health');
  const format = useFormat();
  const silent = desks.filter(({ last_contact }) => isDeskSilent(last_contact, now));
  return (
    <section>
      <h2>
        {t('desks.title')}{' '}
        {desks.length === 0 ? null : (
          <span className={css.quiet}>{t('desks.of', { count: silent.length, all: desks.length })}</span>
        )}
      </h2>
      {silent.length === 0 ? (
        <p className={css.quiet}>{t(desks.length === 0 ? 'desks.unknown' : 'desks.none')}</p>
      ) : null}
      <ul>
        {silent.map((desk) => (
          <li key={desk.device_id} className={css.desk}>
            <p className={css.alertTitle}>
              {desk.device_name}, {desk.tenant_name}
            </p>
            <p className={css.quiet}>
              {desk.last_contact === null
                ? t('desks.never')
                : t('desks.last', { when: format.ago(desk.last_contact, now) })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
