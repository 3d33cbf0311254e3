import { Button, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaceItem } from '../../../contracts/queries/business.ts';
import { newId } from '../../data/clock.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { HOME_ZONE } from '../../ui/format.ts';
import { useWeekWords } from '../../ui/hours/week-words.ts';
import { PendingMark } from '../../ui/pending-mark.tsx';
import { moved, OrderButtons } from './order-buttons.tsx';
import { PlaceDetail } from './place-detail.tsx';
import list from './place-list.module.css';
import css from './section.module.css';
import { SectionPage } from './section-page.tsx';
import { useSave } from './use-save.ts';

/** The places of the business in their order, and the chosen one in full below. */
export function PlacesSection() {
  const { t } = useTranslation('business');
  const { data, error } = useDeskQuery('places', {});
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const places = data?.filter(({ active }) => active) ?? [];
  const removed = data?.filter(({ active }) => !active) ?? [];
  const chosen = places.find(({ id }) => id === chosenId) ?? places[0];

  return (
    <SectionPage
      title={t('places.title')}
      sentence={t('places.sentence')}
      action={
        places.length === 0 || adding ? undefined : (
          <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t('places.add')}
          </Button>
        )
      }
    >
      {error ? <FailureText failure={failureOf(error)} /> : null}
      {data && places.length === 0 && !adding ? (
        <EmptyState
          title={t('places.emptyTitle')}
          text={t('places.emptyText')}
          action={<Button onClick={() => setAdding(true)}>{t('places.add')}</Button>}
        />
      ) : null}
      {adding ? (
        <NewPlace
          places={data ?? []}
          onDone={(id) => {
            setAdding(false);
            if (id !== null) setChosenId(id);
          }}
        />
      ) : null}
      {places.length > 0 ? <PlaceList places={places} chosenId={chosen?.id} onChoose={setChosenId} /> : null}
      {chosen ? <PlaceDetail key={chosen.id} place={chosen} /> : null}
      {removed.length > 0 ? <RemovedPlaces places={removed} /> : null}
    </SectionPage>
  );
}

function PlaceList({
  places,
  chosenId,
  onChoose,
}: {
  readonly places: readonly PlaceItem[];
  readonly chosenId: string | undefined;
  readonly onChoose: (id: string) => void;
}) {
  const { t } = useTranslation('business');
  const save = useSave();
  const weekWords = useWeekWords();
  const ids = places.map(({ id }) => id);
  const order = (next: readonly string[]): Promise<boolean> =>
    save([{ name: 'location.order', args: { ids: [...next] } }], {
      text: t('undoText.ordered'),
      commands: [{ name: 'location.order', args: { ids } }],
    });
  return (
    <ul className={list.places} aria-label={t('places.list')}>
      {places.map((place, index) => (
        <li key={place.id} className={list.place} data-chosen={place.id === chosenId}>
          <button
            type="button"
            className={list.choose}
            aria-current={place.id === chosenId}
            onClick={() => onChoose(place.id)}
          >
            <span className={list.name}>
              {place.name} {place.pending ? <PendingMark label={t('pending')} /> : null}
            </span>
            <span className={list.summary}>{weekWords(place.hours)}</span>
            <span className={list.summary}>{t('places.peopleCount', { count: place.people })}</span>
          </button>
          {places.length > 1 ? (
            <OrderButtons
              name={place.name}
              isFirst={index === 0}
              isLast={index === places.length - 1}
              onMove={(by) => void order(moved(ids, place.id, by))}
            />
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** A name makes a place; it opens like the first one until its own hours are set. */
function NewPlace({
  places,
  onDone,
}: {
  readonly places: readonly PlaceItem[];
  /** The new place's id; null: given up. */
  readonly onDone: (id: string | null) => void;
}) {
  const { t } = useTranslation(['business', 'common']);
  const save = useSave();
  const [name, setName] = useState('');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (name.trim() === '') return;
    const id = newId();
    const model = places.find(({ active }) => active);
    const done = await save([
      {
        name: 'location.create',
        args: {
          id,
          name: name.trim(),
          timeZone: model?.timeZone ?? HOME_ZONE,
          address: '',
          phone: null,
          hours: model?.hours ?? {},
          sortOrder: places.length,
        },
      },
    ]);
    if (done) onDone(id);
  };
  return (
    <form className={list.add} onSubmit={(event) => void submit(event)} aria-label={t('places.addTitle')}>
      <TextInput
        label={t('places.adding')}
        value={name}
        maxLength={120}
        autoFocus
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        onKeyDown={({ key }) => {
          if (key === 'Escape') onDone(null);
        }}
      />
      <Button type="submit" disabled={name.trim() === ''}>
        {t('places.create')}
      </Button>
      <Button variant="default" onClick={() => onDone(null)}>
        {t('common:cancel')}
      </Button>
    </form>
  );
}

function RemovedPlaces({ places }: { readonly places: readonly PlaceItem[] }) {
  const { t } = useTranslation('business');
  const save = useSave();
  const restore = (place: PlaceItem): Promise<boolean> =>
    save([{ name: 'location.update', args: { id: place.id, changes: { active: true } } }], {
      text: t('undoText.restored', { name: place.name }),
      commands: [{ name: 'location.update', args: { id: place.id, changes: { active: false } } }],
    });
  return (
    <section className={css.block}>
      <h2>{t('places.removed')}</h2>
      <p className={css.hint}>{t('places.removedHint')}</p>
      <ul className={css.list}>
        {places.map((place) => (
          <li key={place.id} className={list.removed}>
            <span>{place.name}</span>
            <button type="button" className={css.link} onClick={() => void restore(place)}>
              {t('places.restore')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
