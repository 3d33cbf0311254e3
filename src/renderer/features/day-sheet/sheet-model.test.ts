import { describe, expect, it } from 'vitest';
import { boardOf, aCard, aPerson, at, ids } from '../calendar/board-samples.ts';
import { personSheets, receptionRows, shortNames } from './sheet-model.ts';

describe('the day sheet', () => {
  it('lists a visit of two people once for reception, with what is still to be paid', () => {
    const visit = ids('both');
    const board = boardOf({
      columns: [aPerson('Ana'), aPerson('Bongi')],
      cards: [
        aCard({
          lineId: ids('l2'),
          appointmentId: visit,
          staffId: ids('Bongi'),
          startsAt: at(10),
          endsAt: at(11),
          paidCents: 20_000,
        }),
        aCard({
          lineId: ids('l1'),
          appointmentId: visit,
          startsAt: at(9),
          endsAt: at(10),
          paidCents: 20_000,
        }),
      ],
    });
    const rows = receptionRows(board);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ startsAt: at(9), endsAt: at(11), dueCents: 70_000 });
    expect(rows[0]?.lines.map(({ lineId }) => lineId)).toEqual([ids('l1'), ids('l2')]);
  });

  it('leaves out what will not happen', () => {
    const board = boardOf({
      columns: [aPerson('Ana')],
      cards: [
        aCard({ status: 'cancelled' }),
        aCard({ lineId: ids('x'), status: 'no_show', startsAt: at(11) }),
      ],
    });
    expect(receptionRows(board)).toEqual([]);
    expect(personSheets(board)[0]?.visits).toBe(0);
  });

  it('gives each person the visits, breaks and blocks in order, and lines to write on where it is free', () => {
    const board = boardOf({
      columns: [aPerson('Ana')], // nine to five, break at one
      cards: [aCard({ startsAt: at(10), endsAt: at(11), bufferAfterMinutes: 15 })],
      blocks: [
        {
          id: ids('block'),
          staffId: ids('Ana'),
          startsAt: at(14),
          endsAt: at(16, 50),
          reason: 'Training',
          author: null,
          pending: false,
        },
      ],
    });
    const entries = personSheets(board)[0]?.entries ?? [];
    expect(entries.map(({ kind, startsAt, endsAt }) => [kind, startsAt, endsAt])).toEqual([
      ['free', at(9), at(10)],
      ['visit', at(10), at(11)],
      ['free', at(11, 15), at(13)],
      ['break', at(13), at(13, 30)],
      ['free', at(13, 30), at(14)],
      ['block', at(14), at(16, 50)],
      // Ten minutes until five: nobody is written in there.
    ]);
    expect(entries.filter((entry) => entry.kind === 'free').map(({ lines }) => lines)).toEqual([2, 3, 1]);
  });

  it('has no page for somebody who neither works nor is booked', () => {
    const board = boardOf({ columns: [aPerson('Ana', { shifts: [], breaks: [] })], cards: [] });
    expect(personSheets(board)).toEqual([]);
  });

  it('calls people by their first name unless two share it', () => {
    const people = [aPerson('Ana Botha'), aPerson('Ana Nel'), aPerson('Thandi Nkosi')];
    expect([...shortNames(people).values()]).toEqual(['Ana Botha', 'Ana Nel', 'Thandi']);
  });
});
