import { describe, expect, it } from 'vitest';
import { aCard, aPerson, aRoom, at, boardOf, ids } from './board-samples.ts';
import { cardsOfDays, countsOf, dayLanes, type LaneContent, roomLanes } from './lanes.ts';
import { columnModels } from './board-model.ts';
import { windowOf } from './use-board-data.ts';

const tomorrow = {
  day: '2026-11-27',
  bounds: { from: at(24), to: at(48) },
  hours: [{ from: at(31), to: at(42) }],
};
const names = (lanes: readonly LaneContent[]): readonly string[] => lanes.map(({ lane }) => lane.name);

describe('the day by room', () => {
  const inRoom = aCard({ lineId: ids('in'), resourceId: ids('Basin 1'), resourceName: 'Basin 1' });
  const nowhere = aCard({ lineId: ids('out') });
  const gone = aCard({ lineId: ids('gone'), resourceId: ids('Old'), resourceName: 'Old basin' });
  const lanes = roomLanes(boardOf({ cards: [nowhere, gone, inRoom] }), [aRoom('Basin 1'), aRoom('Basin 2')], {
    name: 'No room',
    title: '',
  });

  it('has a lane for every room, for one that is out of use but booked, and last for what stands in none', () => {
    expect(names(lanes)).toEqual(['Basin 1', 'Basin 2', 'Old basin', 'No room']);
    expect(lanes.map(({ cards }) => cards.map(({ lineId }) => lineId))).toEqual([
      [ids('in')],
      [],
      [ids('gone')],
      [ids('out')],
    ]);
  });
});

it('what stands in no room has as much breadth as stands side by side', () => {
  const cards = [9, 9, 9, 10].map((hour, index) =>
    aCard({ lineId: ids(`n${String(index)}`), startsAt: at(hour) }),
  );
  const lanes = roomLanes(boardOf({ cards }), [aRoom('Basin 1')], { name: 'No room', title: '' });
  expect(lanes.map(({ lane }) => lane.breadth)).toEqual([1, 3]);
});

describe('days of some people', () => {
  const days = [boardOf(), boardOf({ ...tomorrow, columns: [aPerson('Ana')], cover: 'not_loaded' })];

  it('stand day after day, and a person without a roster that day has a lane all the same', () => {
    const people = [
      { id: ids('Ana'), name: 'Ana Botha' },
      { id: ids('Thandi'), name: 'Thandi Nkosi' },
    ];
    const lanes = dayLanes(days, people, (day) => day.slice(-2));
    expect(names(lanes)).toEqual(['26 · Ana', '26 · Thandi', '27 · Ana', '27 · Thandi']);
    expect(lanes.map(({ lane }) => lane.shifts.length)).toEqual([1, 1, 1, 0]);
  });

  it('say of each day whether it is here', () => {
    const lanes = dayLanes(days, [{ id: ids('Ana'), name: 'Ana' }], (day) => day);
    expect(lanes.map(({ lane }) => lane.cover)).toEqual(['complete', 'not_loaded']);
  });

  it('are as high as the earliest and the latest of them', () => {
    const columns = columnModels(dayLanes(days, [{ id: ids('Ana'), name: 'Ana' }], (day) => day));
    expect(windowOf(columns)).toEqual({ from: at(6) - at(0), to: at(19) - at(0) });
  });

  it('count a night that stands on both days once as a card', () => {
    const night = aCard({ lineId: ids('night'), startsAt: at(23), endsAt: at(25) });
    expect(cardsOfDays([boardOf({ cards: [night] }), boardOf({ ...tomorrow, cards: [night] })])).toHaveLength(
      1,
    );
  });

  it('add up their counts', () => {
    const counts = { ...boardOf().counts, arrived: 2 };
    expect(countsOf([boardOf({ counts }), boardOf({ counts })]).arrived).toBe(4);
  });
});
