import type { DeviceContact } from '../../src/contracts/desk-api.ts';
import type { RemotePort, RemoteSession } from '../../src/contracts/ports.ts';
import type { DeviceClass } from '../../src/contracts/queries/devices.ts';
import { CallRefused, refusedByCloud } from './call-failure.ts';
import type { DeskClock } from './desk-clock.ts';
import type { SessionService } from './session-service.ts';

/**
 * What owners and managers do with the PCs of their business: always online and in their own session, because the
 * cloud alone keeps a PC out.
 */
export type DeviceService = {
  readonly contacts: () => Promise<readonly DeviceContact[]>;
  readonly rename: (deviceId: string, name: string) => Promise<null>;
  readonly setScope: (
    deviceId: string,
    locationIds: readonly string[] | null,
    classes: readonly DeviceClass[],
  ) => Promise<null>;
  readonly revoke: (deviceId: string) => Promise<null>;
};

export function createDeviceService(options: {
  readonly sessions: SessionService;
  readonly remote: () => RemotePort;
  readonly clock: DeskClock;
}): DeviceService {
  const { sessions, clock } = options;

  /** The row that the cloud changed comes back by a pull, which is asked for at once. */
  const change = async (
    ask: (
      remote: RemotePort,
      session: RemoteSession,
      scope: string,
    ) => Promise<Awaited<ReturnType<RemotePort['deviceRevoke']>>>,
  ): Promise<null> => {
    const { workspace } = sessions.atWork();
    const reply = await ask(options.remote(), await sessions.ownSession(), workspace.home);
    if (!reply.ok) throw refusedByCloud(reply.error);
    workspace.engine()?.wake();
    return null;
  };

  return {
    contacts: async () => {
      const { workspace } = sessions.atWork();
      if (workspace.platform) throw new CallRefused('BAD_REQUEST', 'the platform has no list of devices');
      const reply = await options.remote().deviceContacts(await sessions.ownSession(), workspace.home);
      if (!reply.ok) throw refusedByCloud(reply.error);
      return reply.value.contacts.map(({ device_id, last_contact, person, app, schema, waiting }) => ({
        deviceId: device_id,
        lastContact: clock.onScreen(last_contact),
        person,
        app,
        schema,
        waiting,
      }));
    },
    rename: (deviceId, name) =>
      change((remote, session, scope) => remote.deviceRename(session, { scope, device_id: deviceId, name })),
    setScope: (deviceId, locationIds, classes) =>
      change((remote, session, scope) =>
        remote.deviceScope(session, {
          scope,
          device_id: deviceId,
          locations: locationIds === null ? null : [...locationIds],
          classes: ['diary', ...classes],
        }),
      ),
    revoke: (deviceId) =>
      change((remote, session, scope) => remote.deviceRevoke(session, { scope, device_id: deviceId })),
  };
}
