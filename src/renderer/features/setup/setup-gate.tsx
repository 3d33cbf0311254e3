import { type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetupState } from '../../../contracts/queries/business.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useSession } from '../../data/use-session.ts';
import { useCommand } from '../../ui/commands.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { fetchedScreen } from '../../ui/fetched-screen.tsx';
import css from './setup-gate.module.css';
import { SetupReady } from './setup-ready.tsx';

/** Fetched when it is needed, which for most businesses is never. */
const Guide = fetchedScreen<{ setup: SetupState }>(
  async () => (await import('./setup-guide.tsx')).SetupGuide,
).component;

const NOTHING = (): void => undefined;

/**
 * The calendar, unless no booking can be taken yet: then what is missing stands in its place, or whom to ask for it.
 * Before the first booking a line above it says that all is ready.
 */
export function SetupGate({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('setup');
  const { person } = useSession();
  const { data } = useDeskQuery('setup', {});
  const missing = data !== undefined && data.step !== null && data.step !== 'book' ? data : null;
  // A wish to book does not wait for a business to be set up.
  useCommand('new-booking', missing ? NOTHING : null);
  useCommand('walk-in', missing ? NOTHING : null);
  if (missing && person?.role === 'front_desk') {
    return <EmptyState title={t('ask.title')} text={t('ask.text')} />;
  }
  if (missing) {
    return (
      <div className={css.gate}>
        <Suspense fallback={null}>
          <Guide setup={missing} />
        </Suspense>
      </div>
    );
  }
  return (
    <div className={css.gate}>
      {data?.step === 'book' ? <SetupReady /> : null}
      <div className={css.rest}>{children}</div>
    </div>
  );
}
