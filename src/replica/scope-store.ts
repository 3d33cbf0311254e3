import type { Instant, Interval } from '../base/time.ts';
import type { DeviceHolds } from '../contracts/device-scope.ts';
import type { ScopeIdentity } from '../contracts/ports.ts';
import type { Cursor } from '../contracts/wire.ts';
import { type Connection, sql } from './connection.ts';
import { ReplicaError } from './replica-error.ts';

export type ScopeState = 'empty' | 'building' | 'ready';

/** What this PC knows about one scope: who it is there and up to where its rows are complete. */
export type ScopeRecord = ScopeIdentity & {
  readonly scopeName: string;
  readonly state: ScopeState;
  readonly bootstrapHead: number | null;
  /** From this UTC month on everything is here; null before the first sync. */
  readonly coveredFrom: number | null;
  /** These instants alone are here; null otherwise. */
  readonly today: Interval | null;
  /** What this PC may hold, as the rows here were fetched under it; null in files from before that was kept. */
  readonly holds: DeviceHolds | null;
  /** What that was changed to, until it is carried out. */
  readonly holdsDue: DeviceHolds | null;
  /** When the rows were last known to be complete, by the corrected clock. */
  readonly completeAt: Instant | null;
};

/** What enrolment gives a PC for a scope. */
export type Enrolment = {
  readonly scope: string;
  readonly scopeName: string;
  readonly clientId: string;
  readonly deviceId: string;
  readonly deviceSecret: string;
};

export type ScopeStore = {
  /** Throws REPLICA_UNKNOWN_SCOPE. */
  readonly get: (scope: string) => ScopeRecord;
  readonly list: () => readonly ScopeRecord[];
  /** Follows a scope from now on; a second enrolment of the same PC only changes its proof. */
  readonly follow: (enrolment: Enrolment) => void;
  readonly saveHello: (scope: string, epoch: string, scopeV: string, holds: DeviceHolds | null) => void;
  readonly moveCursor: (scope: string, cursor: Cursor, ack: number, now: Instant) => void;
  readonly holdPush: (scope: string, until: Instant | null) => void;
  readonly beginBuilding: (scope: string, head: number) => void;
  readonly publish: (scope: string, cursor: Cursor, coveredFrom: number) => void;
  readonly publishToday: (scope: string, cursor: Cursor, today: Interval) => void;
};

type MetaRow = {
  scope: string;
  scope_name: string;
  client_id: string;
  device_id: string;
  device_secret: string;
  epoch: string | null;
  scope_v: string | null;
  cursor_version: number;
  cursor_table: number;
  cursor_id: string;
  ack: number;
  state: ScopeState;
  bootstrap_head: number | null;
  covered_from: number | null;
  complete_at: number | null;
  held_until: number | null;
  today_from: number | null;
  today_to: number | null;
  holds: string | null;
  holds_due: string | null;
};

const COLUMNS = `scope, scope_name, client_id, device_id, device_secret, epoch, scope_v, cursor_version, cursor_table,
  cursor_id, ack, state, bootstrap_head, covered_from, complete_at, held_until, today_from, today_to, holds, holds_due`;
const GET = sql('meta.get', `select ${COLUMNS} from meta where scope = ?`);
const LIST = sql('meta.list', `select ${COLUMNS} from meta order by scope`);
const FOLLOW = sql(
  'meta.follow',
  `insert into meta (scope, scope_name, client_id, device_id, device_secret) values (?, ?, ?, ?, ?)
   on conflict (scope) do update set scope_name = excluded.scope_name, device_id = excluded.device_id,
     device_secret = excluded.device_secret`,
);
const HELLO = sql(
  'meta.hello',
  `update meta set epoch = ?, scope_v = ?, holds = case when holds_due is null then coalesce(?, holds) else holds end
   where scope = ?`,
);
const CURSOR = sql(
  'meta.cursor',
  `update meta set cursor_version = ?, cursor_table = ?, cursor_id = ?, ack = ?, complete_at = ? where scope = ?`,
);
const HOLD = sql('meta.hold', 'update meta set held_until = ? where scope = ?');
const BUILDING = sql(
  'meta.building',
  `update meta set state = 'building', bootstrap_head = ?, holds_due = null, covered_from = null, today_from = null, today_to = null, cursor_version = 0, cursor_table = 0,
     cursor_id = '00000000-0000-0000-0000-000000000000' where scope = ?`,
);
const PUBLISH = sql(
  'meta.publish',
  `update meta set state = 'ready', cursor_version = ?, cursor_table = ?, cursor_id = ?, covered_from = ?,
     today_from = null, today_to = null where scope = ?`,
);
const PUBLISH_TODAY = sql(
  'meta.publish-today',
  `update meta set state = 'ready', cursor_version = ?, cursor_table = ?, cursor_id = ?, today_from = ?, today_to = ?
   where scope = ?`,
);

const toRecord = (row: MetaRow): ScopeRecord => ({
  scope: row.scope,
  scopeName: row.scope_name,
  clientId: row.client_id,
  deviceId: row.device_id,
  deviceSecret: row.device_secret,
  epoch: row.epoch,
  scopeV: row.scope_v,
  cursor: [row.cursor_version, row.cursor_table, row.cursor_id],
  ack: row.ack,
  state: row.state,
  bootstrapHead: row.bootstrap_head,
  coveredFrom: row.covered_from,
  completeAt: row.complete_at,
  heldUntil: row.held_until,
  today: row.today_from === null || row.today_to === null ? null : { from: row.today_from, to: row.today_to },
  onlyToday: row.today_from !== null,
  holds: row.holds === null ? null : (JSON.parse(row.holds) as DeviceHolds),
  holdsDue: row.holds_due === null ? null : (JSON.parse(row.holds_due) as DeviceHolds),
});

export function createScopeStore(connection: Connection): ScopeStore {
  return {
    get: (scope) => {
      const row = connection.get<MetaRow>(GET, scope);
      if (!row) throw new ReplicaError('REPLICA_UNKNOWN_SCOPE', 'this file does not follow the scope');
      return toRecord(row);
    },
    list: () => connection.all<MetaRow>(LIST).map(toRecord),
    follow: ({ scope, scopeName, clientId, deviceId, deviceSecret }) => {
      connection.run(FOLLOW, scope, scopeName, clientId, deviceId, deviceSecret);
    },
    saveHello: (scope, epoch, scopeV, holds) => {
      connection.run(HELLO, epoch, scopeV, holds && JSON.stringify(holds), scope);
    },
    moveCursor: (scope, [version, table, id], ack, now) => {
      connection.run(CURSOR, version, table, id, ack, now, scope);
    },
    holdPush: (scope, until) => {
      connection.run(HOLD, until, scope);
    },
    beginBuilding: (scope, head) => {
      connection.run(BUILDING, head, scope);
    },
    publish: (scope, [version, table, id], coveredFrom) => {
      connection.run(PUBLISH, version, table, id, coveredFrom, scope);
    },
    publishToday: (scope, [version, table, id], { from, to }) => {
      connection.run(PUBLISH_TODAY, version, table, id, from, to, scope);
    },
  };
}
