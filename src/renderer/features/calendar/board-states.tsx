import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../../../contracts/desk-api.ts';
import type { DayBoard } from '../../../contracts/queries.ts';
import { useSyncStatus } from '../../data/use-sync-status.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { AfterMoment } from '../../ui/waiting.tsx';
import css from './board-states.module.css';
import { QUARTER_PX, useDensity } from './density.ts';

/** A day that this PC does not hold: hatched, so that nobody takes it for a free one. */
export function BoardNotLoaded() {
  const { t } = useTranslation('calendar');
  const online = useSyncStatus()?.online ?? true;
  return (
    <div className={`${css.notLoaded ?? ''} hatch`}>
      <div className={css.paper}>
        <EmptyState
          title={t('notLoaded.title')}
          text={online ? t('notLoaded.text') : t('notLoaded.offline')}
        />
      </div>
    </div>
  );
}

/** A branch that this PC is not to hold: just as unknown, and no waiting helps. */
export function BoardNotHere() {
  const { t } = useTranslation('calendar');
  return (
    <div className={`${css.notLoaded ?? ''} hatch`}>
      <div className={css.paper}>
        <EmptyState title={t('notHere.title')} text={t('notHere.text')} />
      </div>
    </div>
  );
}

export function BoardEmpty() {
  const { t } = useTranslation('calendar');
  return (
    <div className={css.fill}>
      <EmptyState title={t('empty.title')} text={t('empty.text')} />
    </div>
  );
}

export function BoardFailed({
  failure,
  onAgain,
}: {
  readonly failure: CallFailure;
  readonly onAgain: () => void;
}) {
  const { t } = useTranslation('calendar');
  return (
    <div className={css.failed}>
      <h2 className={css.title}>{t('failed.title')}</h2>
      <FailureText failure={failure} />
      <Button variant="default" onClick={onAgain}>
        {t('failed.again')}
      </Button>
    </div>
  );
}

/** The ruled page before its entries: the same rules at the same places, so that nothing jumps. */
export function BoardSkeleton() {
  const { t } = useTranslation('calendar');
  const density = useDensity();
  const hour = QUARTER_PX[density] * 4;
  return (
    <AfterMoment>
      <div className={css.skeleton} role="status" aria-label={t('board.loading')}>
        {[0, 1, 2, 3, 4, 5, 6, 7, 8].map((row) => (
          <div key={row} className={css.rule} style={{ top: 44 + row * hour }} />
        ))}
      </div>
    </AfterMoment>
  );
}

/** Why the hours are not the usual ones. */
export function OccasionBanner({ board }: { readonly board: DayBoard }) {
  const { t } = useTranslation('calendar');
  const { occasion, hours } = board;
  if (hours.length === 0) {
    return (
      <p className={css.banner}>
        {occasion === null ? t('board.closed') : t('board.closedWhy', { occasion })}
      </p>
    );
  }
  return occasion === null ? null : <p className={css.banner}>{t('board.occasion', { occasion })}</p>;
}
