import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import css from './people-screen.module.css';

const HUES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** One of the ten hues of the board. */
export function HueField({
  value,
  onChange,
}: {
  readonly value: number;
  readonly onChange: (hue: number) => void;
}) {
  const { t } = useTranslation('people');
  const name = useId();
  return (
    <fieldset className={css.hues}>
      <legend>{t('staff.hue')}</legend>
      {HUES.map((hue) => (
        <label key={hue} data-hue={hue} title={t('staff.hueName', { number: hue + 1 })}>
          <input
            type="radio"
            name={name}
            aria-label={t('staff.hueName', { number: hue + 1 })}
            checked={hue === value}
            onChange={() => onChange(hue)}
          />
          <span aria-hidden />
        </label>
      ))}
    </fieldset>
  );
}
