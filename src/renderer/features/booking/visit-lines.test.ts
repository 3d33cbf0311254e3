import { describe, expect, it } from 'vitest';
import { aCard, aRoom, aService, at, boardOf, ids } from '../calendar/board-samples.ts';
import type { DraftLine } from './draft.ts';
import { visitLines, visitSpanOf, wishedServices } from './visit-lines.ts';

const cut = aService({ durationMinutes: 45 });
const colour = aService({ id: ids('colour'), name: 'Colour', durationMinutes: 60, bufferAfterMinutes: 15 });
const wash = aService({ id: ids('wash'), name: 'Wash', durationMinutes: 15, requires: 'basin' });
const services = [cut, colour, wash];

let made = 0;
const line = (serviceId: string | null, staff: string | null, over: Partial<DraftLine> = {}): DraftLine => {
  made += 1;
  return {
    ids: {
      line: ids(`l${String(made)}`),
      staffHold: ids(`h${String(made)}`),
      roomHold: ids(`r${String(made)}`),
    },
    timing: 'after',
    serviceId,
    staffId: staff === null ? null : ids(staff),
    personChosen: staff !== null,
    wishId: null,
    minutes: null,
    minutesChosen: false,
    priceText: null,
    ...over,
  };
};
const lay = (
  lines: readonly DraftLine[],
  cards = [aCard({ startsAt: at(14) })],
  resources = [aRoom('basin 1')],
) =>
  visitLines(lines, {
    board: boardOf({ cards }),
    services,
    resources,
    startsAt: at(10),
    doNotBook: false,
    ignoreVisit: null,
    roomId: null,
  });

describe('the services of a visit', () => {
  it('follow each other, with the buffer of a person who does two of them', () => {
    const two = lay([line(colour.id, 'Ana'), line(cut.id, 'Thandi')]);
    expect(two.map(({ span }) => span?.from)).toEqual([at(10), at(11)]);
    expect(visitSpanOf(two)).toEqual({ from: at(10), to: at(11, 45) });
    const alone = lay([line(colour.id, 'Ana'), line(cut.id, 'Ana')]);
    expect(alone[1]?.span).toEqual({ from: at(11, 15), to: at(12) });
    expect(alone.every(({ clash, twice }) => clash === null && !twice)).toBe(true);
  });

  it('stand together with two people, and say so when it is one', () => {
    const together = lay([line(colour.id, 'Ana'), line(cut.id, 'Thandi', { timing: 'together' })]);
    expect(together.map(({ span }) => span?.from)).toEqual([at(10), at(10)]);
    const one = lay([line(colour.id, 'Ana'), line(cut.id, 'Ana', { timing: 'together' })]);
    expect(one[1]?.twice).toBe(true);
  });

  it('find somebody who is free, rather the same person, and nobody where there is none', () => {
    const anyone = lay([line(cut.id, 'Thandi'), line(cut.id, null)]);
    expect(anyone[1]).toMatchObject({ staffId: ids('Thandi'), line: { personChosen: false } });
    const busy = aCard({ staffId: ids('Thandi'), startsAt: at(10, 45) });
    expect(lay([line(cut.id, 'Thandi'), line(cut.id, null)], [busy])[1]?.staffId).toBe(ids('Ana'));
    const both = [busy, aCard({ lineId: ids('b'), startsAt: at(10, 45) })];
    expect(lay([line(cut.id, 'Thandi'), line(cut.id, null)], both)[1]?.staffId).toBeNull();
  });

  it('never hold one basin for two of them at once', () => {
    const two = [line(wash.id, 'Ana'), line(wash.id, 'Thandi', { timing: 'together' })];
    expect(lay(two).map(({ room }) => room)).toMatchObject([{ resource: { name: 'basin 1' } }, 'taken']);
    const basins = [aRoom('basin 1'), aRoom('basin 2')];
    expect(lay(two, [], basins).map(({ room }) => room)).toMatchObject([
      { resource: { name: 'basin 1' } },
      { resource: { name: 'basin 2' } },
    ]);
  });

  it('name each its own clash, warning and price', () => {
    const lines = lay(
      [line(cut.id, 'Ana', { priceText: '300' }), line(cut.id, 'Thandi', { priceText: 'free' })],
      [aCard({ staffId: ids('Thandi'), startsAt: at(11) })],
    );
    expect(lines.map(({ clash, priceCents }) => [clash?.card.staffId ?? null, priceCents])).toEqual([
      [null, 30_000],
      [ids('Thandi'), null],
    ]);
  });

  it('are a wish for the search: people by name, lengths that differ, what is not chosen left out', () => {
    const lines = lay([
      line(cut.id, 'Ana', { minutes: 60 }),
      line(null, null),
      line(colour.id, 'Thandi', { wishId: ids('Ana'), timing: 'together' }),
      line(wash.id, null, { minutes: 15 }),
    ]);
    expect(wishedServices(lines)).toEqual([
      { serviceId: cut.id, staffId: ids('Ana'), minutes: 60, timing: 'after' },
      { serviceId: colour.id, staffId: ids('Ana'), minutes: null, timing: 'together' },
      { serviceId: wash.id, staffId: null, minutes: null, timing: 'after' },
    ]);
  });
});
