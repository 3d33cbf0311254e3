import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetupState } from '../../../contracts/queries/business.ts';
import { normalisePhone } from '../../../domain/clients/phone.ts';
import { newId } from '../../data/clock.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useExecute } from '../../data/use-execute.ts';
import { HOME_ZONE } from '../../ui/format.ts';
import { draftOf, weekOf, weekParts } from '../../ui/hours/week-draft.ts';
import { WeekHoursEditor } from '../../ui/hours/week-hours-editor.tsx';
import { usualWeek } from './first-week.ts';
import css from './setup-guide.module.css';

/** The first place with its hours; or only the hours, where the place is there already. */
export function PlaceStep({ setup }: { readonly setup: SetupState }) {
  const { t } = useTranslation(['setup', 'business']);
  const execute = useExecute();
  const { place } = setup;
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [phone, setPhone] = useState('');
  const [draft, setDraft] = useState(() => draftOf(usualWeek(setup.trade)));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const businessName = useDeskQuery('business', {}).data?.name ?? '';
  // A business of one place often has no other name for it.
  const wantedName = name.trim() === '' ? businessName : name.trim();
  const week = weekOf(draft);
  const phoneIsBad = phone.trim() !== '' && normalisePhone(phone) === null;
  const opens = week !== null && weekParts(week).length > 0;

  const save = async (): Promise<void> => {
    setTried(true);
    if (busy || week === null || !opens || phoneIsBad || (place === null && wantedName === '')) return;
    setBusy(true);
    await execute([
      place === null
        ? {
            name: 'location.create',
            args: {
              id: newId(),
              name: wantedName,
              timeZone: HOME_ZONE,
              address: address.trim(),
              phone: normalisePhone(phone),
              hours: week,
              sortOrder: 0,
            },
          }
        : { name: 'location.update', args: { id: place.id, changes: { hours: week } } },
    ]);
    setBusy(false);
  };
  return (
    <form
      className={css.form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void save();
      }}
    >
      <div>
        <h2>{place === null ? t('place.title') : t('place.hoursTitle', { name: place.name })}</h2>
        <p className={css.sentence}>{t('place.text')}</p>
      </div>
      {place === null ? (
        <div className={css.pair}>
          <TextInput
            label={t('place.name')}
            description={t('place.nameHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            placeholder={businessName}
            value={name}
            maxLength={120}
            autoFocus
            error={tried && wantedName === '' ? t('business:nameNeeded') : null}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <TextInput
            label={t('place.phone')}
            value={phone}
            error={tried && phoneIsBad ? t('business:places.phoneBad') : null}
            onChange={({ currentTarget }) => setPhone(currentTarget.value)}
          />
          <div className={css.wide}>
            <TextInput
              label={t('place.address')}
              value={address}
              maxLength={300}
              onChange={({ currentTarget }) => setAddress(currentTarget.value)}
            />
          </div>
        </div>
      ) : null}
      <div>
        <p className={css.legend}>{t('place.hours')}</p>
        <WeekHoursEditor
          label={t('place.hours')}
          draft={draft}
          onChange={setDraft}
          onEnter={() => void save()}
        />
      </div>
      <div className={css.foot}>
        <Button type="submit" disabled={busy}>
          {t('next')}
        </Button>
        {tried && week !== null && !opens ? (
          <span className={css.problem} role="alert">
            {t('place.hoursNeeded')}
          </span>
        ) : null}
      </div>
    </form>
  );
}
