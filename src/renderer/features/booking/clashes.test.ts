import { describe, expect, it } from 'vitest';
import { aCard, aPerson, aRoom, aService, at, boardOf, ids } from '../calendar/board-samples.ts';
import { findClash, roomFor, softConflictsOn } from './clashes.ts';
import { offerWalkIn, walkInOffers } from './walk-in.ts';

const wanted = {
  staffId: ids('Ana'),
  resourceId: null,
  startsAt: at(10),
  endsAt: at(11),
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
};

describe('who is in the way of a booking', () => {
  it('is nobody when one ends as the other begins', () => {
    expect(findClash([aCard({ startsAt: at(9) })], wanted)).toBeNull();
  });

  it('is the earlier client whose buffer reaches into it', () => {
    const before = aCard({ startsAt: at(9), bufferAfterMinutes: 15 });
    expect(findClash([before], wanted)).toEqual({ on: 'staff', card: before });
  });

  it('is never somebody who cancelled or did not come', () => {
    expect(
      findClash(
        [
          aCard({ startsAt: at(10), status: 'cancelled' }),
          aCard({ startsAt: at(10), status: 'no_show', lineId: ids('x') }),
        ],
        wanted,
      ),
    ).toBeNull();
  });
});

describe('the room that a service holds', () => {
  const basins = [aRoom('Basin 1'), aRoom('Basin 2'), aRoom('Studio', 'treatment-room')];
  const inUse = aCard({ staffId: ids('Zola'), resourceId: ids('Basin 1'), startsAt: at(10) });

  it('is the first free one with the capability', () => {
    expect(roomFor([], basins, 'basin', wanted)).toEqual({ resource: basins[0] });
    expect(roomFor([inUse], basins, 'basin', wanted)).toEqual({ resource: basins[1] });
  });

  it('is none where none is needed, and says taken apart from missing', () => {
    expect(roomFor([inUse], basins, null, wanted)).toEqual({ resource: null });
    expect(roomFor([inUse], [aRoom('Basin 1')], 'basin', wanted)).toBe('taken');
    expect(roomFor([inUse], basins, 'sauna', wanted)).toBe('missing');
  });
});

describe('soft conflicts on the board', () => {
  it('know the block of that person alone', () => {
    const board = boardOf({
      blocks: [
        {
          id: ids('block'),
          staffId: ids('Thandi'),
          startsAt: at(10),
          endsAt: at(11),
          reason: 'Dentist',
          author: null,
          pending: false,
        },
      ],
    });
    const time = { from: at(10), to: at(11) };
    expect(softConflictsOn(board, ids('Ana'), time, { service: null, doNotBook: false })).toEqual([]);
    expect(softConflictsOn(board, ids('Thandi'), time, { service: null, doNotBook: false })).toMatchObject([
      { kind: 'block', reason: 'Dentist' },
    ]);
  });
});

describe('somebody walks in', () => {
  const quick = aService({ id: ids('trim'), name: 'Trim', durationMinutes: 30 });

  it('is offered the last five minutes of the clock with the less busy person', () => {
    const board = boardOf({ cards: [aCard({ startsAt: at(15) })] });
    expect(offerWalkIn(board, [], quick, at(10, 43))).toMatchObject({
      staffId: ids('Thandi'),
      startsAt: at(10, 40),
      endsAt: at(11, 10),
    });
  });

  it('waits for whoever is free first, not into a break', () => {
    const board = boardOf({
      columns: [aPerson('Ana'), aPerson('Thandi', { leave: 'Sick', shifts: [] })],
      cards: [aCard({ startsAt: at(12) })],
    });
    expect(offerWalkIn(board, [], quick, at(12, 20))?.startsAt).toBe(at(13, 30));
  });

  it('is told when there is no place within three hours', () => {
    const board = boardOf({ columns: [aPerson('Ana', { shifts: [] })] });
    expect(offerWalkIn(board, [], quick, at(10))).toBeNull();
  });

  it('is offered first what the day is booked for most, of all that can begin now', () => {
    const rare = aService({ ...quick, id: ids('rare'), name: 'A rare thing' });
    const usual = aService({ ...quick, id: ids('usual'), name: 'The usual' });
    const board = boardOf({ cards: [aCard({ startsAt: at(15), serviceId: usual.id })] });
    expect(walkInOffers(board, [], [rare, usual], at(10)).map(({ service }) => service.name)).toEqual([
      'The usual',
      'A rare thing',
    ]);
  });

  it('is not sent away because nobody is free for the usual: what somebody can do now comes first', () => {
    const usual = aService({ ...quick, id: ids('usual'), name: 'The usual', staffIds: [ids('Ana')] });
    const other = aService({ ...quick, id: ids('other'), name: 'Another', staffIds: [ids('Thandi')] });
    const board = boardOf({ cards: [aCard({ startsAt: at(10), endsAt: at(11), serviceId: usual.id })] });
    const offers = walkInOffers(board, [], [usual, other], at(10));
    expect(offers.map(({ service, startsAt }) => [service.name, startsAt])).toEqual([
      ['Another', at(10)],
      ['The usual', at(11)],
    ]);
  });

  it('is offered nothing where nobody works', () => {
    const board = boardOf({ columns: [aPerson('Ana', { shifts: [] })] });
    expect(walkInOffers(board, [], [quick], at(10))).toEqual([]);
  });
});
