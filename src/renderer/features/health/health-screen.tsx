import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Instant, MINUTE } from '../../../base/time.ts';
import type { HealthReply } from '../../../contracts/wire.ts';
import {
  ERROR_HIGH,
  ERROR_TARGET,
  LATENCY_HIGH_MS,
  LATENCY_TARGET_MS,
  type Level,
  judgeHealth,
  poolLevel,
  worstLevel,
} from '../../../domain/health/severity.ts';
import { useNow } from '../../data/clock.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useSession } from '../../data/use-session.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { groupThousands } from '../../ui/format.ts';
import { ScreenSkeleton } from '../../ui/screen-skeleton.tsx';
import { AlertsList, DesksList } from './health-lists.tsx';
import css from './health-screen.module.css';
import { gapsOf, seriesOf } from './health-series.ts';
import { HealthTile } from './health-tile.tsx';
import { useHealth } from './use-health.ts';

/** A sentence first, then four hours of figures with their thresholds, then what must be done. */
export function HealthScreen() {
  const { data, error, isError, dataUpdatedAt } = useHealth();
  const shownAt = useNow(5_000);
  const { clockOffsetMs } = useSession();
  if (!data) {
    return isError ? (
      <div className={css.problem}>
        <FailureText failure={failureOf(error)} />
      </div>
    ) : (
      <ScreenSkeleton />
    );
  }
  // The cloud's own clock, carried on by the time since it answered.
  const now = data.now + Math.max(0, shownAt - clockOffsetMs - dataUpdatedAt);
  return <Health health={data} now={now} isOld={isError} />;
}

const levelKey = (level: Level) => level ?? 'ok';

function Health({
  health,
  now,
  isOld,
}: {
  readonly health: HealthReply;
  readonly now: Instant;
  readonly isOld: boolean;
}) {
  const { t } = useTranslation('health');
  const minuteNow = Math.floor(now / MINUTE) * MINUTE;
  const points = useMemo(() => seriesOf(health.samples, minuteNow + MINUTE), [health, minuteNow]);
  const gaps = useMemo(() => gapsOf(health.samples, minuteNow), [health, minuteNow]);
  const verdict = judgeHealth(
    health.samples.map((one) => ({
      at: one.at,
      latencyP95Ms: one.latency_p95_ms,
      requests: one.requests,
      errors: one.errors,
    })),
    now,
  );
  // An alert that nobody has taken outweighs figures that have calmed down meanwhile.
  const open = health.alerts.filter((alert) => alert.acknowledged_at === null);
  const level = worstLevel([verdict.level, ...open.map(({ severity }) => severity)]);
  const byAlert = open.length > 0 && level !== verdict.level;
  const newest = health.samples.toSorted((a, b) => b.at - a.at)[0];
  const isSilent = verdict.level === 'no_data';
  const pool: Level =
    newest && !isSilent ? poolLevel(newest.pool_used, newest.pool_size, newest.pool_waiting) : 'no_data';
  const chart = { points, gaps, from: minuteNow - 60 * MINUTE, to: minuteNow };
  const percent = (share: number): string => (share * 100).toFixed(2).replace('.', ',');

  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1 data-level={levelKey(level)}>
          {byAlert ? t('alerts.headline', { count: open.length }) : t(`verdict.${levelKey(level)}`)}
        </h1>
        <p>
          {t(`act.${levelKey(level)}`)} {byAlert ? t(`act.${levelKey(verdict.level)}`) : null}{' '}
          <Age ms={verdict.ageMs} /> {isOld ? t('offline') : null}
        </p>
      </header>
      <div className={css.tiles}>
        <HealthTile
          {...chart}
          name={t('tile.latency')}
          series="latency"
          level={verdict.latency}
          value={
            verdict.latencyP95Ms === null
              ? null
              : t('unit.ms', { value: groupThousands(verdict.latencyP95Ms) })
          }
          target={t('target.latency')}
          marks={[
            { at: LATENCY_TARGET_MS, text: t('mark.latencyTarget') },
            { at: LATENCY_HIGH_MS, text: t('mark.latencyHigh') },
          ]}
          tick={(value) => t('unit.ms', { value: groupThousands(value) })}
        />
        <HealthTile
          {...chart}
          name={t('tile.errors')}
          series="errors"
          level={verdict.errors}
          value={
            verdict.errorShare === null ? null : t('unit.percent', { value: percent(verdict.errorShare) })
          }
          target={t('target.errors')}
          marks={[
            { at: ERROR_TARGET * 100, text: t('mark.errorTarget') },
            { at: ERROR_HIGH * 100, text: t('mark.errorHigh') },
          ]}
          tick={(value) => t('unit.percent', { value: String(value).replace('.', ',') })}
        />
        <HealthTile
          {...chart}
          name={t('tile.traffic')}
          series="traffic"
          level={isSilent ? 'no_data' : 'unjudged'}
          value={
            verdict.requestsPerMinute === null
              ? null
              : t('unit.perMinute', { value: groupThousands(verdict.requestsPerMinute) })
          }
          target={t('target.traffic')}
          marks={[]}
          tick={(value) => groupThousands(value)}
        />
        <HealthTile
          {...chart}
          name={t('tile.pool')}
          series="pool"
          level={pool}
          value={newest && !isSilent ? t('unit.used', { value: newest.pool_used }) : null}
          target={
            newest ? t('target.pool', { size: newest.pool_size, waiting: newest.pool_waiting }) : t('noData')
          }
          marks={
            newest ? [{ at: newest.pool_size, text: t('mark.poolSize', { size: newest.pool_size }) }] : []
          }
          tick={(value) => String(value)}
        />
      </div>
      <aside className={css.lists}>
        <AlertsList alerts={health.alerts} now={now} />
        <DesksList desks={health.desks} now={now} />
      </aside>
    </div>
  );
}

function Age({ ms }: { readonly ms: number | null }) {
  const { t } = useTranslation('health');
  if (ms === null) return t('ageNone');
  const seconds = Math.round(ms / 1000);
  const age =
    seconds < 120
      ? t('ageSeconds', { count: seconds })
      : t('ageMinutes', { count: Math.round(seconds / 60) });
  return t('age', { age });
}
