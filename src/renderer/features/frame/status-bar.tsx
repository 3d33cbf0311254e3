import { Popover } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../data/clock.ts';
import { useLinkState } from '../../data/link-context.tsx';
import { useMain } from '../../data/main-context.tsx';
import { useSession } from '../../data/use-session.ts';
import { useSyncStatus } from '../../data/use-sync-status.ts';
import { runCommand, useCommand } from '../../ui/commands.ts';
import { formatTime } from '../../ui/format.ts';
import { useBoardPlace } from './board-place.tsx';
import { type Connection, connectionOf, solidShare } from './connection.ts';
import { Diagnosis, summaryOf } from './diagnosis.tsx';
import css from './status-bar.module.css';
import { useProgressText } from './use-progress-text.ts';

/** Comes after everything that a person waits for. */
const UpdateNotice = lazy(async () => ({
  default: (await import('../updates/update-notice.tsx')).UpdateNotice,
}));

const DiagnosisDialog = lazy(async () => ({
  default: (await import('../diagnosis/diagnosis-dialog.tsx')).DiagnosisDialog,
}));

/** The foot of the window: is it in step, how complete, what waits, what must be decided. */
export function StatusBar() {
  const { t } = useTranslation('status');
  const { boot } = useMain();
  const { timeZone } = useBoardPlace();
  const status = useSyncStatus();
  const connection = connectionOf(status, useLinkState());
  const [open, setOpen] = useState(false);
  const progressText = useProgressText();
  const [everything, setEverything] = useState(false);
  useCommand('open-diagnosis', () => setOpen(true));
  // People of the platform have no calendar in which to decide one.
  const isTenant = useSession().scope?.platform === false;
  const conflicts = isTenant ? (status?.conflicts ?? 0) : 0;
  return (
    <footer className={css.bar} data-walk="status">
      <Popover opened={open} onChange={setOpen} position="top-start" width={380} trapFocus offset={6}>
        <Popover.Target>
          <button type="button" className={css.item} onClick={() => setOpen(!open)} title={t('open')}>
            <Dot dot={connection.dot} />
            <span className={css.state} data-dot={connection.dot}>
              {t(`short.${connection.short}`)}
            </span>
            <span>
              {status?.completeTo != null
                ? t('completeTo', { time: formatTime(status.completeTo, timeZone) })
                : t('completeNever')}
            </span>
            {status?.progress ? <span>{progressText(status.progress)}</span> : null}
            {status === null ? null : status.pending > 0 ? (
              <span className={css.waiting}>
                <i className={css.hollow} aria-hidden /> {t('waiting', { count: status.pending })}
              </span>
            ) : (
              <span>{t('nothingWaiting')}</span>
            )}
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <Diagnosis
            status={status}
            connection={connection}
            close={() => setOpen(false)}
            showEverything={() => {
              setOpen(false);
              setEverything(true);
            }}
          />
        </Popover.Dropdown>
      </Popover>
      {everything ? (
        <Suspense>
          <DiagnosisDialog summary={summaryOf(connection, t)} onClose={() => setEverything(false)} />
        </Suspense>
      ) : null}
      {isTenant && status?.hold ? (
        <button type="button" className={css.conflicts} onClick={() => runCommand('open-rehearsal')}>
          {t('hold')}
        </button>
      ) : null}
      {conflicts > 0 ? (
        <button type="button" className={css.conflicts} onClick={() => runCommand('open-conflicts')}>
          {t('conflicts', { count: conflicts })}
        </button>
      ) : null}
      <Suspense fallback={<span className={css.version}>{t('version', { version: boot.version })}</span>}>
        <UpdateNotice />
      </Suspense>
    </footer>
  );
}

export function Dot({ dot }: { readonly dot: Connection['dot'] }) {
  return <i className={css.dot} data-dot={dot} aria-hidden />;
}

/** Two pixels under the top bar: solid while the data is complete, breaking into hatch as it ages. */
export function CompletenessLine() {
  const { t } = useTranslation('status');
  const status = useSyncStatus();
  const { timeZone } = useBoardPlace();
  const now = useNow(10_000);
  const completeTo = status?.completeTo ?? null;
  const share = solidShare(completeTo, now);
  const text =
    completeTo === null ? t('completeNever') : t('line', { time: formatTime(completeTo, timeZone) });
  return (
    <div className={css.line} role="img" aria-label={text} title={text}>
      <span className={css.solid} style={{ width: `${share * 100}%` }} />
    </div>
  );
}
