import { Popover } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTell } from '../../ui/tell.tsx';
import { UpdateSteps } from './update-steps.tsx';
import css from './updates.module.css';
import { useUpdates } from './use-updates.ts';

/**
 * The foot of the window names the console, quietly; while there is a newer one it names that, and what to do about it is
 * a click away for whoever sits here.
 */
export function UpdateNotice() {
  const { t } = useTranslation('updates');
  const { state, act } = useUpdates();
  const tell = useTell();
  const [open, setOpen] = useState(false);
  const outcome = state?.outcome ?? null;
  useEffect(() => {
    if (outcome === null) return;
    const { version, isInstalled } = outcome;
    tell(isInstalled ? t('outcome.installed', { version }) : t('outcome.failed', { version }));
    void act('outcome-seen');
  }, [outcome, tell, t, act]);
  if (state === null) return null;
  const { phase, next, waitsFor } = state;
  const isNews = next !== null && (phase === 'available' || phase === 'downloading' || phase === 'ready');
  if (!isNews) return <span className={css.version}>{t('version', { version: state.version })}</span>;
  const key = phase === 'ready' ? (waitsFor === null ? 'ready' : 'waiting') : phase;
  return (
    <Popover opened={open} onChange={setOpen} position="top-end" width={380} trapFocus offset={6}>
      <Popover.Target>
        <button type="button" className={css.notice} onClick={() => setOpen(!open)}>
          {t(`notice.${key}`, { version: next.version })}
        </button>
      </Popover.Target>
      <Popover.Dropdown data-updates>
        <div className={css.popover}>
          <UpdateSteps state={state} act={act} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
