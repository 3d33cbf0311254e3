import type { Cursor, Mutation, PullPage, Verdict } from '../../../src/contracts/wire.ts';
import { columnsOf, TABLES, TENANT_TABLES, type TableName } from '../../../src/domain/tables.ts';
import { type AnyRow, MapRows } from './map-rows.ts';
import { RECEPTION } from './replica-fixture.ts';

type Client = { lmid: number; readonly verdicts: Verdict[] };

/** A cloud in memory that decides by the same rules: versions, verdicts, pages. It never forgets a verdict. */
export class FakeCloud {
  readonly rows = new MapRows();
  head = 1;
  epoch = 'epoch-1';
  private readonly clients = new Map<string, Client>();

  constructor(seed: ReadonlyMap<TableName, readonly Readonly<Record<string, unknown>>[]>) {
    for (const [table, rows] of seed) {
      for (const row of rows as readonly AnyRow[]) this.rows.of(table).set(row.id, row);
    }
  }

  private client(clientId: string): Client {
    let client = this.clients.get(clientId);
    if (!client) this.clients.set(clientId, (client = { lmid: 0, verdicts: [] }));
    return client;
  }

  /** Numbers must follow each other; what is known already is not decided a second time. */
  push(clientId: string, mutations: readonly Mutation[]): void {
    const client = this.client(clientId);
    for (const mutation of mutations) {
      if (mutation.id <= client.lmid) continue;
      if (mutation.id !== client.lmid + 1) throw new Error(`SY409: ${mutation.id} after ${client.lmid}`);
      client.lmid = mutation.id;
      const known = [...this.clients.values()]
        .flatMap(({ verdicts }) => verdicts)
        .find(({ uuid }) => uuid === mutation.uuid);
      client.verdicts.push(known ? { ...known, id: mutation.id } : this.decide(clientId, mutation));
    }
  }

  private rootOf({ follows = [] }: Mutation): string | null {
    const ground = follows
      .map((uuid) => this.rows.of('conflict').get(uuid))
      .find((conflict) => conflict !== undefined);
    return ground ? ((ground['root'] ?? ground.id) as string) : null;
  }

  private decide(clientId: string, mutation: Mutation): Verdict {
    const version = this.head + 1;
    const context = { ...RECEPTION, actorId: mutation.actor, at: mutation.at };
    const refused = this.rows.run(mutation, context, version);
    this.head = version;
    if (refused) {
      this.rows.of('conflict').set(mutation.uuid, {
        id: mutation.uuid,
        row_version: version,
        deleted_at: null,
        client_id: clientId,
        device_id: context.deviceId,
        name: mutation.name,
        args: mutation.args,
        code: refused.code,
        detail: refused.detail,
        actor_id: mutation.actor,
        at: mutation.at,
        state: 'open',
        closed_by: null,
        closed_reason: null,
        root: this.rootOf(mutation),
        v: mutation.v,
      });
    }
    return {
      id: mutation.id,
      uuid: mutation.uuid,
      status: refused ? 'rejected' : 'applied',
      code: refused?.code ?? null,
      detail: refused ? { ...refused.detail } : null,
      version,
    };
  }

  /** All pages from a cursor to the head, `limit` rows each. */
  pull(clientId: string, since: Cursor, ack: number, limit: number): readonly PullPage[] {
    const rows = TENANT_TABLES.flatMap((table) =>
      [...this.rows.of(table).values()].map((row) => ({ table, row })),
    )
      .filter(({ table, row }) => after([row.row_version, TABLES[table].no, row.id], since))
      .toSorted((a, b) =>
        after(
          [a.row.row_version, TABLES[a.table].no, a.row.id],
          [b.row.row_version, TABLES[b.table].no, b.row.id],
        )
          ? 1
          : -1,
      );
    const client = this.client(clientId);
    const pages: PullPage[] = [];
    do {
      const slice = rows.splice(0, limit);
      const last = slice.at(-1);
      const more = rows.length > 0;
      const t: Record<string, unknown[][]> = {};
      const cols: Record<string, string[]> = {};
      for (const { table, row } of slice) {
        cols[table] = [...columnsOf(table)];
        (t[table] ??= []).push(columnsOf(table).map((column) => row[column]));
      }
      pages.push({
        epoch: this.epoch,
        head: this.head,
        more,
        next:
          more && last
            ? [last.row.row_version, TABLES[last.table].no, last.row.id]
            : [this.head, 32_767, 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
        lmid: client.lmid,
        results: client.verdicts.filter(({ id }) => id > ack),
        cols,
        t,
      });
    } while (pages.at(-1)?.more === true);
    return pages;
  }
}

const after = (a: Cursor, b: Cursor): boolean =>
  a[0] !== b[0] ? a[0] > b[0] : a[1] !== b[1] ? a[1] > b[1] : a[2] > b[2];
