import { z } from 'zod';
import type { BroughtBack, Diagnosis } from '../../../src/contracts/diagnosis.ts';
import type { ChangeNotice } from '../../../src/contracts/ports.ts';
import type { FileTicket } from '../../../src/contracts/transfer.ts';
import { DESK_SCHEMA, WIRE_VERSION } from '../../../src/contracts/wire.ts';
import { PLATFORM_ROLES, rejection, TENANT_ROLES } from '../../../src/domain/command.ts';
import { idSchema, instantSchema } from '../../../src/domain/schemas.ts';
import { PLATFORM_SCOPE } from '../../../src/domain/tables.ts';
import { lastRescue } from '../../../src/replica/rescue.ts';
import { CallRefused } from '../call-failure.ts';
import type { DeskClock } from '../desk-clock.ts';
import type { DeskLog } from '../desk-log.ts';
import type { FileDesk } from '../file-desk.ts';
import type { SessionService } from '../session-service.ts';
import type { Workspace } from '../workspace.ts';
import { createPseudonyms } from './pseudonyms.ts';
import { openWork, sealWork } from './sealed-work.ts';

/** What a support person asks for: how this PC is, what waits on it, and how that gets to another PC. */
export type SupportService = {
  readonly read: () => Diagnosis;
  readonly check: () => void;
  readonly supportFile: (fileName: string) => FileTicket;
  readonly save: (fileName: string, passphrase: string) => Promise<FileTicket>;
  readonly bringBack: (bytes: Uint8Array, passphrase: string) => Promise<BroughtBack>;
};

const FORMAT = 1;
const FINDINGS_SHOWN = 20;
const text = z.string();
const savedSchema = z.strictObject({
  format: z.literal(FORMAT),
  scope: idSchema,
  madeAt: instantSchema,
  deviceId: idSchema,
  work: z.array(
    z.strictObject({
      uuid: idSchema,
      name: text,
      v: z.int(),
      args: text,
      base: text,
      actor: idSchema,
      role: z.enum([...TENANT_ROLES, ...PLATFORM_ROLES]),
      device: idSchema,
      at: instantSchema,
      resolves: idSchema.nullable(),
      follows: text,
    }),
  ),
});

export function createSupportService(world: {
  readonly sessions: SessionService;
  readonly clock: DeskClock;
  readonly files: FileDesk;
  readonly log: DeskLog;
  readonly appVersion: string;
  readonly committed: (notice: ChangeNotice) => void;
}): SupportService {
  const { sessions, clock, log } = world;
  const enrolledWorkspace = (): Workspace => {
    const workspace = sessions.workspace();
    if (workspace?.enrolled() === true) return workspace;
    throw new CallRefused('NOT_ENROLLED', 'this PC holds nothing yet');
  };
  const managing = (): Workspace => {
    const { workspace, person } = sessions.atWork();
    if (person.role === 'owner' || person.role === 'manager') return workspace;
    throw new CallRefused('REJECTED', 'above this role', rejection('forbidden'));
  };
  const onScreen = (at: number | null): number | null => (at === null ? null : clock.onScreen(at));
  const offer = (fileName: string, bytes: Uint8Array): FileTicket => {
    let isGiven = false;
    return world.files.offer(fileName, {
      next: () => {
        const piece = isGiven ? null : bytes;
        isGiven = true;
        return Promise.resolve(piece);
      },
      end: () => Promise.resolve(),
    });
  };

  const read = (): Diagnosis => {
    const { home, replica, engine, disk } = enrolledWorkspace();
    const machines = engine()?.scopes() ?? [];
    const check = replica.checkStore.report(home, FINDINGS_SHOWN);
    const rescue = lastRescue(replica);
    return {
      at: clock.screen.now(),
      scopes: replica.scopes
        .list()
        .toSorted((a, b) => Number(b.scope === home) - Number(a.scope === home))
        .map(({ scope, cursor, completeAt }) => {
          const machine = machines.find((one) => one.scope === scope);
          const lastError = machine?.lastError ?? null;
          return {
            which: scope === PLATFORM_SCOPE ? 'platform' : 'business',
            state: machine?.state ?? 'closed',
            completeTo: onScreen(machine?.completeTo ?? completeAt),
            waiting: replica.syncStore.pendingCount(scope),
            waitingSince: replica.support.waitingSince(scope),
            cursor: cursor[0],
            lastError: lastError && { code: lastError.code, at: clock.onScreen(lastError.at) },
          };
        }),
      clockBehindMs: clock.offsetMs(),
      disk: {
        freeBytes: disk.freeBytes(),
        fileBytes: replica.support.fileBytes(),
        full: disk.isFull(),
      },
      check: {
        at: onScreen(check.checkedAt),
        findings: check.findings.map((finding) => ({ ...finding, at: clock.onScreen(finding.at) })),
      },
      rescue: rescue && { ...rescue, at: clock.onScreen(rescue.at) },
      deviceId: replica.scopes.get(home).deviceId,
      schema: DESK_SCHEMA,
      wire: WIRE_VERSION,
    };
  };

  return {
    read,
    check: () => enrolledWorkspace().engine()?.checkNow(),
    supportFile: (fileName) => {
      const { home, replica } = sessions.atWork().workspace;
      const pseudonyms = createPseudonyms();
      const commands = replica.support.commands(home).map(({ args, base, detail, follows, ...kept }) => ({
        ...kept,
        follows: JSON.parse(follows) as unknown,
        args: pseudonyms.of(JSON.parse(args)),
        base: pseudonyms.of(JSON.parse(base)),
        detail: detail === null ? null : pseudonyms.of(JSON.parse(detail)),
      }));
      const content = { format: FORMAT, app: world.appVersion, scope: home, diagnosis: read(), commands };
      log('support file made', { commands: commands.length });
      return offer(fileName, Buffer.from(`${JSON.stringify(content, null, 2)}\n`, 'utf8'));
    },
    save: async (fileName, passphrase) => {
      const { home, replica } = managing();
      const work = replica.support.waiting(home);
      const { deviceId } = replica.scopes.get(home);
      const content = { format: FORMAT, scope: home, madeAt: clock.corrected.now(), deviceId, work };
      log('waiting work saved', { work: work.length });
      return offer(fileName, await sealWork(content, passphrase));
    },
    bringBack: async (bytes, passphrase) => {
      managing();
      const opened = await openWork(bytes, passphrase);
      if (opened === 'unreadable') throw new CallRefused('FILE_UNREADABLE', 'no file of waiting work');
      if (opened === 'wrong') throw new CallRefused('WRONG_PASSPHRASE', 'it does not open the file');
      const parsed = savedSchema.safeParse(opened.content);
      if (!parsed.success) throw new CallRefused('FILE_UNREADABLE', 'made by another version');
      const { scope, work } = parsed.data;
      const { workspace } = sessions.writing();
      if (scope !== workspace.home)
        throw new CallRefused('OTHER_BUSINESS', 'the file names another business');
      const outcome = workspace.replica.support.bringBack(scope, work);
      workspace.engine()?.committed();
      world.committed(outcome.notice);
      log('waiting work brought back', { work: outcome.work, known: work.length - outcome.work });
      return { work: outcome.work, known: work.length - outcome.work };
    },
  };
}
