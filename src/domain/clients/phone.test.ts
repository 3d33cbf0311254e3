import { describe, expect, it } from 'vitest';
import { normalisePhone } from './phone.ts';

describe('telephone numbers', () => {
  it.each(['0821234567', '082 123 4567', '27821234567', '0027821234567', '821234567', '+27 (82) 123-4567'])(
    '%s is one South African number',
    (text) => expect(normalisePhone(text)).toBe('+27821234567'),
  );

  it('keeps a number from abroad', () => expect(normalisePhone('+44 20 7946 0958')).toBe('+442079460958'));

  it.each(['', '12345', 'call me', '08212345678'])('%j is none', (text) =>
    expect(normalisePhone(text)).toBeNull(),
  );
});
