import { describe, expect, it } from 'vitest';
import {
  CLIENT_LANGUAGES,
  fillMessage,
  LONGEST_MESSAGE,
  MESSAGE_KINDS,
  PLACEHOLDERS,
  unknownPlaceholders,
} from '../../domain/clients/message-text.ts';
import { MESSAGES } from './index.ts';

describe.each(CLIENT_LANGUAGES)('the messages in %s', (language) => {
  const { bodies, weekdays, months, day } = MESSAGES[language];

  it.each(MESSAGE_KINDS)('%s holds nothing that is not filled, and is short enough to be sent', (kind) => {
    expect(unknownPlaceholders(kind, bodies[kind])).toEqual([]);
    const filled = fillMessage(
      bodies[kind],
      Object.fromEntries(PLACEHOLDERS[kind].map((name) => [name, 'somewhat'])),
    );
    expect(filled).not.toMatch(/[{}]|\s\s/);
    expect(filled.length).toBeLessThan(LONGEST_MESSAGE / 2);
  });

  it('name every day', () => {
    expect(weekdays).toHaveLength(7);
    expect(months).toHaveLength(12);
    expect(day).toContain('{date}');
  });
});

describe('a wording', () => {
  it('says what it does not know, in order, and which brace stands alone', () => {
    expect(unknownPlaceholders('moved', 'Hi {client}, {klient} {old_day}')).toEqual(['klient']);
    expect(unknownPlaceholders('cancelled', '{old_day} } {time')).toEqual(['old_day', '}', '{']);
    expect(unknownPlaceholders('moved', '{{client}}')).toEqual(['{', '}']);
  });
});
