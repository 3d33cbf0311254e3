import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueryResults } from '../../../contracts/queries.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useSession } from '../../data/use-session.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { ScreenSkeleton } from '../../ui/screen-skeleton.tsx';
import { Invitations } from './invitations.tsx';
import { InvitePanel } from './invite-panel.tsx';
import type { MadeLink } from './made-link.ts';
import { MemberPanel } from './member-panel.tsx';
import css from './people-screen.module.css';
import { RosterPeople } from './roster-people.tsx';
import { SignInPeople } from './sign-in-people.tsx';
import { StaffPanel } from './staff-panel.tsx';
import { useInvitations } from './use-invitations.ts';

/** What the panel at the side shows. */
type Open =
  | { readonly kind: 'staff'; readonly id: string | null }
  | { readonly kind: 'member'; readonly id: string }
  | { readonly kind: 'invite'; readonly made: MadeLink | null };

/** Who works here and does what, and who may sign in. */
export function PeopleScreen() {
  const { t } = useTranslation('people');
  const { data, isError, error } = useDeskQuery('people', {});
  return (
    <div className={css.page}>
      <header>
        <h1>{t('title')}</h1>
        <p className={css.sentence}>{t('sentence')}</p>
      </header>
      {isError ? <FailureText failure={failureOf(error)} /> : null}
      {data ? <People people={data} /> : isError ? null : <ScreenSkeleton />}
    </div>
  );
}

function People({ people }: { readonly people: QueryResults['people'] }) {
  const { person } = useSession();
  const [open, setOpen] = useState<Open | null>(null);
  const invitations = useInvitations(people.signIns.length);
  const role = person?.role ?? 'front_desk';
  const close = (): void => setOpen(null);
  const member = open?.kind === 'member' ? people.signIns.find(({ id }) => id === open.id) : undefined;
  return (
    <>
      <RosterPeople people={people} onOpen={(id) => setOpen({ kind: 'staff', id })} />
      <SignInPeople people={people} onOpen={(id) => setOpen({ kind: 'member', id })} />
      <Invitations
        invitations={invitations}
        role={role}
        onInvite={() => setOpen({ kind: 'invite', made: null })}
        onRenewed={({ name }, link, expiresAt) =>
          setOpen({ kind: 'invite', made: { name, link, expiresAt } })
        }
      />
      {open?.kind === 'staff' ? (
        <StaffPanel key={open.id ?? 'new'} id={open.id} people={people} onClose={close} />
      ) : null}
      {member ? <MemberPanel key={member.id} member={member} onClose={close} /> : null}
      {open?.kind === 'invite' ? (
        <InvitePanel
          key={open.made?.link ?? 'new'}
          role={role}
          made={open.made}
          onMade={(made) => {
            setOpen({ kind: 'invite', made });
            void invitations.refetch();
          }}
          onClose={close}
        />
      ) : null}
    </>
  );
}
