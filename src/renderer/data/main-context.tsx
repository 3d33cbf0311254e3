import { type ReactNode, createContext, use, useEffect, useMemo, useState } from 'react';
import { present } from '../../base/assert.ts';
import type { BootInfo, DeskState, MainVerbs, MenuCommand } from '../../contracts/main-api.ts';

type MainValue = {
  readonly boot: BootInfo;
  readonly verbs: MainVerbs | undefined;
  readonly deskState: DeskState;
  /** Why the desk failed, when it did. */
  readonly deskCode: string | null;
};

const MainContext = createContext<MainValue | null>(null);

/** What main told at start, its verbs, and how the desk process is. */
export const useMain = (): MainValue => present(use(MainContext), 'MainProvider');

export function MainProvider({
  boot,
  verbs,
  children,
}: {
  readonly boot: BootInfo;
  readonly verbs: MainVerbs | undefined;
  readonly children: ReactNode;
}) {
  const [desk, setDesk] = useState<Pick<MainValue, 'deskState' | 'deskCode'>>({
    deskState: 'starting',
    deskCode: null,
  });
  useEffect(() => verbs?.onDeskState((deskState, deskCode) => setDesk({ deskState, deskCode })), [verbs]);
  const value = useMemo(() => ({ boot, verbs, ...desk }), [boot, verbs, desk]);
  return <MainContext value={value}>{children}</MainContext>;
}

/** Answers the commands of the application menu. `onCommand` must keep its identity. */
export function useMenuCommands(onCommand: (command: MenuCommand) => void): void {
  const { verbs } = useMain();
  useEffect(() => verbs?.onMenuCommand(onCommand), [verbs, onCommand]);
}
