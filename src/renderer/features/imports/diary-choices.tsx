import { NativeSelect, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DiaryChoices, DiarySource } from '../../../contracts/transfer.ts';
import { SPLIT_BY, type SplitBy } from '../../../domain/imports/event-people.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { groupThousands } from '../../ui/format.ts';
import { useBoardPlace } from '../frame/board-place.tsx';
import { peopleFor } from './first-choices.ts';
import css from './import-screen.module.css';

const MONTHS = [3, 6, 12, 24];
const DAYS_BACK = [0, 30, 90, 365];
/** Names beyond these are seldom of the business; the list stays one that can be read. */
const NAMES_SHOWN = 30;
/** A select has no null. */
const NOBODY = '';

/** Where a diary's events are booked, with whom, as what when no service of theirs is known, and how far ahead. */
export function DiaryChoicesForm({
  diary,
  choices,
  onChange,
}: {
  readonly diary: DiarySource;
  readonly choices: DiaryChoices;
  readonly onChange: (next: DiaryChoices) => void;
}) {
  const { t } = useTranslation('imports');
  const { locations } = useBoardPlace();
  const staff = useDeskQuery('staff', { locationId: null }).data ?? [];
  const services = useDeskQuery('services', {}).data ?? [];
  const options = (items: readonly { readonly id: string; readonly name: string }[]) =>
    items.map(({ id, name }) => ({ value: id, label: name }));
  const splits = SPLIT_BY.filter((one) => one === 'one' || diary.people[one].length > 0);
  const isSplit = choices.splitBy !== 'one';
  return (
    <>
      <fieldset className={css.options}>
        <legend className="visually-hidden">{t('options.title')}</legend>
        <Select
          label={t('options.location')}
          data={options(locations)}
          value={choices.locationId}
          allowDeselect={false}
          onChange={(locationId) => locationId !== null && onChange({ ...choices, locationId })}
        />
        {splits.length > 1 ? (
          <NativeSelect
            label={t('options.splitBy')}
            value={choices.splitBy}
            data={splits.map((value) => ({ value, label: t(`options.split.${value}`) }))}
            onChange={(event) => {
              const splitBy = event.currentTarget.value as SplitBy;
              onChange({ ...choices, splitBy, people: peopleFor(diary, splitBy) });
            }}
          />
        ) : null}
        <Select
          label={isSplit ? t('options.others') : t('options.staff')}
          placeholder={isSplit ? t('options.leaveOut') : t('options.choose')}
          data={options(staff)}
          value={choices.staffId}
          searchable
          clearable={isSplit}
          allowDeselect={false}
          onChange={(staffId) => onChange({ ...choices, staffId })}
        />
        <Select
          label={t('options.service')}
          placeholder={t('options.choose')}
          data={options(services)}
          value={choices.serviceId}
          searchable
          allowDeselect={false}
          onChange={(serviceId) => onChange({ ...choices, serviceId })}
        />
        <NativeSelect
          label={t('options.ahead')}
          value={String(choices.monthsAhead)}
          data={MONTHS.map((count) => ({ value: String(count), label: t('options.months', { count }) }))}
          onChange={(event) => onChange({ ...choices, monthsAhead: Number(event.currentTarget.value) })}
        />
        <NativeSelect
          label={t('options.back')}
          value={String(choices.daysBack)}
          data={DAYS_BACK.map((days) => ({
            value: String(days),
            label: t(`options.days.${days as 0 | 30 | 90 | 365}`),
          }))}
          onChange={(event) => onChange({ ...choices, daysBack: Number(event.currentTarget.value) })}
        />
        <NativeSelect
          label={t('options.allDay')}
          value={choices.allDay}
          data={(['block', 'skip'] as const).map((value) => ({
            value,
            label: t(`options.allDays.${value}`),
          }))}
          onChange={(event) =>
            onChange({ ...choices, allDay: event.currentTarget.value === 'skip' ? 'skip' : 'block' })
          }
        />
      </fieldset>
      {choices.splitBy === 'one' ? null : (
        <table className={css.people} aria-label={t('options.people')}>
          <thead>
            <tr>
              <th scope="col">{t('options.named')}</th>
              <th scope="col" data-numeric>
                {t('options.events')}
              </th>
              <th scope="col">{t('options.is')}</th>
            </tr>
          </thead>
          <tbody>
            {diary.people[choices.splitBy].slice(0, NAMES_SHOWN).map(({ name, count }) => (
              <tr key={name}>
                <td>{name}</td>
                <td data-numeric>{groupThousands(count)}</td>
                <td>
                  <NativeSelect
                    size="xs"
                    aria-label={t('options.who', { name })}
                    value={choices.people[name] ?? NOBODY}
                    data={[{ value: NOBODY, label: t('options.leaveOut') }, ...options(staff)]}
                    onChange={(event) => {
                      const chosen = event.currentTarget.value;
                      const people = { ...choices.people, [name]: chosen === NOBODY ? null : chosen };
                      onChange({ ...choices, people });
                    }}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
