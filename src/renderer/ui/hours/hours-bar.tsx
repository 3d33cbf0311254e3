import type { Stretch } from '../../../domain/business/stretches.ts';
import css from './hours.module.css';

/** From six to ten at night a day is drawn at its full length; what lies outside widens the picture. */
const USUAL: Stretch = [360, 1320];

/** Open hours as a line through the day: two days are compared at a glance. */
export function HoursBar({ stretches }: { readonly stretches: readonly Stretch[] }) {
  const from = Math.min(USUAL[0], ...stretches.map(([start]) => start));
  const to = Math.max(USUAL[1], ...stretches.map(([, end]) => end));
  const share = (minutes: number): string => `${String(((minutes / (to - from)) * 100).toFixed(2))}%`;
  return (
    <svg className={css.bar} aria-hidden>
      <line x1="0" x2="100%" y1="50%" y2="50%" />
      {stretches.map(([start, end]) => (
        <rect key={start} x={share(start - from)} width={share(end - start)} y="3" height="10" rx="2" />
      ))}
    </svg>
  );
}
