import { useTranslation } from 'react-i18next';
import type { DeviceClass } from '../../../contracts/queries/devices.ts';
import css from './devices.module.css';

/** What a PC may hold beyond the frame of the business; `locationIds` null means every branch, also later ones. */
export type DeviceLimits = {
  readonly locationIds: readonly string[] | null;
  readonly classes: readonly DeviceClass[];
};

const CLASSES: readonly DeviceClass[] = ['ledger', 'special'];

/** Some branches were chosen, and then none of them: that PC would hold nothing. */
export const holdsNothing = ({ locationIds }: DeviceLimits): boolean => locationIds?.length === 0;

/** Chooses branches and kinds of information; the diary is always there. */
export function ScopeFields({
  locations,
  value,
  onChange,
}: {
  readonly locations: readonly { readonly id: string; readonly name: string }[];
  readonly value: DeviceLimits;
  readonly onChange: (next: DeviceLimits) => void;
}) {
  const { t } = useTranslation('devices');
  const { locationIds, classes } = value;
  const toggle = <T,>(list: readonly T[], one: T): readonly T[] =>
    list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
  return (
    <>
      <fieldset className={css.choices}>
        <legend>{t('scope.branches')}</legend>
        <label>
          <input
            type="radio"
            name="branches"
            checked={locationIds === null}
            onChange={() => onChange({ ...value, locationIds: null })}
          />
          <span>{t('scope.all')}</span>
        </label>
        <label>
          <input
            type="radio"
            name="branches"
            checked={locationIds !== null}
            onChange={() => onChange({ ...value, locationIds: locationIds ?? [] })}
          />
          <span>{t('scope.some')}</span>
        </label>
        {locationIds === null
          ? null
          : locations.map(({ id, name }) => (
              <label key={id} className={css.indented}>
                <input
                  type="checkbox"
                  checked={locationIds.includes(id)}
                  onChange={() => onChange({ ...value, locationIds: toggle(locationIds, id) })}
                />
                <span>{name}</span>
              </label>
            ))}
        {holdsNothing(value) ? (
          <p className={css.problem} role="alert">
            {t('scope.none')}
          </p>
        ) : null}
      </fieldset>
      <fieldset className={css.choices}>
        <legend>{t('scope.kinds')}</legend>
        <label>
          <input type="checkbox" checked disabled />
          <span>
            {t('scope.diary')}
            <small>{t('scope.diaryText')}</small>
          </span>
        </label>
        {CLASSES.map((one) => (
          <label key={one}>
            <input
              type="checkbox"
              checked={classes.includes(one)}
              onChange={() => onChange({ ...value, classes: toggle(classes, one) })}
            />
            <span>
              {t(`scope.${one}`)}
              <small>{t(`scope.${one}Text`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
    </>
  );
}
