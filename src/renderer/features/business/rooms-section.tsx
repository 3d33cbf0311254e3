import { Autocomplete, Button, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../../../contracts/desk-api.ts';
import type { PlaceItem, ResourceSetup } from '../../../contracts/queries/business.ts';
import { RESOURCE_KINDS } from '../../../domain/business/kinds.ts';
import { newId } from '../../data/clock.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import type { Command } from '../../data/use-execute.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { PendingMark } from '../../ui/pending-mark.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { useTell } from '../../ui/tell.tsx';
import { distinct, knownSpelling } from './known-spelling.ts';
import { moved, OrderButtons } from './order-buttons.tsx';
import section from './section.module.css';
import { SectionPage } from './section-page.tsx';
import css from './setup-table.module.css';
import { useSave } from './use-save.ts';

/** What is shared and held by bookings besides people, place by place. */
export function RoomsSection() {
  const { t } = useTranslation('business');
  const { data, error } = useDeskQuery('resourceList', {});
  const places = (useDeskQuery('places', {}).data ?? []).filter(({ active }) => active);
  /** The room in the panel; `new`: one that is being made. */
  const [openId, setOpenId] = useState<string | null>(null);
  const add = (): void => setOpenId('new');
  return (
    <SectionPage
      title={t('rooms.title')}
      sentence={t('rooms.sentence')}
      action={
        data && data.length > 0 ? (
          <Button variant="default" leftSection={<IconPlus size={16} />} onClick={add}>
            {t('rooms.add')}
          </Button>
        ) : undefined
      }
    >
      {error ? <FailureText failure={failureOf(error)} /> : null}
      {data?.length === 0 ? (
        <EmptyState
          title={t('rooms.emptyTitle')}
          text={t('rooms.emptyText')}
          action={
            <Button onClick={add} disabled={places.length === 0}>
              {t('rooms.add')}
            </Button>
          }
        />
      ) : null}
      {places.map((place) => {
        const own = (data ?? []).filter(({ locationId }) => locationId === place.id);
        return own.length === 0 ? null : (
          <RoomTable
            key={place.id}
            place={place}
            heading={places.length > 1}
            rooms={own}
            onOpen={setOpenId}
          />
        );
      })}
      {data && openId !== null ? (
        <RoomPanel key={openId} id={openId} rooms={data} places={places} onClose={() => setOpenId(null)} />
      ) : null}
    </SectionPage>
  );
}

function RoomTable({
  place,
  heading,
  rooms,
  onOpen,
}: {
  readonly place: PlaceItem;
  readonly heading: boolean;
  readonly rooms: readonly ResourceSetup[];
  readonly onOpen: (id: string) => void;
}) {
  const { t } = useTranslation('business');
  const save = useSave();
  const services = (useDeskQuery('serviceList', {}).data ?? []).filter(({ active }) => active);
  const inUse = rooms.filter(({ active }) => active).map(({ id }) => id);
  const order = (next: readonly string[]): Promise<boolean> =>
    save([{ name: 'resource.order', args: { ids: [...next] } }], {
      text: t('undoText.ordered'),
      commands: [{ name: 'resource.order', args: { ids: inUse } }],
    });
  return (
    <section className={heading ? section.block : undefined}>
      {heading ? <h2>{place.name}</h2> : null}
      <table className={css.list} aria-label={heading ? place.name : t('rooms.title')}>
        <thead>
          <tr>
            <th>{t('rooms.room')}</th>
            <th>{t('rooms.kind')}</th>
            <th>{t('rooms.offers')}</th>
            <th>{t('rooms.neededBy')}</th>
            <th className={css.end}>{t('rooms.order')}</th>
          </tr>
        </thead>
        <tbody>
          {rooms.map((room) => {
            const at = inUse.indexOf(room.id);
            const needing = services.filter(({ requires }) => requires === room.capability);
            return (
              <tr key={room.id} data-gone={!room.active}>
                <td>
                  <button type="button" className={css.name} onClick={() => onOpen(room.id)}>
                    <span />
                    <span>{room.name}</span>
                  </button>
                  {room.pending ? <PendingMark label={t('pending')} /> : null}
                </td>
                <td>{t(room.kind === 'equipment' ? 'rooms.kinds.equipment' : 'rooms.kinds.room')}</td>
                <td>{room.capability}</td>
                <td>
                  {!room.active
                    ? t('rooms.archived')
                    : needing.length === 0
                      ? t('rooms.neededByNone')
                      : needing.map(({ name }) => name).join(', ')}
                </td>
                <td className={css.end}>
                  {at < 0 ? null : (
                    <OrderButtons
                      name={room.name}
                      isFirst={at === 0}
                      isLast={at === inUse.length - 1}
                      onMove={(by) => void order(moved(inUse, room.id, by))}
                    />
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function RoomPanel({
  id,
  rooms,
  places,
  onClose,
}: {
  readonly id: string;
  readonly rooms: readonly ResourceSetup[];
  readonly places: readonly PlaceItem[];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['business', 'common']);
  const save = useSave();
  const tell = useTell();
  const services = useDeskQuery('serviceList', {}).data ?? [];
  const room = rooms.find((one) => one.id === id);
  const [opened] = useState(room);
  const [name, setName] = useState(room?.name ?? '');
  const [kind, setKind] = useState<(typeof RESOURCE_KINDS)[number]>(
    room?.kind === 'equipment' ? 'equipment' : 'room',
  );
  const [capability, setCapability] = useState(room?.capability ?? '');
  const [placeId, setPlaceId] = useState(room?.locationId ?? places[0]?.id ?? null);
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const known = distinct([
    ...rooms.map((one) => one.capability),
    ...services.map(({ requires }) => requires ?? ''),
  ]);
  const wanted = { name: name.trim(), kind, capability: knownSpelling(capability, known) };

  const give = (commands: readonly Command[], undo?: Parameters<typeof save>[1]): Promise<boolean> =>
    save(commands, undo, (refusal) => {
      setFailure(refusal);
      return true;
    });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (wanted.name === '' || wanted.capability === '') return;
    if (!opened) {
      if (placeId === null) return;
      const sortOrder = rooms.filter(({ locationId }) => locationId === placeId).length;
      const args = { id: newId(), locationId: placeId, ...wanted, sortOrder };
      if (!(await give([{ name: 'resource.create', args }]))) return;
      tell(t('rooms.added', { name: wanted.name }));
    } else {
      const changes = {
        ...(wanted.name === opened.name ? {} : { name: wanted.name }),
        ...(wanted.kind === opened.kind ? {} : { kind: wanted.kind }),
        ...(wanted.capability === opened.capability ? {} : { capability: wanted.capability }),
      };
      const before = {
        ...(changes.name === undefined ? {} : { name: opened.name }),
        ...(changes.kind === undefined ? {} : { kind: kind === 'room' ? 'equipment' : 'room' }),
        ...(changes.capability === undefined ? {} : { capability: opened.capability }),
      } as typeof changes;
      const update = (values: typeof changes): Command => ({
        name: 'resource.update',
        args: { id: opened.id, changes: values },
      });
      const undo = { text: t('undoText.saved', { what: wanted.name }), commands: [update(before)] };
      if (Object.keys(changes).length > 0 && !(await give([update(changes)], undo))) return;
    }
    onClose();
  };
  const setActive = async (one: ResourceSetup, active: boolean): Promise<void> => {
    const command = (value: boolean): Command => ({
      name: 'resource.update',
      args: { id: one.id, changes: { active: value } },
    });
    const text = t(active ? 'undoText.restored' : 'undoText.archived', { name: one.name });
    if (await give([command(active)], { text, commands: [command(!active)] })) onClose();
  };

  return (
    <SidePanel title={room?.name ?? t('rooms.addTitle')} onClose={onClose}>
      <form className={css.form} onSubmit={(event) => void submit(event)} noValidate>
        {room?.active === false ? <p className={css.hint}>{t('rooms.isArchived')}</p> : null}
        <TextInput
          label={t('rooms.name')}
          value={name}
          maxLength={120}
          autoFocus={room === undefined}
          error={tried && wanted.name === '' ? t('rooms.problem.name') : null}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Select
          label={t('rooms.kind')}
          data={RESOURCE_KINDS.map((value) => ({ value, label: t(`rooms.kinds.${value}`) }))}
          value={kind}
          allowDeselect={false}
          onChange={(value) => setKind(value === 'equipment' ? 'equipment' : 'room')}
        />
        <Autocomplete
          label={t('rooms.offers')}
          description={t('rooms.offersHint')}
          data={[...known]}
          value={capability}
          maxLength={60}
          error={tried && wanted.capability === '' ? t('rooms.problem.capability') : null}
          onChange={setCapability}
          onBlur={() => setCapability(wanted.capability)}
        />
        {room === undefined && places.length > 1 ? (
          <Select
            label={t('rooms.place')}
            description={t('rooms.placeHint')}
            data={places.map((place) => ({ value: place.id, label: place.name }))}
            value={placeId}
            allowDeselect={false}
            onChange={setPlaceId}
          />
        ) : null}
        {room?.active === true ? <p className={css.hint}>{t('rooms.archiveHint')}</p> : null}
        {failure ? <FailureText failure={failure} /> : null}
        <div className={css.buttons}>
          {room ? (
            <Button variant="default" onClick={() => void setActive(room, !room.active)}>
              {t(room.active ? 'rooms.archive' : 'rooms.restore')}
            </Button>
          ) : null}
          <Button type="submit">{t(room ? 'common:save' : 'rooms.create')}</Button>
        </div>
      </form>
    </SidePanel>
  );
}
