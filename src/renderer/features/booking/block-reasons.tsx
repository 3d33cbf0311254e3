import { useTranslation } from 'react-i18next';
import css from './block-reasons.module.css';

/** What time is usually blocked for; anything else is typed. */
export const BLOCK_REASONS = ['lunch', 'training', 'errand', 'stock', 'cleaning'] as const;

/** The usual reasons, each one click. */
export function BlockReasons({
  reason,
  onPick,
}: {
  readonly reason: string;
  readonly onPick: (reason: string) => void;
}) {
  const { t } = useTranslation('booking');
  return (
    <div className={css.reasons} role="group" aria-label={t('blockReasonsLabel')}>
      {BLOCK_REASONS.map((one) => {
        const text = t(`blockReasons.${one}`);
        return (
          <button key={one} type="button" aria-pressed={reason.trim() === text} onClick={() => onPick(text)}>
            {text}
          </button>
        );
      })}
    </div>
  );
}
