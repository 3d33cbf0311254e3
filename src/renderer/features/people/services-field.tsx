import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ServiceItem } from '../../../contracts/queries.ts';
import css from './people-screen.module.css';

/** Which services a person does, by category, with all or none of them in one click. */
export function ServicesField({
  services,
  chosen,
  onChange,
}: {
  readonly services: readonly ServiceItem[];
  readonly chosen: readonly string[];
  readonly onChange: (serviceIds: readonly string[]) => void;
}) {
  const { t } = useTranslation('people');
  const categories = Map.groupBy(services, ({ category }) => category);
  const toggle = (id: string, on: boolean): void =>
    onChange(on ? [...chosen, id] : chosen.filter((one) => one !== id));
  return (
    <fieldset className={css.services}>
      <legend>{t('staff.services')}</legend>
      {services.length === 0 ? (
        <p className={css.facts}>{t('staff.noServicesYet')}</p>
      ) : (
        <p className={css.allOrNone}>
          <button type="button" onClick={() => onChange(services.map(({ id }) => id))}>
            {t('staff.allOfThem')}
          </button>
          <button type="button" onClick={() => onChange([])}>
            {t('staff.noneOfThem')}
          </button>
        </p>
      )}
      {[...categories].map(([category, list]) => (
        <div key={category}>
          {category === '' ? null : <h3>{category}</h3>}
          {list.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={name}
              checked={chosen.includes(id)}
              onChange={(event) => toggle(id, event.currentTarget.checked)}
            />
          ))}
        </div>
      ))}
    </fieldset>
  );
}
