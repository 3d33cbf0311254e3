import { describe, expect, it } from 'vitest';
import { agendaDays } from './agenda-days.ts';
import { aCard, at, boardOf, ids } from './board-samples.ts';

const board = boardOf({
  cards: [
    aCard({ lineId: ids('two'), startsAt: at(11), clientName: 'Zoë van Wyk', clientPhone: '+27821234567' }),
    aCard({ lineId: ids('one'), startsAt: at(9), clientName: 'Lerato Mokoena', staffId: ids('Thandi') }),
    aCard({ lineId: ids('off'), startsAt: at(10), clientName: 'Lerato Dube', status: 'cancelled' }),
  ],
});
const found = (text: string, filter: Parameters<typeof agendaDays>[2] = null): readonly string[] =>
  agendaDays([board], text, filter).flatMap(({ entries }) => entries.map(({ card }) => card.lineId));

describe('the agenda', () => {
  it('goes by time, and leaves out what was cancelled', () => {
    expect(found('')).toEqual([ids('one'), ids('two')]);
  });

  it('finds all words in any order, without accents', () => {
    expect(found('wyk zoe')).toEqual([ids('two')]);
    expect(found('zoe mokoena')).toEqual([]);
  });

  it('finds a number as it is dialled, and a person of the salon', () => {
    expect(found('0821234')).toEqual([ids('two')]);
    expect(found('thandi')).toEqual([ids('one')]);
  });

  it('shows one status alone, cancelled too', () => {
    expect(found('lerato', 'cancelled')).toEqual([ids('off')]);
  });
});
