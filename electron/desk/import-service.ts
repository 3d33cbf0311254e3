import type { NewId } from '../../src/base/ids.ts';
import type { ChangeNotice } from '../../src/contracts/ports.ts';
import type {
  CsvForm,
  CsvSource,
  FileTicket,
  ImportChoices,
  ImportFile,
  ImportPreview,
  ImportSource,
  WorkProgress,
} from '../../src/contracts/transfer.ts';
import type { Role } from '../../src/domain/command.ts';
import { CallRefused } from './call-failure.ts';
import type { ProblemWords } from './clerk/clerk-contract.ts';
import type { Clerk } from './clerk/hire-clerk.ts';
import type { DeskClock } from './desk-clock.ts';
import type { DeskLog } from './desk-log.ts';
import type { FileDesk } from './file-desk.ts';
import type { SessionService } from './session-service.ts';
import type { Workspace } from './workspace.ts';
import type { WriteGate } from './write-gate.ts';

/**
 * A file is read and shown first; agreed to, it becomes one group of commands that one command takes back. Reading,
 * planning and writing are the clerk's: the desk answers clicks meanwhile.
 */
export type ImportService = {
  readonly read: (file: ImportFile) => Promise<ImportSource>;
  readonly look: (id: string, form: CsvForm) => Promise<CsvSource>;
  readonly preview: (id: string, choices: ImportChoices) => Promise<ImportPreview>;
  readonly problems: (id: string, words: ProblemWords) => Promise<FileTicket>;
  readonly commit: (id: string) => Promise<{ readonly importId: string; readonly rows: number }>;
  readonly cancel: (id: string) => Promise<null>;
  readonly undo: (importId: string) => Promise<null>;
  readonly close: () => Promise<void>;
};

type Job = { readonly id: string; readonly home: string; readonly clerk: Clerk; writing: boolean };

export function createImportService(world: {
  readonly sessions: SessionService;
  readonly newId: NewId;
  readonly committed: (notice: ChangeNotice) => void;
  readonly progress: (progress: WorkProgress) => void;
  readonly clock: DeskClock;
  readonly gate: WriteGate;
  readonly files: FileDesk;
  readonly log: DeskLog;
}): ImportService {
  const { sessions, newId, clock, gate, log } = world;
  let job: Job | null = null;

  const hire = (workspace: Workspace): Clerk =>
    workspace.hireClerk((progress) => world.progress({ ...progress, at: clock.screen.now() }));

  /** Above the front desk, whatever a page says. */
  const managing = () => {
    const writing = sessions.writing();
    if (!MANAGING.includes(writing.context.role))
      throw new CallRefused('REJECTED', 'above this role', FORBIDDEN);
    return writing;
  };

  const jobOf = (id: string): Job => {
    const { workspace } = managing();
    if (job && job.id === id && job.home === workspace.home) return job;
    throw new CallRefused('BAD_REQUEST', 'this file is no longer kept: read it again');
  };

  const drop = async (): Promise<void> => {
    const dropped = job;
    job = null;
    await dropped?.clerk.letGo();
  };

  /** What the clerk wrote is told to everybody, as if this thread had. */
  const tell = (workspace: Workspace, notice: ChangeNotice): void => {
    workspace.replica.committedBeside(notice);
    workspace.engine()?.committed();
    world.committed(notice);
  };

  return {
    read: async (file) => {
      const { workspace } = managing();
      if (job?.writing === true) throw new CallRefused('BAD_REQUEST', 'an import is being written');
      await drop();
      const mine: Job = { id: newId(), home: workspace.home, clerk: hire(workspace), writing: false };
      job = mine;
      try {
        return await mine.clerk.ask('read', mine.id, file);
      } catch (cause) {
        if (job === mine) await drop();
        throw cause;
      }
    },
    look: (id, form) => jobOf(id).clerk.ask('look', form),
    preview: (id, choices) => jobOf(id).clerk.ask('preview', choices, clock.screen.now()),
    problems: async (id, words) => {
      const { clerk } = jobOf(id);
      const { fileName } = await clerk.ask('problems', words);
      return world.files.offer(fileName, { next: () => clerk.ask('nextBytes'), end: async () => {} });
    },
    commit: async (id) => {
      const mine = jobOf(id);
      const { workspace, context } = managing();
      if (mine.writing) throw new CallRefused('BAD_REQUEST', 'this import is being written');
      mine.writing = true;
      const began = performance.now();
      try {
        const { rows, notice } = await gate.alone(() => mine.clerk.ask('commit', context));
        tell(workspace, notice);
        log('import written', { rows, ms: Math.round(performance.now() - began) });
        await drop();
        return { importId: id, rows };
      } finally {
        mine.writing = false;
      }
    },
    cancel: async (id) => {
      if (job?.id === id && !job.writing) await drop();
      return null;
    },
    undo: async (importId) => {
      const { workspace, context } = managing();
      const clerk = hire(workspace);
      const began = performance.now();
      try {
        const { notice } = await gate.alone(() => clerk.ask('undo', importId, context));
        tell(workspace, notice);
        log('import taken back', { ms: Math.round(performance.now() - began) });
        return null;
      } finally {
        await clerk.letGo();
      }
    },
    close: drop,
  };
}

const MANAGING: readonly Role[] = ['owner', 'manager'];
const FORBIDDEN = { code: 'forbidden', detail: {} } as const;
