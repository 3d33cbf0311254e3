import { describe, expect, it } from 'vitest';
import { aCard, aRoom, at, ids } from './board-samples.ts';
import { isBufferOnly, movedVisit, roomRefusal, settleMove, visitOf } from './visit-move.ts';

const cut = aCard({ appointmentId: ids('visit'), lineId: ids('cut'), startsAt: at(9), endsAt: at(10) });
const colour = aCard({
  appointmentId: ids('visit'),
  lineId: ids('colour'),
  staffId: ids('Thandi'),
  startsAt: at(10),
  endsAt: at(11, 30),
});
const visit = visitOf([colour, cut], ids('visit'));

describe('a visit of two services is moved', () => {
  it('keeps its distances, and only the card that was dragged changes hands', () => {
    const lines = movedVisit(visit, ids('cut'), { staffId: ids('Zola'), startsAt: at(12), endsAt: at(13) });
    expect(lines.map(({ staffId, startsAt, endsAt }) => [staffId, startsAt, endsAt])).toEqual([
      [ids('Zola'), at(12), at(13)],
      [ids('Thandi'), at(13), at(14, 30)],
    ]);
  });

  it('pushes what follows when the first service takes longer', () => {
    const lines = movedVisit(visit, ids('cut'), { staffId: ids('Ana'), startsAt: at(9), endsAt: at(10, 30) });
    expect(lines.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
      [at(9), at(10, 30)],
      [at(10, 30), at(12)],
    ]);
  });

  it('leaves the first alone when the second is shortened', () => {
    const lines = movedVisit(visit, ids('colour'), {
      staffId: ids('Thandi'),
      startsAt: at(10),
      endsAt: at(11),
    });
    expect(lines.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
      [at(9), at(10)],
      [at(10), at(11)],
    ]);
  });
});

describe('a move is settled before it is sent', () => {
  const basinOne = aRoom('Basin 1');
  const basinTwo = aRoom('Basin 2');
  const washed = { ...cut, resourceId: basinOne.id };
  const target = { staffId: ids('Ana'), startsAt: at(14), endsAt: at(15) };

  it('takes the other basin when the one held before is in use', () => {
    const inUse = aCard({
      lineId: ids('x'),
      staffId: ids('Zola'),
      resourceId: basinOne.id,
      startsAt: at(14),
    });
    const settled = settleMove(
      [washed, inUse],
      [basinOne, basinTwo],
      movedVisit([washed], ids('cut'), target),
    );
    expect(settled.clash).toBeNull();
    expect(settled.lines[0]?.resourceId).toBe(basinTwo.id);
  });

  it('names the card in the way when every basin is in use', () => {
    const inUse = aCard({
      lineId: ids('x'),
      staffId: ids('Zola'),
      resourceId: basinOne.id,
      startsAt: at(14),
    });
    const settled = settleMove([washed, inUse], [basinOne], movedVisit([washed], ids('cut'), target));
    expect(settled.clash).toEqual({ on: 'resource', card: inUse });
  });

  it('names the person who is taken, and never the visit itself', () => {
    const taken = aCard({ lineId: ids('x'), startsAt: at(14, 30) });
    expect(settleMove([cut, taken], [], movedVisit([cut], ids('cut'), target)).clash).toEqual({
      on: 'staff',
      card: taken,
    });
    const later = { staffId: ids('Ana'), startsAt: at(9, 30), endsAt: at(10, 30) };
    expect(settleMove([cut], [], movedVisit([cut], ids('cut'), later)).clash).toBeNull();
  });
});

describe('a card is dropped into another room', () => {
  const one = aRoom('Basin 1');
  const two = aRoom('Basin 2');
  const chair = aRoom('Chair', 'chair');
  const washed = { ...cut, resourceId: one.id };
  const into = (id: string | null) => ({
    staffId: ids('Ana'),
    startsAt: at(9),
    endsAt: at(10),
    room: { id },
  });

  it('stands in that one and in no other', () => {
    const taken = aCard({ lineId: ids('x'), staffId: ids('Zola'), resourceId: two.id, startsAt: at(9) });
    const free = settleMove([washed], [one, two], movedVisit([washed], ids('cut'), into(two.id)));
    expect([free.clash, free.lines[0]?.resourceId]).toEqual([null, two.id]);
    const clash = settleMove([washed, taken], [one, two], movedVisit([washed], ids('cut'), into(two.id)));
    expect(clash.clash).toEqual({ on: 'resource', card: taken });
  });

  it('is refused where the service cannot be done', () => {
    const rooms = [one, two, chair];
    expect(roomRefusal('basin', { id: two.id }, rooms)).toBeNull();
    expect(roomRefusal('basin', { id: chair.id }, rooms)).toBe('otherKind');
    expect(roomRefusal('basin', { id: null }, rooms)).toBe('needsRoom');
    expect(roomRefusal(null, { id: chair.id }, rooms)).toBeNull();
    expect(roomRefusal('basin', undefined, rooms)).toBeNull();
  });
});

it('time around a booking is kept while something is dragged, and told apart from the booking itself', () => {
  const before = aCard({ lineId: ids('x'), startsAt: at(13), endsAt: at(14), bufferAfterMinutes: 15 });
  const target = { staffId: ids('Ana'), startsAt: at(14), endsAt: at(15) };
  const { clash } = settleMove([cut, before], [], movedVisit([cut], ids('cut'), target));
  expect(clash?.card).toBe(before);
  expect(isBufferOnly(before, target)).toBe(true);
  expect(isBufferOnly(before, { startsAt: at(13, 30), endsAt: at(14, 30) })).toBe(false);
  const later = { staffId: ids('Ana'), startsAt: at(14, 15), endsAt: at(15, 15) };
  expect(settleMove([cut, before], [], movedVisit([cut], ids('cut'), later)).clash).toBeNull();
});
