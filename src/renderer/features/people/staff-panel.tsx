import { Button, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../../../contracts/desk-api.ts';
import type { QueryResults } from '../../../contracts/queries.ts';
import type { RosterPerson } from '../../../contracts/queries/people.ts';
import { newId } from '../../data/clock.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { type Command, useExecute } from '../../data/use-execute.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { useTell } from '../../ui/tell.tsx';
import { offerUndo } from '../../ui/undo-notice.tsx';
import { useBoardPlace } from '../frame/board-place.tsx';
import { HueField } from './hue-field.tsx';
import { LeaveDialog } from './leave-dialog.tsx';
import css from './people-screen.module.css';
import { lastPlace } from './roster-order.ts';
import { ServicesField } from './services-field.tsx';
import {
  changeCommands,
  createCommands,
  draftOf,
  freshHue,
  isComplete,
  type StaffDraft,
} from './staff-draft.ts';

const NOBODY = '';

/** One person on the roster, or a new one. Everything typed is saved at once, by one button, and can be taken back. */
export function StaffPanel({
  id,
  people,
  onClose,
}: {
  readonly id: string | null;
  readonly people: QueryResults['people'];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['people', 'common']);
  const execute = useExecute();
  const tell = useTell();
  const { location } = useBoardPlace();
  const { data: locations = [] } = useDeskQuery('locations', {});
  const { data: services = [] } = useDeskQuery('services', {});
  const person = people.roster.find((one) => one.id === id);
  // What the panel opened with: undo and "nothing was changed" are measured against it, not against what came since.
  const [opened] = useState<StaffDraft>(() =>
    person ? draftOf(person) : newDraft(people.roster, location?.id ?? null),
  );
  const [draft, setDraft] = useState(opened);
  const [leaving, setLeaving] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const set = (change: Partial<StaffDraft>): void => setDraft((now) => ({ ...now, ...change }));

  // A business of one branch is not asked which.
  const locationId = draft.locationId ?? locations[0]?.id ?? null;
  const wanted = { ...draft, locationId };
  const changes = person ? changeCommands(person.id, opened, wanted, newId) : [];
  const canSave = isComplete(wanted) && (person === undefined || changes.length > 0) && !busy;

  const give = async (commands: readonly Command[]): Promise<boolean> => {
    setBusy(true);
    setFailure(null);
    const answer = await execute(commands, {
      onFailure: (refusal) => {
        setFailure(refusal);
        return true;
      },
    });
    setBusy(false);
    return answer.ok;
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!canSave || locationId === null) return;
    const name = draft.name.trim();
    if (!person) {
      const commands = createCommands(newId(), { ...wanted, locationId }, lastPlace(people.roster), newId);
      if (!(await give(commands))) return;
      tell(t('staff.added', { name }));
    } else {
      if (!(await give(changes))) return;
      offerUndo({
        text: t('staff.saved', { name }),
        undo: () => void execute(changeCommands(person.id, wanted, opened, newId)),
      });
    }
    onClose();
  };
  const setActive = async (one: RosterPerson, active: boolean): Promise<void> => {
    const command = (value: boolean): Command => ({
      name: 'staff.update',
      args: { id: one.id, changes: { active: value } },
    });
    if (!(await give([command(active)]))) return;
    offerUndo({
      text: t(active ? 'staff.isBack' : 'staff.didLeave', { name: one.name }),
      undo: () => void execute([command(!active)]),
    });
    onClose();
  };

  const taken = new Set(people.roster.filter((one) => one.id !== id).map(({ memberId }) => memberId));
  const signIns = people.signIns.filter(
    (one) => one.id === draft.memberId || (one.active && !taken.has(one.id)),
  );
  return (
    <>
      <SidePanel title={person?.name ?? t('staff.newTitle')} onClose={onClose}>
        <form className={css.form} onSubmit={(event) => void submit(event)}>
          {person?.active === false ? (
            <p className={css.facts}>{t('staff.gone', { name: person.name })}</p>
          ) : null}
          <TextInput
            label={t('staff.name')}
            {...(person ? {} : { description: t('staff.nameHint') })}
            maxLength={120}
            required
            withAsterisk={false}
            autoFocus={person === undefined}
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <TextInput
            label={t('staff.job')}
            {...(person ? {} : { description: t('staff.jobHint') })}
            maxLength={120}
            value={draft.title}
            onChange={(event) => set({ title: event.currentTarget.value })}
          />
          <Select
            label={t('staff.branch')}
            description={t('staff.branchHint')}
            data={locations.map(({ id: value, name: label }) => ({ value, label }))}
            value={locationId}
            allowDeselect={false}
            onChange={(value) => set({ locationId: value })}
          />
          <HueField value={draft.hue} onChange={(hue) => set({ hue })} />
          <ServicesField
            services={services}
            chosen={draft.serviceIds}
            onChange={(serviceIds) => set({ serviceIds })}
          />
          <Select
            label={t('staff.signIn')}
            description={t('staff.signInHint')}
            data={[
              { value: NOBODY, label: t('staff.noSignIn') },
              ...signIns.map((one) => ({
                value: one.id,
                label: one.email === null ? one.name : `${one.name} · ${one.email}`,
              })),
            ]}
            value={draft.memberId ?? NOBODY}
            allowDeselect={false}
            onChange={(value) => set({ memberId: value === NOBODY ? null : value })}
          />
          {failure ? <FailureText failure={failure} /> : null}
          <div className={css.buttonsApart}>
            {person?.active === true ? (
              <Button variant="default" onClick={() => setLeaving(true)} disabled={busy}>
                {t('staff.leave', { name: firstName(person.name) })}
              </Button>
            ) : null}
            {person?.active === false ? (
              <Button variant="default" onClick={() => void setActive(person, true)} disabled={busy}>
                {t('staff.back')}
              </Button>
            ) : null}
            <Button type="submit" disabled={!canSave}>
              {person ? t('staff.save') : t('staff.add')}
            </Button>
          </div>
        </form>
      </SidePanel>
      {/* Beside the panel, not in it: Escape would close both. */}
      {leaving && person ? (
        <LeaveDialog
          person={person}
          busy={busy}
          onLeave={() => void setActive(person, false)}
          onClose={() => setLeaving(false)}
        />
      ) : null}
    </>
  );
}

const firstName = (name: string): string => name.split(' ')[0] ?? name;

const newDraft = (roster: readonly RosterPerson[], locationId: string | null): StaffDraft => ({
  name: '',
  title: '',
  locationId,
  memberId: null,
  hue: freshHue(roster.filter(({ active }) => active)),
  serviceIds: [],
});
