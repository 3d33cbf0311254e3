import { Button, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../../../contracts/desk-api.ts';
import { type Role, TENANT_ROLES, type TenantRole } from '../../../domain/command.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { LinkToGive } from './link-to-give.tsx';
import type { MadeLink } from './made-link.ts';
import css from './people-screen.module.css';

/** Invites somebody: who, at which address, as what; then the link to hand over. */
export function InvitePanel({
  role: ownRole,
  made,
  onMade,
  onClose,
}: {
  readonly role: Role;
  /** A link that is there to be handed over; null: nobody is invited yet. */
  readonly made: MadeLink | null;
  readonly onMade: (made: MadeLink) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['people', 'common']);
  const desk = useDeskLink();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<TenantRole>('front_desk');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const roles = TENANT_ROLES.filter((one) => one !== 'owner' || ownRole === 'owner');
  const isComplete = name.trim() !== '' && /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email.trim());

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isComplete || busy) return;
    setBusy(true);
    setFailure(null);
    const answer = await desk.call('invitation.create', { name: name.trim(), email: email.trim(), role });
    setBusy(false);
    if (answer.ok) onMade({ name: name.trim(), ...answer.value });
    else setFailure(answer.error);
  };
  if (made) {
    return (
      <SidePanel title={t('invite.madeTitle', { name: made.name })} onClose={onClose}>
        <LinkToGive made={made} onDone={onClose} />
      </SidePanel>
    );
  }
  return (
    <SidePanel title={t('invitations.add')} onClose={onClose}>
      <form className={css.form} onSubmit={(event) => void submit(event)}>
        <p className={css.facts}>{t('invite.text')}</p>
        <TextInput
          label={t('member.name')}
          maxLength={120}
          autoFocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('signIns.email')}
          description={t('invite.emailHint')}
          type="email"
          autoComplete="off"
          maxLength={254}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Select
          label={t('member.role')}
          description={t(`member.may.${role}`)}
          data={roles.map((one) => ({ value: one, label: t(`common:role.${one}`) }))}
          value={role}
          allowDeselect={false}
          onChange={(value) => setRole(TENANT_ROLES.find((one) => one === value) ?? role)}
        />
        {failure ? <FailureText failure={failure} /> : null}
        <div className={css.buttons}>
          <Button type="submit" disabled={!isComplete || busy}>
            {busy ? t('invite.busy') : t('invite.submit')}
          </Button>
        </div>
      </form>
    </SidePanel>
  );
}
