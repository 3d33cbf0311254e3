import { fileURLToPath } from 'node:url';
import { idsFrom } from '../../src/base/ids.ts';
import type { CheckStorePort, RemotePort, SyncStorePort } from '../../src/contracts/ports.ts';
import type { CommandToRun } from '../../src/replica/run-commands.ts';
import type { SecondFileOptions } from '../../src/replica/second-file.ts';
import { openReplica, type Replica } from '../../src/replica/open-replica.ts';
import { missingMonths } from '../../src/sync/bootstrap-plan.ts';
import { createSyncEngine, type SyncEngine } from '../../src/sync/sync-engine.ts';
import { secondFileHere } from '../fixtures/sync/second-file-here.ts';
import type { VirtualTime } from '../fixtures/sync/virtual-time.ts';
import type { SimDevice, SimPerson } from './business.ts';
import type { Chance } from './chance.ts';
import { copyFiles, type Drawer, enrolFile, type Eye, FILE_KEY, openEye, replicaFile } from './desk-file.ts';
import type { Network } from './network.ts';
import type { SimCloud } from './sim-cloud.ts';
import { type Channel, createSimRemote } from './sim-remote.ts';
import { createSimSessions, type SimSessions } from './sim-sessions.ts';
import { beginLife, Killed, type KillPoint, type Life } from './statement-watch.ts';
import type { Trace } from './trace.ts';

const MIGRATIONS = fileURLToPath(new URL('../../migrations/replica/', import.meta.url));

/** Puts something between sync and its ports: a deliberately broken variant of one of them. */
export type Tamper = (ports: {
  readonly store: SyncStorePort;
  readonly remote: RemotePort;
  readonly scope: string;
  readonly file: string;
}) => { readonly store: SyncStorePort; readonly remote: RemotePort };

/** What all desks of one seed share. */
export type Surroundings = {
  readonly scope: string;
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly trace: Trace;
  readonly cloud: SimCloud;
  readonly network: Network;
  readonly channel: Channel;
  readonly drawer: Drawer;
  readonly tamper: Tamper;
  /** Desks compare their files with the cloud by digests, which must never find anything. */
  readonly compares: boolean;
  /** Something that must never happen, whatever the faults. */
  readonly bug: (what: string) => void;
};

/** How a desk stood at one moment: its files, and whose intents they hold. */
export type DeskBackup = { readonly folder: string; readonly intents: ReadonlySet<string> };

/** A PC at the counter: real replica and real sync in virtual time, that may be killed at any statement. */
export class SimDesk {
  readonly label: string;
  readonly device: SimDevice;
  /** How far its clock is off. */
  skew = 0;
  /** Every intent that its file ever held, but for those that were lost together with a file. */
  intents = new Set<string>();
  readonly sessions: SimSessions;
  private readonly around: Surroundings;
  private folder: string;
  /** What the process left when it ended. */
  private left: string | null = null;
  /** Builds second files when everything is to be fetched anew, as a desk with threads does. */
  private readonly buildsBeside: boolean;
  private life: Life | null = null;
  private replica: Replica | null = null;
  private engine: SyncEngine | null = null;
  private reading: Eye | null = null;
  private cable = true;
  private offset = 0;

  constructor(
    around: Surroundings,
    label: string,
    device: SimDevice,
    person: SimPerson,
    from: DeskBackup | null = null,
  ) {
    this.around = around;
    this.label = label;
    this.device = device;
    this.sessions = createSimSessions(person);
    this.folder = around.drawer.folder();
    this.buildsBeside = around.chance.happens(0.6);
    if (from) {
      copyFiles(from.folder, this.folder);
      this.intents = new Set(from.intents);
    }
  }

  /** The process runs. */
  get up(): boolean {
    return this.life !== null && !this.life.dead() && this.engine !== null;
  }

  /** Its rows are whole, so that people can work. */
  get ready(): boolean {
    return this.eye.state() === 'ready';
  }

  get killed(): string | null {
    return this.life?.dead() === true ? (this.life.endedAt() ?? 'outside of a statement') : null;
  }

  get connected(): boolean {
    return this.cable;
  }

  get eye(): Eye {
    return (this.reading ??= openEye(this.folder));
  }

  now(): number {
    return this.around.time.now() + this.skew + this.offset;
  }

  /** Starts the process. It may be killed at once, see `killAt`; answers whether it lives. */
  start(killAt: KillPoint | null = null): boolean {
    const { around } = this;
    const { folder } = this;
    const life = beginLife(folder, () => {
      this.left = around.drawer.folder();
      copyFiles(folder, this.left);
    });
    this.life = life;
    if (killAt) life.killAt(killAt);
    const clock = { now: () => this.now() };
    const pc = { now: () => around.time.now() + this.skew };
    const newId = idsFrom(pc, around.chance.bytesInto);
    const file = { path: replicaFile(folder), key: FILE_KEY, migrationsFolder: MIGRATIONS, clock, newId };
    try {
      const replica = openReplica({
        ...file,
        onFault: ({ name, error }) => {
          if (!life.dead()) around.bug(`${this.label}: the replay of ${name} threw ${String(error)}`);
        },
      });
      this.replica = replica;
      if (replica.scopes.list().length === 0) {
        const { deviceId, deviceSecret } = this.device;
        const clientId = newId();
        around.trace.name(clientId, `client of ${this.label}`);
        replica.scopes.follow({ scope: around.scope, scopeName: 'salon', clientId, deviceId, deviceSecret });
      }
      this.engine = this.startSync(replica, life, file);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      return false;
    }
    return true;
  }

  private startSync(replica: Replica, life: Life, file: SecondFileOptions): SyncEngine {
    const { around } = this;
    const ports = around.tamper({
      store: replica.syncStore,
      scope: around.scope,
      file: file.path,
      remote: createSimRemote({
        label: this.label,
        cloud: around.cloud,
        network: around.network,
        channel: around.channel,
        now: around.time.now,
        connected: () => this.cable && !life.dead(),
        onCable: (connected) => {
          this.cable = connected;
        },
        hear: (run) => {
          if (this.cable) life.during(run);
        },
      }),
    });
    const engine = createSyncEngine(
      {
        ...ports,
        sessions: this.sessions,
        scheduler: {
          now: () => around.time.now() + this.skew,
          random: around.chance.next,
          after: (ms, run) => around.time.after(Math.ceil(ms), () => life.during(run)),
        },
        newId: file.newId,
        ...(around.compares ? { check: this.strictCheck(replica) } : {}),
        ...(this.buildsBeside
          ? {
              secondFile: secondFileHere({
                options: file,
                replica,
                remote: ports.remote,
                onExchange: () => {
                  around.trace.say(`${this.label}: a second file is to take the place of its own`);
                  this.look();
                },
              }),
            }
          : {}),
        desks: () => 3,
        onCommit: () => {},
        onStatus: () => {
          if (this.engine === engine) this.offset = engine.offsetMs();
        },
        onTrouble: ({ during, code, message }) => {
          if (life.dead()) return;
          around.trace.say(`${this.label}: ${during} ${code}`);
          if (code === 'BUG') around.bug(`${this.label}: ${during}: ${message}`);
        },
      },
      [around.scope],
      this.offset,
    );
    engine.start();
    return engine;
  }

  /** What a digest finds was lost before: it is healed, and still a fault of sync. */
  private strictCheck(replica: Replica): CheckStorePort {
    return {
      ...replica.checkStore,
      noteFinding: (scope, finding) => {
        replica.checkStore.noteFinding(scope, finding);
        this.around.bug(`${this.label}: digests found ${JSON.stringify(finding)}`);
      },
    };
  }

  /** Ends the process around one of its next statements. */
  killAt(point: KillPoint): void {
    this.life?.killAt(point);
  }

  spare(): void {
    this.life?.spare();
  }

  /** Ends the process now, between two statements. */
  kill(): void {
    this.life?.end();
  }

  /** What a new process finds: the files as the dead one left them. */
  pickUp(): void {
    this.close();
    this.folder = this.left ?? this.folder;
  }

  /** The files as they are at this moment, beside the running process. */
  backUp(): DeskBackup {
    const folder = this.around.drawer.folder();
    copyFiles(this.folder, folder);
    return { folder, intents: new Set(this.intents) };
  }

  /** The process ends and an older file takes the place of its own. */
  putBack(backup: DeskBackup): void {
    this.kill();
    this.close();
    this.folder = this.around.drawer.folder();
    copyFiles(backup.folder, this.folder);
    this.intents = new Set(backup.intents);
  }

  /** Begins with the rows of a desk that holds the same, or more, instead of fetching them. */
  enrolFrom(colleague: DeskBackup, clientId: string): void {
    this.around.trace.name(clientId, `client of ${this.label}`);
    this.putBack(colleague);
    enrolFile(this.folder, { clientId, ...this.device });
  }

  /** The next look opens the file that stands there then. */
  private look(): void {
    this.reading?.close();
    this.reading = null;
  }

  close(): void {
    this.life?.end();
    this.look();
    this.life?.bury();
    this.life = null;
    this.engine = null;
    this.replica = null;
  }

  /** A person sits down or asks for now. */
  wake(): void {
    this.engine?.wake();
  }

  sessionChanged(): void {
    this.engine?.sessionChanged();
  }

  plug(connected: boolean): void {
    this.cable = connected;
    if (this.up) this.engine?.setCable(connected);
  }

  /** Gives a command as the present person. Answers the code of the local refusal, or null; throws Killed. */
  give(command: CommandToRun): string | null {
    if (!this.replica) throw new Error(`${this.label} is not running`);
    const present = this.sessions.present();
    const outcome = this.replica.execute(this.around.scope, [command], {
      tenantId: this.around.scope,
      actorId: present.memberId,
      deviceId: this.device.deviceId,
      role: present.role,
      at: this.now(),
    });
    if (!outcome.ok) return outcome.error.rejection.code;
    this.engine?.committed();
    return null;
  }

  /** Nothing waits, and everything up to this version of the cloud is here. */
  caughtUp(head: number): boolean {
    if (!this.replica || !this.engine) return false;
    const { scope } = this.around;
    const store = this.replica.syncStore;
    const { state, cursor } = store.identity(scope);
    return (
      state === 'ready' &&
      this.engine.status().state === 'idle' &&
      store.pendingCount(scope) === 0 &&
      cursor[0] >= head &&
      (store.deviceScope?.holds(scope).due ?? null) === null &&
      missingMonths(scope, this.now(), store.coverage(scope)).length === 0
    );
  }

  standing(): string {
    const status = this.engine?.status();
    return `${this.label}: ${status ? `${status.state}, ${status.pending} pending, ${status.lastError?.code ?? 'no error'}` : 'down'}`;
  }
}
