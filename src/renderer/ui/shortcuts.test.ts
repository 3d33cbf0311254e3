import { describe, expect, it } from 'vitest';
import { keysOf } from './shortcuts.ts';

const press = (key: string, modifiers: Partial<KeyboardEvent> = {}): string =>
  keysOf({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...modifiers,
  } as KeyboardEvent);

describe('the name of a key', () => {
  it('is the same with Caps Lock, and with Cmd for Ctrl', () => {
    expect([press('n'), press('N')]).toEqual(['N', 'N']);
    expect([press('k', { ctrlKey: true }), press('k', { metaKey: true })]).toEqual(['Ctrl+K', 'Ctrl+K']);
  });

  it('takes a sign as it is, whatever keys of the keyboard make it', () => {
    expect(press('?', { shiftKey: true })).toBe('?');
    expect(press('?')).toBe('?');
  });

  it('tells a day from a week: Alt with and without Shift', () => {
    expect(press('ArrowLeft', { altKey: true })).toBe('Alt+ArrowLeft');
    expect(press('ArrowLeft', { altKey: true, shiftKey: true })).toBe('Alt+Shift+ArrowLeft');
    expect(press('z', { ctrlKey: true, shiftKey: true })).toBe('Ctrl+Shift+Z');
  });
});
