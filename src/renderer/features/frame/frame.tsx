import { Suspense, useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { HashRouter, Navigate, Route, Routes, useLocation, useNavigate } from 'react-router';
import type { PersonOnPc } from '../../../contracts/desk-api.ts';
import type { MenuCommand } from '../../../contracts/main-api.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { useMain, useMenuCommands } from '../../data/main-context.tsx';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useSession } from '../../data/use-session.ts';
import { useSyncStatus } from '../../data/use-sync-status.ts';
import { type CommandId, runCommand, setCommandHome, useCommand } from '../../ui/commands.ts';
import { ScreenBoundary } from '../../ui/screen-boundary.tsx';
import { ScreenSkeleton } from '../../ui/screen-skeleton.tsx';
import { type Shortcut, listenForShortcuts, useShortcuts } from '../../ui/shortcuts.ts';
import { useTellFailure } from '../../ui/tell-failure.tsx';
import { undoNewest } from '../../ui/undo-notice.tsx';
import { Notices } from '../../ui/notices.tsx';
import { Banners } from './banners.tsx';
import { BoardPlaceProvider, useBoardPlace } from './board-place.tsx';
import css from './frame.module.css';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { type Screen, screensFor } from './screens.tsx';
import { SideTrays } from './side-trays.tsx';
import { ShortcutsSheet } from './shortcuts-sheet.tsx';
import { CompletenessLine, StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';
import { WalkOffer } from '../walk/walk-offer.tsx';
import { Walk } from '../walk/walk.tsx';

/** The window of a signed-in person: the frame, and one screen in it. */
export function Frame({ person }: { readonly person: PersonOnPc }) {
  const session = useSession();
  const isTenant = session.scope !== null && !session.scope.platform;
  const flags = useDeskQuery('flagValues', {}, { enabled: isTenant }).data;
  const screens = screensFor(person.role, flags);
  return (
    <HashRouter>
      <BoardPlaceProvider>
        <FrameCommands screens={screens} isTenant={isTenant} />
        <div className={css.frame}>
          <Rail screens={screens} person={person} />
          <div className={css.middle}>
            <TopBar isTenant={isTenant} scopeName={session.scope?.name ?? ''} />
            <CompletenessLine />
            <Banners />
            <div className={css.stage}>
              <main id="screen" data-walk="board" className={css.screen} tabIndex={-1}>
                <Screens screens={screens} isSettled={!isTenant || flags !== undefined} />
              </main>
              {isTenant ? <SideTrays /> : null}
            </div>
          </div>
          <StatusBar />
        </div>
        <Palette screens={screens} isTenant={isTenant} />
        <ShortcutsSheet />
        {isTenant ? <Walk /> : null}
        {isTenant && session.demo === null ? <WalkOffer memberId={person.memberId} /> : null}
        <Notices />
      </BoardPlaceProvider>
    </HashRouter>
  );
}

/** Until the flags are read, a screen that hangs on one is neither shown nor left for another. */
function Screens({
  screens,
  isSettled,
}: {
  readonly screens: readonly Screen[];
  readonly isSettled: boolean;
}) {
  const { pathname } = useLocation();
  const first = screens[0];
  return (
    <ScreenBoundary key={pathname.split('/')[1]}>
      <Suspense fallback={<ScreenSkeleton />}>
        <Routes>
          {screens.map(({ id, path, component: Component }) => (
            <Route key={id} path={`${path}/*`} element={<Component />} />
          ))}
          <Route
            path="*"
            element={first && isSettled ? <Navigate to={first.path} replace /> : <ScreenSkeleton />}
          />
        </Routes>
      </Suspense>
    </ScreenBoundary>
  );
}

/** Commands and keys that work on every screen. */
function FrameCommands({
  screens,
  isTenant,
}: {
  readonly screens: readonly Screen[];
  readonly isTenant: boolean;
}) {
  const { t } = useTranslation(['shortcuts', 'status']);
  const navigate = useNavigate();
  const link = useDeskLink();
  const { boot } = useMain();
  const status = useSyncStatus();
  const tellFailure = useTellFailure();
  const { shiftDay, goToToday } = useBoardPlace();

  useEffect(listenForShortcuts, []);
  // `navigate` is another one on each screen; what waits for the calendar must outlive the way there.
  const latestNavigate = useRef(navigate);
  useEffect(() => {
    latestNavigate.current = navigate;
  });
  useEffect(() => {
    setCommandHome(isTenant ? () => void latestNavigate.current('/calendar') : null);
    return () => setCommandHome(null);
  }, [isTenant]);

  useCommand('lock', () => void link.call('session.lock'));
  useCommand('today', isTenant ? goToToday : null);
  useCommand('previous-day', isTenant ? () => shiftDay(-1) : null);
  useCommand('next-day', isTenant ? () => shiftDay(1) : null);
  useCommand('previous-week', isTenant ? () => shiftDay(-7) : null);
  useCommand('next-week', isTenant ? () => shiftDay(7) : null);
  useCommand('undo', undoNewest);
  useCommand(
    'toggle-cable',
    boot.demo && status
      ? async () => {
          const answer = await link.call('sync.setCable', !status.cable);
          if (!answer.ok) tellFailure(answer.error);
        }
      : null,
  );
  useMenuCommands(useCallback((command: MenuCommand) => runCommand(command), []));

  const global: readonly (readonly [CommandId, string, Shortcut['group']])[] = [
    ['search', 'Ctrl+K', 'everywhere'],
    ['lock', 'Ctrl+L', 'everywhere'],
    ['undo', 'Ctrl+Z', 'everywhere'],
    ['open-diagnosis', 'Ctrl+I', 'everywhere'],
    ['shortcuts', '?', 'everywhere'],
  ];
  const tenant: readonly (readonly [CommandId, string, Shortcut['group']])[] = [
    ['new-booking', 'N', 'booking'],
    ['walk-in', 'W', 'booking'],
    ['open-conflicts', 'Ctrl+J', 'booking'],
    ['open-to-tell', 'Ctrl+T', 'booking'],
    ['today', 'T', 'day'],
    ['previous-day', 'Alt+ArrowLeft', 'day'],
    ['next-day', 'Alt+ArrowRight', 'day'],
    ['previous-week', 'Alt+Shift+ArrowLeft', 'day'],
    ['next-week', 'Alt+Shift+ArrowRight', 'day'],
  ];
  useShortcuts([
    ...[...global, ...(isTenant ? tenant : [])].map(([command, keys, group]) => ({
      keys,
      group,
      label: t(`command.${command as 'search'}`),
      run: () => runCommand(command as 'search'),
    })),
    ...screens.map(({ command, keys, path }) => ({
      keys,
      group: 'go' as const,
      label: t(`command.${command}`),
      run: () => void navigate(path),
    })),
  ]);
  return <ScreenCommands screens={screens} />;
}

function ScreenCommands({ screens }: { readonly screens: readonly Screen[] }) {
  return screens.map((screen) => <GoCommand key={screen.id} screen={screen} />);
}

function GoCommand({ screen }: { readonly screen: Screen }) {
  const navigate = useNavigate();
  useCommand(screen.command, () => void navigate(screen.path));
  return null;
}
