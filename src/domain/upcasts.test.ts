import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES, COMMANDS } from './registry.ts';
import { upcast, UPCASTS, type Upcasts } from './upcasts.ts';

const given = { name: 'client.greet', v: 1, args: { name: 'Thandi' }, base: {} };
const steps: Upcasts = {
  'client.greet': {
    1: ({ args, base }) => ({ args: { ...args, language: null }, base }),
    2: ({ args: { name, ...args }, base }) => ({ args: { ...args, called: name }, base }),
  },
};

describe('a command of an earlier version', () => {
  it('is brought to the newest, step by step', () => {
    expect(upcast(given, 3, steps)).toEqual({
      ...given,
      v: 3,
      args: { called: 'Thandi', language: null },
    });
  });

  it('stays as it is when it is the newest, newer than this program, or no step leads on', () => {
    expect(upcast(given, 1, steps)).toBe(given);
    expect(upcast({ ...given, v: 4 }, 3, steps).v).toBe(4);
    expect(upcast(given, 4, steps)).toBe(given);
  });

  it('can be brought there, whichever it is: every version below a command’s own has its step', () => {
    for (const name of COMMAND_NAMES) {
      const steps = Object.keys(UPCASTS[name] ?? {}).map(Number);
      expect({ name, steps }).toEqual({
        name,
        steps: Array.from({ length: COMMANDS[name].version - 1 }, (_, index) => index + 1),
      });
    }
  });
});
