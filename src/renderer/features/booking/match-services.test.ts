import { describe, expect, it } from 'vitest';
import { aService, ids } from '../calendar/board-samples.ts';
import { matchServices } from './match-services.ts';

const wash = aService({ id: ids('a'), name: 'Wash, cut and blow-dry' });
const blowDry = aService({ id: ids('b'), name: 'Blow-dry', staffIds: [ids('Thandi')] });
const tint = aService({ id: ids('c'), name: 'Full head tint', category: 'Colour' });
const names = (typed: string, staffId: string | null = null): readonly string[] =>
  matchServices([wash, blowDry, tint], typed, staffId).map(({ name }) => name);

describe('a service found by a few letters', () => {
  it('is first the one that begins with them', () => {
    expect(names('blow')).toEqual(['Blow-dry', 'Wash, cut and blow-dry']);
  });

  it('is found by words in any order, and by its category', () => {
    expect(names('dry cut')).toEqual(['Wash, cut and blow-dry']);
    expect(names('colour')).toEqual(['Full head tint']);
  });

  it('is offered by the person first, before anything was typed', () => {
    expect(names('', ids('Ana')).at(-1)).toBe('Blow-dry');
    expect(names('')).toHaveLength(3);
  });
});
