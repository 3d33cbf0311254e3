import type { SyncStatus } from '../../src/contracts/desk-api.ts';
import type { ChangeNotice } from '../../src/contracts/ports.ts';
import type { DeskClock } from './desk-clock.ts';
import type { Workspace } from './workspace.ts';

/** The line at the foot of every page. Times are the screen's. */
export type StatusReader = {
  readonly read: () => SyncStatus;
  readonly changed: (notice: ChangeNotice) => void;
  /** Another workspace or person: nothing counted before holds. */
  readonly forget: () => void;
};

export function createStatusReader(
  clock: DeskClock,
  workspace: () => Workspace | null,
  cable: () => boolean,
): StatusReader {
  /** Counted again only after a commit that may matter. */
  let conflicts: number | null = null;

  const countConflicts = (at: Workspace): number => {
    if (at.platform || !at.enrolled()) return 0;
    const view = { scope: at.home, now: clock.screen.now(), showNames: false };
    conflicts ??= at.replica.query('conflictCount', {}, view);
    return conflicts;
  };

  return {
    read: () => {
      const at = workspace();
      const engine = at?.engine();
      const record = at?.enrolled() ? at.replica.scopes.get(at.home) : null;
      if (!at || !engine) {
        const completeTo = record?.completeAt ?? null;
        return {
          state: 'closed',
          online: false,
          completeTo: completeTo === null ? null : clock.onScreen(completeTo),
          pending: record && at ? at.replica.syncStore.pendingCount(at.home) : 0,
          conflicts: at ? countConflicts(at) : 0,
          progress: null,
          lastError: null,
          hold: null,
          cable: cable(),
        };
      }
      const status = engine.status();
      return {
        ...status,
        // After a damaged file the first fetch is a recovery, and what waits is safe.
        state: status.state === 'bootstrapping' && at.rescued ? 'recovering' : status.state,
        completeTo: status.completeTo === null ? null : clock.onScreen(status.completeTo),
        hold: status.hold && { ...status.hold, until: clock.onScreen(status.hold.until) },
        lastError: status.lastError && { ...status.lastError, at: clock.onScreen(status.lastError.at) },
        conflicts: countConflicts(at),
        cable: cable(),
      };
    },
    changed: ({ tables }) => {
      if (tables.some((table) => table === 'conflict' || table === 'outbox')) conflicts = null;
    },
    forget: () => {
      conflicts = null;
    },
  };
}
