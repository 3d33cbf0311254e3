import { describe, expect, it } from 'vitest';
import { DEFAULT_WINDOW, fitWindow, parseWindowState } from './window-state.ts';

const LAPTOP = { x: 0, y: 25, width: 1366, height: 743 };
const BIG = { x: 1366, y: 0, width: 2560, height: 1400 };
const saved = { x: 1500, y: 100, width: 1800, height: 1000, maximized: false };

describe('the window comes back where it was', () => {
  it('stands again on the second display', () => {
    expect(fitWindow(saved, [LAPTOP, BIG])).toEqual(saved);
  });

  it('comes to the middle of the laptop, no larger than it, when that display is gone', () => {
    expect(fitWindow(saved, [LAPTOP])).toEqual({
      x: null,
      y: null,
      width: 1366,
      height: 743,
      maximized: false,
    });
  });

  it('does not come back with its title bar above the screen or out of reach', () => {
    expect(fitWindow({ ...saved, x: 100, y: -400 }, [LAPTOP])).toMatchObject({ x: null, y: null });
    expect(fitWindow({ ...saved, x: 1340, y: 100, width: 900 }, [LAPTOP])).toMatchObject({
      x: null,
      y: null,
    });
    expect(fitWindow({ ...saved, x: -1750, y: 100 }, [LAPTOP])).toMatchObject({ x: null, y: null });
  });

  it('grows to the least useful size, but never beyond the display', () => {
    expect(fitWindow({ ...saved, x: 10, y: 30, width: 200, height: 100 }, [LAPTOP])).toMatchObject({
      width: 960,
      height: 600,
    });
    const tiny = { x: 0, y: 0, width: 800, height: 480 };
    expect(fitWindow(DEFAULT_WINDOW, [tiny])).toMatchObject({ width: 800, height: 480 });
  });

  it('opens where it can without any display', () => {
    expect(fitWindow(saved, [])).toMatchObject({ x: null, y: null });
  });
});

describe('what an earlier run stored', () => {
  it('is read back', () => {
    expect(parseWindowState({ ...saved, maximized: true })).toEqual({ ...saved, maximized: true });
  });

  it.each([null, 'text', {}, { width: '1366', height: 768 }, { width: Number.NaN, height: 768 }, []])(
    'counts as none when it is %j',
    (stored) => {
      expect(parseWindowState(stored)).toEqual(DEFAULT_WINDOW);
    },
  );

  it('loses a position that is half there', () => {
    expect(parseWindowState({ x: 5, width: 1200, height: 700 })).toMatchObject({
      x: null,
      y: null,
      width: 1200,
    });
  });
});
