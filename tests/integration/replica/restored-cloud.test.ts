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
} from './replica-fixture.ts';

describe('a cloud that was put back from a backup', () => {
  let cloud: FakeCloud;
  let desk: Desk;
  beforeEach(() => {
    cloud = new FakeCloud(salonRows());
    desk = newDesk();
    fill(desk);
    desk.replica.execute(SCOPE, [booking({ startsAt: at(10) })], RECEPTION);
    const store = desk.replica.syncStore;
    cloud.push(store.identity(SCOPE).clientId, store.nextBatch(SCOPE, 50)?.mutations ?? []);
    const { clientId, cursor, ack } = store.identity(SCOPE);
    for (const page of cloud.pull(clientId, cursor, ack, 100)) store.stagePage(SCOPE, page);
    store.applyStaged(SCOPE);
    desk.replica.execute(SCOPE, [booking({ startsAt: at(11), staffId: BEN })], RECEPTION);
  });
  afterEach(() => desk.dispose());

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

  it('another reset of the same cloud sends nothing again', () => {
    const { head } = cloud;
    desk.replica.syncStore.beginBootstrap(SCOPE, head);
    expect(queued()?.map(([, startsAt]) => startsAt)).toEqual([at(11)]);
  });
});
