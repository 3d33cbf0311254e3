import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { columnsOf } from '../../../src/domain/tables.ts';
import { connect } from '../../../src/replica/connection.ts';
import { migrate, readMigrations } from '../../../src/replica/migrate.ts';
import { openSecondFile } from '../../../src/replica/second-file.ts';
import { secondFilePath } from '../../../src/replica/second-file-path.ts';
import {
  at,
  clockAt,
  DEVICE,
  type Desk,
  fill,
  KEY,
  MIGRATIONS,
  newDesk,
  nextId,
  SCOPE,
} from './replica-fixture.ts';

describe('a second file that a killed process left', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = newDesk();
    fill(desk);
  });
  afterEach(() => desk.dispose());

  const open = () =>
    openSecondFile(
      { path: desk.file, key: KEY, migrationsFolder: MIGRATIONS, clock: clockAt(at(9)), newId: nextId },
      {
        scope: SCOPE,
        scopeName: 'Sunrise Salon',
        clientId: nextId(),
        deviceId: DEVICE,
        deviceSecret: 'a-device-secret-of-some-length',
        epoch: 'epoch-1',
        scopeV: 'all',
        holds: null,
        head: 1,
        ack: 0,
        alsoMonths: [],
      },
    );
  /** Killed when so many migrations had run. */
  const leave = (migrations: number): void => {
    const left = connect({ path: secondFilePath(desk.file, 'whole'), key: KEY, filling: true });
    migrate(left, readMigrations(MIGRATIONS).slice(0, migrations), at(9));
    left.close();
  };

  it.each([0, 1, readMigrations(MIGRATIONS).length])('after %i migrations is begun anew', (migrations) => {
    leave(migrations);
    const second = open();
    expect(second.resume('client', null)).toBeNull();
    second.storePage('client', null, { cols: [...columnsOf('client')], rows: [], more: false, head: 1 });
    second.close();
  });

  it('with rows in it is gone on with', () => {
    const first = open();
    first.markEmpty('block', 202611);
    first.close();
    const second = open();
    expect(second.resume('block', 202611)).toBe('done');
    expect(second.resume('block', 202612)).toBeNull();
    second.close();
  });
});
