import { describe, expect, it } from 'vitest';
import { changeCommands, changesBetween, draftOf, readDraft, readMinutes } from './service-draft.ts';

const CUT = {
  name: 'Cut',
  category: 'Hair',
  durationMinutes: 45,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 10,
  priceCents: 123_450,
  hue: 3,
  requires: null,
  staffIds: ['ana', 'ben'],
};

describe('minutes as people type them', () => {
  it.each([
    ['45', 45],
    ['90 min', 90],
    ['1:30', 90],
    ['1h30', 90],
    ['2 h', 120],
    ['an hour', null],
    ['1:75', null],
    ['', null],
    ['-5', null],
  ])('%s', (text, minutes) => {
    expect(readMinutes(text)).toBe(minutes);
  });
});

describe('a service that is typed', () => {
  it('reads back as it was', () => {
    expect(draftOf(CUT).price).toBe('1234,50');
    expect(readDraft(draftOf(CUT))).toEqual({ ok: true, values: CUT });
  });

  it('says which fields cannot be meant so', () => {
    const draft = { ...draftOf(CUT), name: ' ', duration: '0', before: 'x', after: '999', price: '-5' };
    expect(readDraft(draft)).toEqual({
      ok: false,
      problems: ['name', 'duration', 'before', 'after', 'price'],
    });
  });

  it('takes an empty buffer for none', () => {
    expect(readDraft({ ...draftOf(CUT), after: '' })).toMatchObject({
      ok: true,
      values: { bufferAfterMinutes: 0 },
    });
  });

  it('sends only what was changed, so that two people who change two facts do not clash', () => {
    expect(changesBetween(CUT, { ...CUT, priceCents: 130_000 })).toEqual({ price_cents: 130_000 });
    expect(changeCommands('cut', CUT, CUT, () => 'new')).toEqual([]);
    expect(
      changeCommands('cut', CUT, { ...CUT, requires: 'basin', staffIds: ['ben', 'cara'] }, () => 'new'),
    ).toEqual([
      { name: 'service.update', args: { id: 'cut', changes: { requires: 'basin' } } },
      {
        name: 'service.staff',
        args: { serviceId: 'cut', add: [{ id: 'new', staffId: 'cara' }], remove: ['ana'] },
      },
    ]);
  });
});
