import { describe, expect, it } from 'vitest';
import { bodyOf, type MessageFacts, messageText } from './message-words.ts';

const ZONE = 'Africa/Johannesburg';
const at = (day: number, hour: number): number => Date.UTC(2026, 10, day, hour - 2);
const facts: MessageFacts = {
  clientName: 'Lerato Mokoena',
  services: ['Cut', 'Colour'],
  place: 'Gateway',
  timeZone: ZONE,
  knows: { startsAt: at(26, 10), staffNames: ['Ana'] },
  stands: { startsAt: at(27, 14), staffNames: ['Ayanda'] },
};

describe('a message', () => {
  it('says the new and the old time in the client’s language', () => {
    const text = (language: 'en' | 'af' | 'zu'): string =>
      messageText('moved', language, bodyOf([], 'moved', language), 'Jacaranda', facts);
    expect(text('en')).toContain('Cut, Colour: it is now Friday 27 November at 14:00 with Ayanda, Gateway.');
    expect(text('en')).toContain('It was Thursday 26 November at 10:00 with Ana.');
    expect(text('af')).toContain('Hallo Lerato, dit is Jacaranda.');
    expect(text('af')).toContain('nou Vrydag 27 November om 14:00 by Ayanda, Gateway');
    expect(text('zu')).toContain('ngoLwesihlanu, 27 Novemba ngo-14:00 no-Ayanda, e-Gateway');
  });

  it('of a visit that was moved in silence and then cancelled names the time that the client knows', () => {
    const text = messageText('cancelled', 'en', bodyOf([], 'cancelled', 'en'), 'Jacaranda', facts);
    expect(text).toContain('Thursday 26 November at 10:00 with Ana');
    expect(text).not.toContain('14:00');
  });

  it('is the business’s own where it has one', () => {
    const own = [{ kind: 'moved', language: 'af', body: 'Nuut: {day}' }] as const;
    expect(bodyOf(own, 'moved', 'af')).toBe('Nuut: {day}');
    expect(bodyOf(own, 'moved', 'en')).toContain('We had to change');
  });
});
