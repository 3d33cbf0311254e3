import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UpdateState } from '../../../contracts/updates.ts';
import { useNow } from '../../data/clock.ts';
import { useSession } from '../../data/use-session.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './updates.module.css';
import type { ActOnUpdate } from './use-updates.ts';

const MEGABYTE = 1_000_000;

/** Where the update stands, in a sentence, and the one or two things to do. */
export function UpdateSteps({ state, act }: { readonly state: UpdateState; readonly act: ActOnUpdate }) {
  const { t } = useTranslation('updates');
  const now = useNow(60_000);
  const { clockOffsetMs } = useSession();
  const format = useFormat();
  const { phase, next, waitsFor, failure, percent, checkedAt } = state;
  const version = next?.version ?? '';
  const sentence = (): string => {
    if (phase === 'current') {
      if (checkedAt === null) return t('current');
      return t('currentAt', { when: format.ago(checkedAt + clockOffsetMs, now) });
    }
    if (phase === 'available') {
      return next?.bytes == null
        ? t('available', { version })
        : t('availableSize', { version, size: Math.max(1, Math.round(next.bytes / MEGABYTE)) });
    }
    if (phase === 'downloading') return t('downloading', { version, percent: percent ?? 0 });
    if (phase === 'ready')
      return waitsFor === null ? t('ready', { version }) : t(`waits.${waitsFor}`, { version });
    return t(phase, { version });
  };
  return (
    <div className={css.steps}>
      <p className={css.standing} role="status">
        {sentence()}
      </p>
      {phase === 'downloading' ? (
        <progress className={css.progress} max={100} value={percent ?? 0} aria-label={t('progress')} />
      ) : null}
      {failure === null ? null : (
        <div className={css.failure} role="alert">
          <p>{t(`failure.${failure}.what`)}</p>
          <p>{t(`failure.${failure}.action`)}</p>
          <p className={css.code}>{t('code', { code: failure })}</p>
        </div>
      )}
      <div className={css.actions}>
        {phase === 'available' ? <Button onClick={() => void act('download')}>{t('download')}</Button> : null}
        {phase === 'ready' ? <Restart isWaiting={waitsFor !== null} act={act} /> : null}
        {phase === 'unknown' || phase === 'current' || phase === 'available' ? (
          <Button variant="default" onClick={() => void act('check')}>
            {t('check')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function Restart({ isWaiting, act }: { readonly isWaiting: boolean; readonly act: ActOnUpdate }) {
  const { t } = useTranslation('updates');
  const [isBusy, setBusy] = useState(false);
  const installNow = async (): Promise<void> => {
    const after = await act('install-now');
    setBusy(after?.phase === 'ready' && after.failure === null);
  };
  return (
    <>
      {isWaiting ? (
        <Button variant="default" onClick={() => void act('stay')}>
          {t('stay')}
        </Button>
      ) : (
        <Button onClick={() => void act('install-after-closing')}>{t('installLater')}</Button>
      )}
      <Button variant="default" onClick={() => void installNow()}>
        {t('installNow')}
      </Button>
      {isBusy ? (
        <p className={css.busy} role="alert">
          {t('busy')}
        </p>
      ) : null}
    </>
  );
}
