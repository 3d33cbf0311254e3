import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../../../contracts/desk-api.ts';
import type { PlaceItem } from '../../../contracts/queries/business.ts';
import { normalisePhone } from '../../../domain/clients/phone.ts';
import type { CommandArgs } from '../../../domain/registry.ts';
import { formatPhone } from '../../ui/format.ts';
import { draftOf, sameWeek, type WeekDraft, weekOf } from '../../ui/hours/week-draft.ts';
import { WeekHoursEditor } from '../../ui/hours/week-hours-editor.tsx';
import { useWeekWords } from '../../ui/hours/week-words.ts';
import { PlaceDays } from './place-days.tsx';
import list from './place-list.module.css';
import css from './section.module.css';
import { SettingText } from './setting-text.tsx';
import { useSave } from './use-save.ts';

type Changes = CommandArgs<'location.update'>['changes'];

const ZONES = [
  'Africa/Johannesburg',
  'Africa/Gaborone',
  'Africa/Maseru',
  'Africa/Mbabane',
  'Africa/Maputo',
  'Africa/Windhoek',
  'Africa/Harare',
] as const;

/** One place in full: its facts, its week, its other days; and how to give it up. */
export function PlaceDetail({ place }: { readonly place: PlaceItem }) {
  const { t } = useTranslation('business');
  const save = useSave();
  const [refusal, setRefusal] = useState<string | null>(null);
  const refusalWords = useRefusalWords(place.name);
  const { id } = place;

  const change = (what: string, changes: Changes, before: Changes): Promise<boolean> => {
    setRefusal(null);
    return save(
      [{ name: 'location.update', args: { id, changes } }],
      { text: what, commands: [{ name: 'location.update', args: { id, changes: before } }] },
      (failure) => {
        const words = refusalWords(failure, changes.active === false);
        setRefusal(words);
        return words !== null;
      },
    );
  };
  const saved = (what: string): string => t('undoText.saved', { what });
  const zones: readonly string[] = ZONES;

  return (
    <>
      <section className={list.facts} aria-label={place.name}>
        <SettingText
          label={t('places.name')}
          value={place.name}
          check={(text) => named(text, t('nameNeeded'), t('tooLong', { most: 120 }))}
          onSave={(name) => change(saved(t('places.name')), { name }, { name: place.name })}
        />
        <SettingText
          label={t('places.phone')}
          value={place.phone === null ? '' : formatPhone(place.phone).replaceAll('\u00a0', ' ')}
          check={(text) => (text === '' || normalisePhone(text) !== null ? null : t('places.phoneBad'))}
          onSave={(text) =>
            change(saved(t('places.phone')), { phone: normalisePhone(text) }, { phone: place.phone })
          }
        />
        <SettingText
          label={t('places.address')}
          description={t('places.addressHint')}
          value={place.address}
          check={(text) => (text.length > 300 ? t('tooLong', { most: 300 }) : null)}
          onSave={(address) => change(saved(t('places.address')), { address }, { address: place.address })}
        />
        <Select
          label={t('places.zone')}
          description={t('places.zoneHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={[
            ...ZONES.map((value) => ({ value: value as string, label: t(`places.zones.${value}`) })),
            ...(zones.includes(place.timeZone) ? [] : [{ value: place.timeZone, label: place.timeZone }]),
          ]}
          value={place.timeZone}
          allowDeselect={false}
          onChange={(zone) => {
            if (zone === null || zone === place.timeZone) return;
            void change(saved(t('places.zone')), { time_zone: zone }, { time_zone: place.timeZone });
          }}
        />
      </section>
      {refusal === null ? null : (
        <p className={list.refusal} role="alert">
          {refusal}
        </p>
      )}
      <PlaceWeek
        place={place}
        onSave={(hours) => change(saved(t('places.week')), { hours }, { hours: place.hours })}
      />
      <PlaceDays place={place} />
      <div className={list.remove}>
        <p className={css.hint}>{t('places.removeHint')}</p>
        <Button
          variant="default"
          onClick={() =>
            void change(t('undoText.removed', { name: place.name }), { active: false }, { active: true })
          }
        >
          {t('places.remove')}
        </Button>
      </div>
    </>
  );
}

const named = (text: string, missing: string, tooLong: string): string | null =>
  text === '' ? missing : text.length > 120 ? tooLong : null;

/** Why a place cannot be given up, or its zone changed, with the figures; null for any other failure. */
function useRefusalWords(name: string): (failure: CallFailure, givingUp: boolean) => string | null {
  const { t } = useTranslation('business');
  return ({ rejection }, givingUp) => {
    if (rejection?.code !== 'in_use') return null;
    const count = rejection.detail.count ?? 1;
    if (rejection.detail.table === 'staff') return t('places.inUse.people', { count, name });
    return t(givingUp ? 'places.inUse.visits' : 'places.inUse.zone', { count, name });
  };
}

/** The week as a draft of its own: seven days are typed and then saved together. */
function PlaceWeek({
  place,
  onSave,
}: {
  readonly place: PlaceItem;
  readonly onSave: (hours: NonNullable<Changes['hours']>) => Promise<boolean>;
}) {
  const { t } = useTranslation('business');
  const weekWords = useWeekWords();
  const [edit, setEdit] = useState<{ readonly draft: WeekDraft; readonly from: PlaceItem['hours'] } | null>(
    null,
  );
  const draft = edit?.draft ?? draftOf(place.hours);
  const week = weekOf(draft);
  const isChanged = edit !== null && (week === null || !sameWeek(week, place.hours));
  const movedUnder = isChanged && !sameWeek(edit.from, place.hours);
  const submit = async (): Promise<void> => {
    if (!isChanged || week === null) return;
    if (await onSave(week)) setEdit(null);
  };
  return (
    <section className={css.block}>
      <div className={css.blockHead}>
        <div>
          <h2>{t('places.week')}</h2>
          <p className={css.hint}>{t('places.weekHint')}</p>
        </div>
      </div>
      <WeekHoursEditor
        label={t('places.week')}
        draft={draft}
        onChange={(next) => setEdit({ draft: next, from: edit?.from ?? place.hours })}
        onEnter={() => void submit()}
      />
      {movedUnder ? (
        <div className={css.moved} role="status">
          <strong>{t('movedTitle')}</strong>
          <span>{t('movedText', { value: weekWords(place.hours) })}</span>
        </div>
      ) : null}
      {isChanged ? (
        <div className={css.actions}>
          <Button disabled={week === null} onClick={() => void submit()}>
            {t('places.saveWeek')}
          </Button>
          <Button variant="default" onClick={() => setEdit(null)}>
            {t('places.discard')}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
