import { idsFrom } from '../../src/base/ids.ts';
import { virtualTime, type VirtualTime } from '../fixtures/sync/virtual-time.ts';
import { type Backup, eraseTenant } from './backup.ts';
import { foundBusiness, type SimBusiness } from './business.ts';
import { type Chance, chanceFrom } from './chance.ts';
import { openDrawer } from './desk-file.ts';
import { createIntents, type Intents } from './intents.ts';
import { createNetwork, type Network } from './network.ts';
import { literal, type SimCloud } from './sim-cloud.ts';
import { type DeskBackup, SimDesk, type Surroundings, type Tamper } from './sim-desk.ts';
import { createChannel } from './sim-remote.ts';
import { createTrace, type Trace } from './trace.ts';
import { OPENING } from './workload.ts';

/** One seed's business, its desks, and the chances that move them. */
export type World = {
  readonly scope: string;
  readonly cloud: SimCloud;
  readonly business: SimBusiness;
  readonly time: VirtualTime;
  readonly trace: Trace;
  readonly network: Network;
  readonly intents: Intents;
  /** What must never happen and did. */
  readonly bugs: string[];
  readonly desks: SimDesk[];
  readonly newId: () => string;
  readonly chance: {
    /** What comes next, and in which order messages arrive. */
    readonly schedule: Chance;
    readonly work: Chance;
    readonly faults: Chance;
  };
  /** Copies of files and of the cloud that may be put back. */
  readonly files: Map<SimDesk, DeskBackup>;
  backup: Backup | null;
  /** A transaction of somebody who is no desk stands open. */
  writerOpen: boolean;
  /** A further PC with a copy of that desk's file. */
  readonly clone: (desk: SimDesk) => SimDesk;
  readonly head: () => Promise<number>;
  readonly end: () => Promise<void>;
};

export async function createWorld(cloud: SimCloud, seed: number, tamper: Tamper): Promise<World> {
  const stream = (name: string): Chance => chanceFrom(seed, name);
  const time = virtualTime(OPENING);
  const trace = createTrace(time.now);
  const newId = idsFrom(time, stream('ids').bytesInto);
  const drawer = openDrawer();
  const setting = stream('setting');
  const business = await foundBusiness(cloud, seed, newId, setting, trace, 2 + setting.below(2));
  const scope = business.tenantId;
  const network = createNetwork(stream('weather'), trace, time);
  const bugs: string[] = [];
  const surroundings: Surroundings = {
    scope,
    time,
    trace,
    cloud,
    network,
    drawer,
    tamper,
    compares: setting.happens(0.5),
    chance: stream('desks'),
    channel: createChannel(network, scope),
    bug: (what) => bugs.push(what),
  };
  const { thandi, zanele, manager } = business.people;
  const desks = business.devices.map(
    (device, index) =>
      new SimDesk(surroundings, `desk ${index + 1}`, device, [thandi, manager, zanele][index] ?? thandi),
  );
  return {
    scope,
    cloud,
    business,
    time,
    trace,
    network,
    bugs,
    desks,
    newId,
    intents: createIntents(),
    chance: { schedule: stream('schedule'), work: stream('work'), faults: stream('faults') },
    files: new Map(),
    backup: null,
    writerOpen: false,
    clone: (desk) => {
      const copies = desks.filter(({ label }) => label.startsWith(`${desk.label} copy`)).length;
      const label = `${desk.label} copy ${copies + 1}`;
      return new SimDesk(surroundings, label, desk.device, desk.sessions.present(), desk.backUp());
    },
    head: async () => {
      const [rows] = await cloud.admin(
        `select version from sync.scope_clock where scope_id = ${literal(scope)}`,
      );
      return Number(rows?.[0]?.['version']);
    },
    end: async () => {
      for (const desk of desks) desk.close();
      drawer.remove();
      await cloud.beside('rollback');
      await eraseTenant(cloud, scope, business.userIds);
    },
  };
}
