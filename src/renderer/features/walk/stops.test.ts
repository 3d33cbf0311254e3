import { describe, expect, it } from 'vitest';
import { cardPlace } from './stops.ts';

const window = { width: 1366, height: 768 };
const card = { width: 320, height: 160 };

describe('the card of the walk', () => {
  it('stands below what it speaks of, and above where there is no room below', () => {
    expect(cardPlace({ left: 200, top: 10, width: 100, height: 32 }, card, window)).toEqual({
      left: 200,
      top: 56,
    });
    expect(cardPlace({ left: 0, top: 744, width: 1366, height: 24 }, card, window)).toEqual({
      left: 12,
      top: 570,
    });
  });

  it('never leaves the window', () => {
    expect(cardPlace({ left: 1250, top: 10, width: 110, height: 32 }, card, window).left).toBe(1034);
  });

  it('stands beside a tall column, and in the middle of what fills the window', () => {
    expect(cardPlace({ left: 0, top: 0, width: 92, height: 768 }, card, window)).toEqual({
      left: 106,
      top: 12,
    });
    expect(cardPlace({ left: 92, top: 80, width: 1274, height: 664 }, card, window)).toEqual({
      left: 569,
      top: 332,
    });
  });
});
