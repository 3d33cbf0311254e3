import type { z } from 'zod';
import { DESK_CALLS, type DeskCalls, type SyncStatus } from '../../src/contracts/desk-api.ts';
import type { DeskInit } from '../../src/contracts/main-api.ts';
import type { ChangeNotice, RemotePort } from '../../src/contracts/ports.ts';
import { QUERY_PARAMS, type QueryName, type QueryParams } from '../../src/contracts/queries.ts';
import { PLATFORM_SCOPE } from '../../src/domain/tables.ts';
import { CallRefused, refusedByCloud } from './call-failure.ts';
import type { CloudLink } from './cloud-link.ts';
import { createDeviceService } from './device-service.ts';
import type { DeskClock } from './desk-clock.ts';
import type { ExportService } from './export-service.ts';
import type { ImportService } from './import-service.ts';
import { createInvitationService } from './invitation-service.ts';
import type { JoinService } from './join-service.ts';
import type { SessionService } from './session-service.ts';
import type { SupportService } from './support/support-service.ts';

type CallName = keyof DeskCalls;
type Args<N extends CallName> = z.infer<(typeof DESK_CALLS)[N]>;
type Value<N extends CallName> =
  Extract<ReturnType<DeskCalls[N]>, { ok: true }> extends { value: infer V } ? V : never;
type Handlers = { readonly [N in CallName]: (...args: Args<N>) => Value<N> | Promise<Value<N>> };

export type DeskCallsWorld = {
  readonly init: DeskInit;
  readonly clock: DeskClock;
  readonly sessions: SessionService;
  readonly cloud: CloudLink;
  readonly joining: JoinService;
  readonly readStatus: () => SyncStatus;
  readonly imports: () => Promise<ImportService>;
  readonly exports: () => Promise<ExportService>;
  readonly support: () => Promise<SupportService>;
  readonly committed: (notice: ChangeNotice) => void;
  readonly setCable: (connected: boolean) => void;
  readonly allowRecoveryCode: () => void;
  /** Resolves when nobody writes beside this thread: at once, but for the seconds of a large import. */
  readonly mayWrite: () => Promise<void>;
};

/** Calls that write nothing, or whose own service waits until it may. */
const READS =
  /^(query|devices\.contacts|session\.state|sync\.status|diagnosis\.|health\.read|import\.|export\.)/;

/** Parses the arguments of a call and carries it out; throws CallRefused, ReplicaError, or a bug. */
export function createDeskCalls(
  world: DeskCallsWorld,
): (name: CallName, args: readonly unknown[]) => Promise<unknown> {
  const { init, clock, sessions, joining, readStatus } = world;
  const invitations = createInvitationService(world.cloud, sessions, clock);

  const query = (name: string, params: Readonly<Record<string, unknown>>) => {
    const { workspace } = sessions.atWork();
    if (!Object.hasOwn(QUERY_PARAMS, name)) throw new CallRefused('BAD_REQUEST', 'no such query');
    const known = name as QueryName;
    const parsed = QUERY_PARAMS[known].safeParse(params);
    if (!parsed.success) throw badRequest(name, parsed.error);
    const view = { scope: workspace.home, now: clock.screen.now(), showNames: true };
    return workspace.replica.query(known, parsed.data as QueryParams<typeof known>, view);
  };

  const needRemote = (): RemotePort => {
    const remote = world.cloud.remote();
    if (remote) return remote;
    throw new CallRefused('OFFLINE', 'no cloud is configured');
  };

  const deviceService = createDeviceService({ sessions, remote: needRemote, clock });

  const handlers: Handlers = {
    'session.state': () => sessions.state(),
    'session.signIn': async ({ email, password }) => {
      await sessions.signIn(email, password);
      return sessions.state();
    },
    'session.demoSignIn': async (email) => {
      const person = init.demo?.signIns.find((one) => one.email === email);
      if (!person) throw new CallRefused('BAD_REQUEST', 'no such sign-in of the demo');
      await sessions.signIn(person.email, person.password);
      return sessions.state();
    },
    'session.enrol': async (choice) => {
      await sessions.enrol(choice);
      return sessions.state();
    },
    'session.setPin': async (pin) => {
      await sessions.setPin(pin);
      return sessions.state();
    },
    'session.changePin': async ({ old, pin }) => {
      await sessions.changePin(old, pin);
      return sessions.state();
    },
    'session.clearPin': (memberId) => {
      sessions.clearPin(memberId);
      return sessions.state();
    },
    'session.join': async (args) => {
      await joining.accept(args);
      return sessions.state();
    },
    'session.resetPassword': async (args) => {
      await joining.resetPassword(args);
      return sessions.state();
    },
    'session.unlock': async ({ memberId, pin }) => {
      await sessions.unlock(memberId, pin);
      return sessions.state();
    },
    'session.lock': () => {
      sessions.lock();
      return sessions.state();
    },
    'session.signOut': async () => {
      await sessions.signOut();
      return sessions.state();
    },
    'cloud.choose': (which) => joining.choose(which),
    'password.request': async (email) => {
      await joining.requestCode(email);
      return null;
    },
    'invitation.list': () => invitations.list(),
    'invitation.create': (whom) => invitations.create(whom),
    'invitation.withdraw': async (id) => {
      await invitations.withdraw(id);
      return null;
    },
    query: (name, params) => query(name, params) as Value<'query'>,
    execute: (commands) => {
      const { workspace, context } = sessions.writing();
      const list = commands.map(({ name, args, resolves }) => ({ name, args, resolves: resolves ?? null }));
      const outcome = workspace.replica.execute(workspace.home, list, context);
      if (!outcome.ok) {
        const { index, rejection } = outcome.error;
        throw new CallRefused('REJECTED', `${list[index]?.name}: ${rejection.code}`, rejection);
      }
      workspace.engine()?.committed();
      world.committed(outcome.value);
      return outcome.value;
    },
    'sync.status': () => readStatus(),
    'sync.now': () => {
      sessions.workspace()?.engine()?.wake();
      return readStatus();
    },
    'sync.release': () => {
      sessions.atWork().workspace.engine()?.release();
      return readStatus();
    },
    'sync.fetchMonths': (months) => {
      sessions.atWork().workspace.engine()?.fetchMonths(months);
      return readStatus();
    },
    'sync.setCable': (connected) => {
      world.setCable(connected);
      return readStatus();
    },
    'diagnosis.read': async () => (await world.support()).read(),
    'diagnosis.check': async () => {
      (await world.support()).check();
      return null;
    },
    'diagnosis.supportFile': async ({ fileName }) => (await world.support()).supportFile(fileName),
    'waiting.save': async ({ fileName, passphrase }) => (await world.support()).save(fileName, passphrase),
    'waiting.bringBack': async ({ bytes, passphrase }) =>
      (await world.support()).bringBack(bytes, passphrase),
    'flags.set': async ({ flagId, tenantId, isOn, expectedVersion, reason }) => {
      const { workspace } = sessions.atWork();
      const session = await sessions.ownSession();
      const { deviceId, deviceSecret } = workspace.replica.scopes.get(PLATFORM_SCOPE);
      const reply = await needRemote().flagSet(session, {
        device_id: deviceId,
        device_secret: deviceSecret,
        flag_id: flagId,
        tenant_id: tenantId,
        is_on: isOn,
        expected_version: expectedVersion,
        reason,
      });
      if (!reply.ok) throw refusedByCloud(reply.error);
      workspace.engine()?.wake();
      return null;
    },
    'health.read': async () => {
      const reply = await needRemote().health(await sessions.ownSession());
      if (!reply.ok) throw refusedByCloud(reply.error);
      return reply.value;
    },
    'devices.contacts': () => deviceService.contacts(),
    'devices.rename': ({ deviceId, name }) => deviceService.rename(deviceId, name),
    'devices.setScope': ({ deviceId, locationIds, classes }) =>
      deviceService.setScope(deviceId, locationIds, classes),
    'devices.revoke': ({ deviceId }) => deviceService.revoke(deviceId),
    'devices.allowRecoveryCode': async () => {
      await sessions.managing();
      world.allowRecoveryCode();
      return null;
    },
    'import.read': async (file) => (await world.imports()).read(file),
    'import.look': async (id, form) => (await world.imports()).look(id, form),
    'import.preview': async (id, choices) => (await world.imports()).preview(id, choices),
    'import.problems': async (id, words) => (await world.imports()).problems(id, words),
    'import.commit': async (id) => (await world.imports()).commit(id),
    'import.cancel': async (id) => (await world.imports()).cancel(id),
    'export.look': async () => (await world.exports()).look(),
    'export.start': async (choices) => (await world.exports()).start(choices),
    'import.undo': async (importId) => (await world.imports()).undo(importId),
  };

  return async (name, args) => {
    if (!Object.hasOwn(handlers, name)) throw new CallRefused('BAD_REQUEST', 'no such call');
    const parsed = DESK_CALLS[name].safeParse(args);
    if (!parsed.success) throw badRequest(name, parsed.error);
    // Each handler's arguments are its own schema's output: the pairing is lost in the lookup, not in the table.
    if (!READS.test(name)) await world.mayWrite();
    const handler = handlers[name] as (...parsedArgs: readonly unknown[]) => unknown;
    return handler(...parsed.data);
  };
}

/** Paths and codes only: what was typed may be a person's data. */
const badRequest = (name: string, error: z.ZodError): CallRefused => {
  const where = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`).join('; ');
  return new CallRefused('BAD_REQUEST', `${name}: ${where}`);
};
