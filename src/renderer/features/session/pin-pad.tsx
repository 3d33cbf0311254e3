import { IconBackspace } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import css from './pin-pad.module.css';

const MAX_DIGITS = 6;
const ROWS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** Digits by keyboard or finger; what is typed is never shown. Enter asks `onEnter`. */
export function PinPad({
  label,
  value,
  onChange,
  onEnter,
  disabled = false,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (next: string) => void;
  readonly onEnter: () => void;
  readonly disabled?: boolean;
}) {
  const { t } = useTranslation('session');
  const add = (digit: string): void => {
    if (!disabled && value.length < MAX_DIGITS) onChange(value + digit);
  };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (disabled || event.ctrlKey || event.altKey || event.metaKey) return;
      if (/^\d$/.test(event.key) && value.length < MAX_DIGITS) onChange(value + event.key);
      else if (event.key === 'Backspace') onChange(value.slice(0, -1));
      else if (event.key === 'Enter' && !hasOwnEnter(event.target)) {
        event.preventDefault();
        onEnter();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [disabled, value, onChange, onEnter]);
  return (
    <div className={css.pad}>
      <div className={css.head}>
        <span>{label}</span>
        <span className={css.dots} role="status" aria-label={t('pad.digits', { count: value.length })}>
          {Array.from({ length: Math.max(4, value.length) }, (_, index) => (
            <i key={index} data-filled={index < value.length} />
          ))}
        </span>
      </div>
      <div className={css.keys} role="group" aria-label={t('pad.label')}>
        {ROWS.map((digit) => (
          <button key={digit} type="button" onClick={() => add(digit)} disabled={disabled}>
            {digit}
          </button>
        ))}
        <button type="button" className={css.small} onClick={() => onChange('')} disabled={disabled}>
          {t('pad.clear')}
        </button>
        <button type="button" onClick={() => add('0')} disabled={disabled}>
          0
        </button>
        <button
          type="button"
          className={css.small}
          aria-label={t('pad.back')}
          onClick={() => onChange(value.slice(0, -1))}
          disabled={disabled}
        >
          <IconBackspace size={20} stroke={1.6} aria-hidden />
        </button>
      </div>
    </div>
  );
}

/** Buttons keep their Enter; a person who is merely chosen does not: there it means "go". */
const hasOwnEnter = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button:not([role="radio"])') !== null;
