import type { ExportChoices, ExportSummary, FileTicket, WorkProgress } from '../../src/contracts/transfer.ts';
import type { Role } from '../../src/domain/command.ts';
import { CallRefused } from './call-failure.ts';
import type { DeskClock } from './desk-clock.ts';
import type { DeskLog } from './desk-log.ts';
import type { FileDesk } from './file-desk.ts';
import type { SessionService } from './session-service.ts';

/** Everything that the business has on this PC, as files that other programs read. For owners and managers. */
export type ExportService = {
  readonly look: () => Promise<ExportSummary>;
  readonly start: (choices: ExportChoices) => Promise<FileTicket>;
};

const MANAGING: readonly Role[] = ['owner', 'manager'];
const FORBIDDEN = { code: 'forbidden', detail: {} } as const;

export function createExportService(world: {
  readonly sessions: SessionService;
  readonly progress: (progress: WorkProgress) => void;
  readonly clock: DeskClock;
  readonly files: FileDesk;
  readonly log: DeskLog;
}): ExportService {
  const { sessions, clock, log } = world;

  const managing = () => {
    const at = sessions.atWork();
    if (!MANAGING.includes(at.person.role)) throw new CallRefused('REJECTED', 'above this role', FORBIDDEN);
    return at;
  };
  const hire = () =>
    managing().workspace.hireClerk((progress) => world.progress({ ...progress, at: clock.screen.now() }));

  return {
    look: async () => {
      const clerk = hire();
      try {
        return await clerk.ask('summary');
      } finally {
        await clerk.letGo();
      }
    },
    start: async (choices) => {
      const clerk = hire();
      const { role } = managing().person;
      await clerk.ask('startExport', choices, clock.screen.now());
      const special = choices.kind === 'everything' && choices.special;
      log('export begun', { kind: choices.kind, special, role });
      let bytes = 0;
      return world.files.offer(choices.fileName, {
        next: async () => {
          const piece = await clerk.ask('nextBytes');
          if (piece === null) log('export done', { kind: choices.kind, bytes });
          else bytes += piece.byteLength;
          return piece;
        },
        end: clerk.letGo,
      });
    },
  };
}
