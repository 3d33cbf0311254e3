import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeCloud } from './fake-cloud.ts';
import {
  at,
  BEN,
  booking,
  type Desk,
  fill,
  newDesk,
  nextId,
  RECEPTION,
  salonRows,
  SCOPE,
  TODAY,
} from './replica-fixture.ts';

describe('a cloud that was put back from a backup', () => {
  let cloud: FakeCloud;
  let desk: Desk;
  beforeEach(() => {
    cloud = new FakeCloud(salonRows());
    desk = newDesk();
    fill(desk);
    desk.replica.execute(SCOPE, [booking({ startsAt: at(10) })], RECEPTION);
    exchange();
    desk.replica.execute(SCOPE, [booking({ startsAt: at(11), staffId: BEN })], RECEPTION);
  });
  afterEach(() => desk.dispose());

  /** Sends what waits and fetches the word on it. */
  function exchange(): void {
    const store = desk.replica.syncStore;
    cloud.push(store.identity(SCOPE).clientId, store.nextBatch(SCOPE, 50)?.mutations ?? []);
    const { clientId, cursor, ack } = store.identity(SCOPE);
    for (const page of cloud.pull(clientId, cursor, ack, 100)) store.stagePage(SCOPE, page);
    store.applyStaged(SCOPE);
  }

  const queued = () =>
    desk.replica.syncStore
      .nextBatch(SCOPE, 50)
      ?.mutations.map(({ id, args }) => [id, (args as { lines: { startsAt: number }[] }).lines[0]?.startsAt]);

  it('gets back what this desk did even when others have filled it beyond that since', () => {
    desk.replica.syncStore.renumber(SCOPE, nextId());
    desk.replica.syncStore.beginBootstrap(SCOPE, 9_999, 0);
    expect(queued()).toEqual([
      [1, at(10)],
      [2, at(11)],
    ]);
  });

  it('the desk is closed in the middle of fetching anew while others go on: nothing is queued twice', () => {
    desk.replica.syncStore.beginBootstrap(SCOPE, 1, 0);
    desk = desk.reopen();
    desk.replica.syncStore.beginBootstrap(SCOPE, 2, 0);
    desk.replica.syncStore.beginBootstrap(SCOPE, 1);
    expect(queued()).toEqual([
      [1, at(10)],
      [2, at(11)],
    ]);
  });

  describe('a refusal that the backup does not know', () => {
    let refused: string;
    beforeEach(() => {
      desk.replica.execute(SCOPE, [booking({ startsAt: at(14), id: nextId() })], RECEPTION);
      cloud.rows.run({ ...booking({ startsAt: at(14) }), base: {} }, RECEPTION, (cloud.head += 1));
      exchange();
      refused = openRefusals()[0] ?? 'none';
    });
    const openRefusals = (): readonly string[] =>
      desk.replica.query('conflicts', {}, { scope: SCOPE, now: at(9), showNames: true }).map(({ id }) => id);
    const givenBack = (): boolean => {
      desk.replica.syncStore.renumber(SCOPE, nextId());
      desk.replica.syncStore.beginBootstrap(SCOPE, 2, 0);
      return (desk.replica.syncStore.nextBatch(SCOPE, 50)?.mutations ?? []).some(
        ({ uuid }) => uuid === refused,
      );
    };

    it('is offered again while nobody has dealt with it', () => {
      expect(givenBack()).toBe(true);
    });

    it('is not carried out after all when somebody has', () => {
      const dismiss = { name: 'conflict.dismiss', args: { id: refused, reason: 'booked elsewhere' } };
      desk.replica.execute(SCOPE, [dismiss], RECEPTION);
      exchange();
      expect(openRefusals()).toEqual([]);
      expect(givenBack()).toBe(false);
    });

    it('is offered again with what rested on it, in order, which says so', () => {
      const late = booking({ startsAt: at(15), id: nextId() });
      const pay = {
        name: 'payment.take',
        args: {
          id: nextId(),
          appointmentId: late.args['id'],
          tender: 'cash',
          amountCents: 1_000,
          tradingDay: TODAY,
        },
      };
      cloud.rows.run({ ...booking({ startsAt: at(15) }), base: {} }, RECEPTION, (cloud.head += 1));
      desk.replica.execute(SCOPE, [late, pay], RECEPTION);
      exchange();
      desk.replica.syncStore.renumber(SCOPE, nextId());
      desk.replica.syncStore.beginBootstrap(SCOPE, 2, 0);
      const given = desk.replica.syncStore.nextBatch(SCOPE, 50)?.mutations ?? [];
      const root = given.findIndex(({ args }) => args['id'] === late.args['id']);
      const paid = given.findIndex(({ name }) => name === 'payment.take');
      expect(root).toBeGreaterThanOrEqual(0);
      expect(paid).toBeGreaterThan(root);
      expect(given[paid]?.follows).toEqual([given[root]?.uuid]);
    });

    it('is offered again also when fetching anew was interrupted before the restore', () => {
      desk.replica.syncStore.beginBootstrap(SCOPE, cloud.head);
      desk = desk.reopen();
      expect(givenBack()).toBe(true);
    });
  });

  it('another reset of the same cloud sends nothing again', () => {
    const { head } = cloud;
    desk.replica.syncStore.beginBootstrap(SCOPE, head);
    expect(queued()?.map(([, startsAt]) => startsAt)).toEqual([at(11)]);
  });
});
