/** Where the window stood when it was last closed. Sizes and positions are in device-independent pixels. */
export type WindowState = {
  readonly x: number | null;
  readonly y: number | null;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
};

export type Area = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export const DEFAULT_WINDOW: WindowState = { x: null, y: null, width: 1366, height: 768, maximized: false };
export const MINIMUM_WINDOW = { width: 960, height: 600 } as const;

/** Enough of the title bar to take hold of. */
const GRIP = 80;

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

/** Reads what an earlier run stored; anything that is not a window state counts as none. */
export function parseWindowState(stored: unknown): WindowState {
  if (typeof stored !== 'object' || stored === null) return DEFAULT_WINDOW;
  const { x, y, width, height, maximized } = stored as Record<string, unknown>;
  if (!isWhole(width) || !isWhole(height)) return DEFAULT_WINDOW;
  const placed = isWhole(x) && isWhole(y);
  return { x: placed ? x : null, y: placed ? y : null, width, height, maximized: maximized === true };
}

/**
 * Fits a state to the displays of today: never larger than the display it stands on, and where the display it stood on
 * is gone, in the middle of the first one (x and y null). `workAreas` lists the primary display first.
 */
export function fitWindow(state: WindowState, workAreas: readonly Area[]): WindowState {
  const home = workAreas.find((area) => holdsGrip(area, state)) ?? null;
  const area = home ?? workAreas[0];
  if (area === undefined) return { ...state, x: null, y: null };
  const width = Math.min(Math.max(state.width, MINIMUM_WINDOW.width), area.width);
  const height = Math.min(Math.max(state.height, MINIMUM_WINDOW.height), area.height);
  if (home === null) return { ...state, x: null, y: null, width, height };
  return { ...state, width, height };
}

function holdsGrip(area: Area, state: WindowState): boolean {
  if (state.x === null || state.y === null) return false;
  const visible = Math.min(state.x + state.width, area.x + area.width) - Math.max(state.x, area.x);
  return visible >= GRIP && state.y >= area.y && state.y <= area.y + area.height - GRIP;
}
