import { Button, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../../../contracts/desk-api.ts';
import type { SignInPerson } from '../../../contracts/queries/people.ts';
import { TENANT_ROLES, type TenantRole } from '../../../domain/command.ts';
import type { CommandArgs } from '../../../domain/registry.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { useExecute } from '../../data/use-execute.ts';
import { useSession } from '../../data/use-session.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { useTell } from '../../ui/tell.tsx';
import { offerUndo } from '../../ui/undo-notice.tsx';
import { ChangePin } from '../session/change-pin.tsx';
import css from './people-screen.module.css';

type Changes = CommandArgs<'member.update'>['changes'];

/** Somebody who signs in: name, role, whether they still may, and their PIN on this PC. */
export function MemberPanel({
  member,
  onClose,
}: {
  readonly member: SignInPerson;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['people', 'common']);
  const execute = useExecute();
  const { person } = useSession();
  const [opened] = useState(member);
  const [name, setName] = useState(member.name);
  const [role, setRole] = useState<TenantRole>(member.role);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const [changing, setChanging] = useState(false);
  const isMe = person?.memberId === member.id;
  const isOwner = person?.role === 'owner';
  // A manager leaves owners alone.
  const isOutOfReach = !isOwner && member.role === 'owner';
  const roles = TENANT_ROLES.filter((one) => isOwner || one !== 'owner' || one === role);
  const changes: Changes = {
    ...(name.trim() === opened.name ? {} : { name: name.trim() }),
    ...(role === opened.role ? {} : { role }),
  };
  const canSave = Object.keys(changes).length > 0 && name.trim() !== '' && !busy;

  const give = async (wanted: Changes, before: Changes, told: string): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const answer = await execute([{ name: 'member.update', args: { id: member.id, changes: wanted } }], {
      onFailure: (refusal) => {
        setFailure(refusal);
        return true;
      },
    });
    setBusy(false);
    if (!answer.ok) return;
    offerUndo({
      text: told,
      undo: () => void execute([{ name: 'member.update', args: { id: member.id, changes: before } }]),
    });
    onClose();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!canSave) return;
    const before: Changes = {
      ...(changes.name === undefined ? {} : { name: opened.name }),
      ...(changes.role === undefined ? {} : { role: opened.role }),
    };
    void give(changes, before, t('staff.saved', { name: name.trim() }));
  };
  const setActive = (active: boolean): void =>
    void give(
      { active },
      { active: !active },
      t(active ? 'member.isBack' : 'member.isOut', { name: member.name }),
    );

  return (
    <>
      <SidePanel title={member.name} onClose={onClose}>
        <form className={css.form} onSubmit={submit}>
          <p className={css.facts}>{member.email}</p>
          {isOutOfReach ? <p className={css.facts}>{t('member.ownersByOwners')}</p> : null}
          {member.active ? null : <p className={css.facts}>{t('member.gone', { name: member.name })}</p>}
          <TextInput
            label={t('member.name')}
            maxLength={120}
            disabled={isOutOfReach}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label={t('member.role')}
            description={isMe ? t('member.ownRole') : t(`member.may.${role}`)}
            data={roles.map((one) => ({ value: one, label: t(`common:role.${one}`) }))}
            value={role}
            allowDeselect={false}
            disabled={isOutOfReach || isMe}
            onChange={(value) => setRole(TENANT_ROLES.find((one) => one === value) ?? role)}
          />
          {failure ? <FailureText failure={failure} /> : null}
          {isOutOfReach ? null : (
            <div className={css.buttonsApart}>
              {isMe ? null : (
                <Button variant="default" disabled={busy} onClick={() => setActive(!member.active)}>
                  {member.active ? t('member.letGo') : t('member.letBack')}
                </Button>
              )}
              <Button type="submit" disabled={!canSave}>
                {t('staff.save')}
              </Button>
            </div>
          )}
        </form>
        {member.active ? (
          <PinHere memberId={member.id} name={member.name} onChange={isMe ? () => setChanging(true) : null} />
        ) : null}
      </SidePanel>
      {/* Beside the panel, not in it: Escape would close both. */}
      {changing ? <ChangePin onClose={() => setChanging(false)} /> : null}
    </>
  );
}

/** The PIN on this PC: one changes the own, and clears somebody else's. */
function PinHere({
  memberId,
  name,
  onChange,
}: {
  readonly memberId: string;
  readonly name: string;
  /** For the own PIN; null: it is somebody else's. */
  readonly onChange: (() => void) | null;
}) {
  const { t } = useTranslation('people');
  const link = useDeskLink();
  const tell = useTell();
  const { people } = useSession();
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const here = people.find((one) => one.memberId === memberId);
  const clear = async (): Promise<void> => {
    const answer = await link.call('session.clearPin', memberId);
    if (answer.ok) tell(t('pin.cleared', { name }));
    else setFailure(answer.error);
  };
  return (
    <section className={css.pin}>
      <h3>{t('pin.title')}</h3>
      <p className={css.facts}>
        {here?.hasPin === true ? t(onChange ? 'pin.own' : 'pin.has', { name }) : t('pin.none', { name })}
      </p>
      {here?.hasPin === true ? (
        <Button variant="default" onClick={onChange ?? (() => void clear())}>
          {onChange ? t('pin.change') : t('pin.clear')}
        </Button>
      ) : null}
      {failure ? <FailureText failure={failure} /> : null}
    </section>
  );
}
