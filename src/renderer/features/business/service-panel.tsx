import { Autocomplete, Button, Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../../../contracts/desk-api.ts';
import type { ServiceSetup } from '../../../contracts/queries/business.ts';
import { vatInside } from '../../../domain/money/vat.ts';
import { newId } from '../../data/clock.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { useTell } from '../../ui/tell.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { HueField } from '../people/hue-field.tsx';
import { BufferPicture } from './buffer-picture.tsx';
import { useFactWords } from './fact-words.ts';
import { distinct, knownSpelling } from './known-spelling.ts';
import section from './section.module.css';
import {
  changeCommands,
  changesBetween,
  createCommand,
  draftOf,
  readDraft,
  readMinutes,
  type ServiceDraft,
  type ServiceProblem,
  type ServiceValues,
} from './service-draft.ts';
import css from './setup-table.module.css';

import { useSave } from './use-save.ts';

/** One service, or a new one. What was typed is saved by one button; whoever changed it meanwhile is shown first. */
export function ServicePanel({
  id,
  services,
  onClose,
}: {
  /** `new`: one that is being made. */
  readonly id: string;
  readonly services: readonly ServiceSetup[];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['business', 'common']);
  const save = useSave();
  const tell = useTell();
  const words = useFactWords();
  const staff = useDeskQuery('staff', { locationId: null }).data ?? [];
  const service = services.find((one) => one.id === id);
  // Whoever is not meant to do it is taken out: a service that nobody does cannot be booked.
  const everybody = staff.map((person) => person.id);
  // What the form began with: only what differs from it is sent, and what came since is told.
  const [opened, setOpened] = useState<ServiceValues>(() => service ?? blank(services, everybody));
  const [draft, setDraft] = useState<ServiceDraft>(() =>
    service ? draftOf(service) : blankDraft(services, everybody),
  );
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const set = (change: Partial<ServiceDraft>): void => setDraft((now) => ({ ...now, ...change }));

  const read = readDraft(draft);
  const wanted = read.ok ? read.values : null;
  const commands = service && wanted ? changeCommands(service.id, opened, wanted, newId) : [];
  const elsewhere = service ? changesBetween(opened, service) : {};
  const mine = wanted ? changesBetween(opened, wanted) : {};
  const clashing = Object.keys(elsewhere).filter((column) => column in mine);

  const give = async (...args: Parameters<typeof save>): Promise<boolean> => {
    setBusy(true);
    setFailure(null);
    const [given, undo] = args;
    const done = await save(given, undo, (refusal) => {
      setFailure(refusal);
      return true;
    });
    setBusy(false);
    return done;
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!wanted || busy) return;
    if (!service) {
      const fresh = newId();
      if (!(await give([createCommand(fresh, wanted, services.length, newId)]))) return;
      tell(t('services.added', { name: wanted.name }));
    } else if (commands.length > 0) {
      const back = changeCommands(service.id, wanted, opened, newId);
      const undo = { text: t('undoText.saved', { what: wanted.name }), commands: back };
      if (!(await give(commands, undo))) return;
    }
    onClose();
  };
  const setActive = async (one: ServiceSetup, active: boolean): Promise<void> => {
    const command = (value: boolean) =>
      ({ name: 'service.update', args: { id: one.id, changes: { active: value } } }) as const;
    const text = t(active ? 'undoText.restored' : 'undoText.archived', { name: one.name });
    if (await give([command(active)], { text, commands: [command(!active)] })) onClose();
  };

  return (
    <SidePanel title={service?.name ?? t('services.addTitle')} onClose={onClose}>
      <form className={css.form} onSubmit={(event) => void submit(event)} noValidate>
        {service?.active === false ? <p className={css.hint}>{t('services.isArchived')}</p> : null}
        <ServiceFields
          draft={draft}
          isNew={service === undefined}
          services={services}
          problems={tried && !read.ok ? read.problems : []}
          onChange={set}
        />
        <fieldset className={css.people}>
          <legend>{t('services.who')}</legend>
          {staff.length === 0 ? (
            <p className={css.hint}>{t('services.noPeople')}</p>
          ) : (
            <p className={css.allOrNone}>
              <button
                type="button"
                className={section.link}
                onClick={() => set({ staffIds: staff.map(({ id: person }) => person) })}
              >
                {t('services.all')}
              </button>
              <button type="button" className={section.link} onClick={() => set({ staffIds: [] })}>
                {t('services.none')}
              </button>
            </p>
          )}
          {staff.map((person) => (
            <Checkbox
              key={person.id}
              label={person.name}
              checked={draft.staffIds.includes(person.id)}
              onChange={({ currentTarget }) =>
                set({
                  staffIds: currentTarget.checked
                    ? [...draft.staffIds, person.id]
                    : draft.staffIds.filter((one) => one !== person.id),
                })
              }
            />
          ))}
        </fieldset>
        {service && clashing.length > 0 ? (
          <div className={section.moved} role="status">
            <strong>{t('movedTitle')}</strong>
            {clashing.map((column) => {
              const fact = words('service', column, elsewhere[column as keyof typeof elsewhere]);
              return fact ? <span key={column}>{t('factIs', fact)}</span> : null;
            })}
            <button
              type="button"
              className={section.link}
              onClick={() => {
                setOpened(service);
                setDraft(draftOf(service));
              }}
            >
              {t('takeTheirs')}
            </button>
          </div>
        ) : null}
        {failure ? <FailureText failure={failure} /> : null}
        <div className={css.buttons}>
          {service ? (
            <Button
              variant="default"
              disabled={busy}
              onClick={() => void setActive(service, !service.active)}
            >
              {t(service.active ? 'services.archive' : 'services.restore')}
            </Button>
          ) : null}
          <Button
            type="submit"
            disabled={busy || (service !== undefined && read.ok && commands.length === 0)}
          >
            {t(service ? 'common:save' : 'services.create')}
          </Button>
        </div>
      </form>
    </SidePanel>
  );
}

function ServiceFields({
  draft,
  isNew,
  services,
  problems,
  onChange,
}: {
  readonly draft: ServiceDraft;
  readonly isNew: boolean;
  readonly services: readonly ServiceSetup[];
  readonly problems: readonly ServiceProblem[];
  readonly onChange: (change: Partial<ServiceDraft>) => void;
}) {
  const { t } = useTranslation('business');
  const format = useFormat();
  const rooms = useDeskQuery('resourceList', {}).data ?? [];
  const isVendor = useDeskQuery('business', {}).data?.vatRegistered ?? false;
  const read = readDraft(draft);
  const wrong = (field: ServiceProblem): string | null =>
    problems.includes(field) ? t(`services.problem.${field}`) : null;
  const categories = distinct(services.map(({ category }) => category));
  const offers = distinct(rooms.filter(({ active }) => active).map(({ capability }) => capability));
  const isOffered = draft.requires.trim() === '' || offers.includes(knownSpelling(draft.requires, offers));
  return (
    <>
      <TextInput
        label={t('services.name')}
        value={draft.name}
        maxLength={120}
        autoFocus={isNew}
        error={wrong('name')}
        onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
      />
      <Autocomplete
        label={t('services.category')}
        description={t('services.categoryHint')}
        data={[...categories]}
        value={draft.category}
        maxLength={60}
        onChange={(category) => onChange({ category })}
        onBlur={() => onChange({ category: knownSpelling(draft.category, categories) })}
      />
      <div className={css.pair}>
        <TextInput
          label={t('services.duration')}
          description={t('services.durationHint')}
          value={draft.duration}
          error={wrong('duration')}
          onChange={({ currentTarget }) => onChange({ duration: currentTarget.value })}
        />
        <TextInput
          label={t('services.priceLabel')}
          description={
            isVendor && read.ok
              ? t('services.vatInside', { vat: format.money(vatInside(read.values.priceCents)) })
              : t('services.priceHint')
          }
          value={draft.price}
          error={wrong('price')}
          onChange={({ currentTarget }) => onChange({ price: currentTarget.value })}
        />
      </div>
      {isNew ? null : <p className={css.hint}>{t('services.bookedStay')}</p>}
      <div className={css.pair}>
        <TextInput
          label={t('services.before')}
          value={draft.before}
          error={wrong('before')}
          onChange={({ currentTarget }) => onChange({ before: currentTarget.value })}
        />
        <TextInput
          label={t('services.after')}
          value={draft.after}
          error={wrong('after')}
          onChange={({ currentTarget }) => onChange({ after: currentTarget.value })}
        />
      </div>
      <p className={css.hint}>{t('services.bufferHint')}</p>
      <BufferPicture
        before={readMinutes(draft.before) ?? 0}
        duration={readMinutes(draft.duration) ?? 0}
        after={readMinutes(draft.after) ?? 0}
        hue={draft.hue}
      />
      <HueField value={draft.hue} onChange={(hue) => onChange({ hue })} />
      <Autocomplete
        label={t('services.requires')}
        description={t('services.requiresHint')}
        placeholder={t('services.requiresNothing')}
        data={[...offers]}
        value={draft.requires}
        maxLength={60}
        onChange={(requires) => onChange({ requires })}
        onBlur={() => onChange({ requires: knownSpelling(draft.requires, offers) })}
      />
      {isOffered ? null : <p className={css.warning}>{t('services.requiresUnknown')}</p>}
    </>
  );
}

const blank = (services: readonly ServiceSetup[], staffIds: readonly string[]): ServiceValues => ({
  name: '',
  category: '',
  durationMinutes: 45,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  priceCents: 0,
  hue: services.length % 10,
  requires: null,
  staffIds,
});

/** A price is typed, never assumed. */
const blankDraft = (services: readonly ServiceSetup[], staffIds: readonly string[]): ServiceDraft => ({
  ...draftOf(blank(services, staffIds)),
  price: '',
});
