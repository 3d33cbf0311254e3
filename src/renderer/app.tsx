import { MantineProvider, useMantineColorScheme } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { BootInfo, MainVerbs } from '../contracts/main-api.ts';
import type { DeskLink } from './data/desk-link.ts';
import { DeskLinkProvider } from './data/link-context.tsx';
import { MainProvider, useMain } from './data/main-context.tsx';
import { followDesk } from './data/use-desk-query.ts';
import { followSyncStatus } from './data/use-sync-status.ts';
import { fetchFrame } from './features/frame/fetched-frame.ts';
import { SessionGate } from './features/session/session-gate.tsx';
import { theme } from './ui/theme/mantine-theme.ts';

/** The desk answers from a local file: answers stay until a commit says otherwise, and never depend on a network. */
const newQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        gcTime: 5 * 60_000,
        retry: false,
        networkMode: 'always',
        refetchOnWindowFocus: false,
      },
    },
  });

/** Everything the screens stand on. `verbs` is undefined only where there is no Electron around the page. */
export function App({
  link,
  boot,
  verbs,
}: {
  readonly link: DeskLink;
  readonly boot: BootInfo;
  readonly verbs: MainVerbs | undefined;
}) {
  const [queries] = useState(newQueryClient);
  useEffect(() => followDesk(link, queries), [link, queries]);
  useEffect(() => followSyncStatus(link, queries), [link, queries]);
  useEffect(() => prepareBoard(link, queries), [link, queries]);
  useEffect(() => (verbs ? followHandLater(verbs, queries) : undefined), [verbs, queries]);
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queries}>
        <DeskLinkProvider value={link}>
          <MainProvider boot={boot} verbs={verbs}>
            <TellTheme />
            <SessionGate />
          </MainProvider>
        </DeskLinkProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** The lock screen is drawn first; what comes after it is fetched while a person types the PIN. */
function prepareBoard(link: DeskLink, queries: QueryClient): () => void {
  let isStopped = false;
  let stop: (() => void) | null = null;
  const idle = requestIdleCallback(async () => {
    const [{ prefetchBoard }] = await Promise.all([
      import('./features/frame/prefetch-board.ts'),
      fetchFrame(),
    ]);
    if (!isStopped) stop = prefetchBoard(link, queries);
  });
  return () => {
    isStopped = true;
    cancelIdleCallback(idle);
    stop?.();
  };
}

/** From the first key or click on, main is told what is in hand; before that nobody asks for an update. */
function followHandLater(verbs: MainVerbs, queries: QueryClient): () => void {
  let isStopped = false;
  let stop: (() => void) | null = null;
  const begin = async (): Promise<void> => {
    unlisten();
    const { followHand } = await import('./features/updates/hand.ts');
    if (!isStopped) stop = followHand(verbs, queries);
  };
  const unlisten = (): void => {
    for (const event of FIRST_TOUCH) window.removeEventListener(event, begin, { capture: true });
  };
  for (const event of FIRST_TOUCH) window.addEventListener(event, begin, { capture: true, passive: true });
  return () => {
    isStopped = true;
    unlisten();
    stop?.();
  };
}
const FIRST_TOUCH = ['pointerdown', 'keydown'] as const;

/** Titles of windows and native menus follow the same choice; before the next start the shell does too. */
function TellTheme() {
  const { colorScheme } = useMantineColorScheme();
  const { verbs } = useMain();
  useEffect(() => {
    void verbs?.setTheme(colorScheme === 'auto' ? 'system' : colorScheme);
  }, [colorScheme, verbs]);
  return null;
}
