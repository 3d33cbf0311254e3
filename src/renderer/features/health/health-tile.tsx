import { useTranslation } from 'react-i18next';
import { Line, LineChart, ReferenceArea, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { type Instant, MINUTE } from '../../../base/time.ts';
import type { Level } from '../../../domain/health/severity.ts';
import { HOME_ZONE, formatTime } from '../../ui/format.ts';
import css from './health-tile.module.css';
import type { Gap, Point } from './health-series.ts';

type Mark = { readonly at: number; readonly text: string };

/** One figure over the last hour with its thresholds; where nothing is known it is hatched, never green. */
export function HealthTile({
  name,
  series,
  level,
  value,
  target,
  marks,
  points,
  gaps,
  from,
  to,
  tick,
}: {
  readonly name: string;
  readonly series: Exclude<keyof Point, 'at'>;
  /** `unjudged` for a figure without a threshold. */
  readonly level: Level | 'unjudged';
  /** Already with its unit; null: nothing is known. */
  readonly value: string | null;
  readonly target: string;
  readonly marks: readonly Mark[];
  readonly points: readonly Point[];
  readonly gaps: readonly Gap[];
  readonly from: Instant;
  readonly to: Instant;
  readonly tick: (value: number) => string;
}) {
  const { t } = useTranslation('health');
  const hatchId = `health-hatch-${series}`;
  const values = points.flatMap((point) => point[series] ?? []);
  const highest = Math.max(0, ...values);
  // The lowest threshold is always in sight; a higher one only once the figure comes near it.
  const shownMarks = marks.filter(({ at }, index) => index === 0 || highest > at * 0.6);
  const top = niceTop(Math.max(highest, ...shownMarks.map(({ at }) => at)));
  return (
    <section className={css.tile}>
      <header className={css.head}>
        <h2>{name}</h2>
        <p className={css.target}>{target}</p>
        <p className={css.value} data-unknown={value === null}>
          {value ?? t('noData')}
        </p>
        {level === 'unjudged' || level === 'no_data' ? null : (
          <p className={css.level} data-level={level ?? 'ok'}>
            {t(`level.${level ?? 'ok'}`)}
          </p>
        )}
      </header>
      <div
        role="img"
        aria-label={t('chart', { name })}
        className={values.length === 0 ? `${css.chart ?? ''} hatch` : css.chart}
      >
        <ResponsiveContainer width="100%" height={124}>
          <LineChart
            data={points}
            margin={{ top: 4, right: 54, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <defs>
              <pattern
                id={hatchId}
                width="6"
                height="6"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
              >
                <rect width="1" height="6" className={css.hatch} />
              </pattern>
            </defs>
            <XAxis
              dataKey="at"
              type="number"
              domain={[from, to]}
              ticks={[from, from + 20 * MINUTE, from + 40 * MINUTE, to]}
              tickFormatter={(at: number) => formatTime(at, HOME_ZONE)}
              tickLine={false}
              height={22}
              allowDataOverflow
            />
            <YAxis
              domain={[0, top]}
              width={64}
              ticks={[0, top / 2, top]}
              axisLine={false}
              tickLine={false}
              tickFormatter={tick}
            />
            {gaps.map((gap) => (
              <ReferenceArea
                key={gap.from}
                x1={gap.from}
                x2={gap.to}
                fill={`url(#${hatchId})`}
                fillOpacity={1}
                ifOverflow="hidden"
              />
            ))}
            {shownMarks.map(({ at, text }) => (
              <ReferenceLine
                key={text}
                y={at}
                className={css.mark ?? ''}
                strokeDasharray="2 3"
                label={{ value: text, position: 'right', className: css.markLabel ?? '' }}
              />
            ))}
            <Line
              type="linear"
              dataKey={series}
              dot={false}
              isAnimationActive={false}
              connectNulls={false}
              className={css.line ?? ''}
            />
          </LineChart>
        </ResponsiveContainer>
      </div>
    </section>
  );
}

/** The next round number above: 1, 2, 4, 5 or 8 times a power of ten, so that halves are round too. */
function niceTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 5, 8, 10].find((one) => one * power >= value * 1.04) ?? 20;
  // Powers below one leave binary dust (0.30000000000000004).
  return Number((step * power).toPrecision(6));
}
