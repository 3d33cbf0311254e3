import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportOptions } from '../../../contracts/desk-api.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useBoardPlace } from '../frame/board-place.tsx';
import css from './import-screen.module.css';

/** Where a diary's events are booked, with whom, and as what when no service of theirs is known. */
export function DiaryOptions({
  options,
  onChange,
}: {
  readonly options: ImportOptions;
  readonly onChange: (next: ImportOptions) => void;
}) {
  const { t } = useTranslation('imports');
  const { locations } = useBoardPlace();
  const staff = useDeskQuery('staff', { locationId: options.locationId }).data ?? [];
  const services = useDeskQuery('services', {}).data ?? [];
  const list = (items: readonly { readonly id: string; readonly name: string }[]) =>
    items.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <fieldset className={css.options}>
      <legend className="visually-hidden">{t('options.title')}</legend>
      <Select
        label={t('options.location')}
        data={list(locations)}
        value={options.locationId}
        allowDeselect={false}
        onChange={(locationId) => onChange({ ...options, locationId, staffId: null })}
      />
      <Select
        label={t('options.staff')}
        data={list(staff)}
        value={options.staffId}
        searchable
        allowDeselect={false}
        onChange={(staffId) => onChange({ ...options, staffId })}
      />
      <Select
        label={t('options.service')}
        data={list(services)}
        value={options.serviceId}
        searchable
        allowDeselect={false}
        onChange={(serviceId) => onChange({ ...options, serviceId })}
      />
    </fieldset>
  );
}
