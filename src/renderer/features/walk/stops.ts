/** What the walk points at: elements that carry `data-walk`, and the key that does the same. */
export const STOPS = [
  { id: 'place', keys: 'Alt+ArrowLeft' },
  { id: 'booking', keys: 'N' },
  { id: 'board', keys: null },
  { id: 'search', keys: 'Ctrl+K' },
  { id: 'sheet', keys: 'Ctrl+P' },
  { id: 'status', keys: 'Ctrl+I' },
  { id: 'lock', keys: 'Ctrl+L' },
] as const;
export type StopId = (typeof STOPS)[number]['id'];

export type Box = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};
export type Size = { readonly width: number; readonly height: number };

const GAP = 14;
const EDGE = 12;

/**
 * Where the card stands beside what it speaks of: below, above, right or left of it, where there is room; over its
 * middle when it fills the window. Pixels from the window's corner; always wholly inside the window.
 */
export function cardPlace(
  target: Box,
  card: Size,
  window: Size,
): { readonly left: number; readonly top: number } {
  const clamp = (value: number, most: number): number => Math.max(EDGE, Math.min(value, most - EDGE));
  const inside = (left: number, top: number) => ({
    left: clamp(left, window.width - card.width),
    top: clamp(top, window.height - card.height),
  });
  const below = target.top + target.height + GAP;
  if (below + card.height + EDGE <= window.height) return inside(target.left, below);
  const above = target.top - GAP - card.height;
  if (above >= EDGE) return inside(target.left, above);
  const right = target.left + target.width + GAP;
  if (right + card.width + EDGE <= window.width) return inside(right, target.top);
  const left = target.left - GAP - card.width;
  if (left >= EDGE) return inside(left, target.top);
  return inside(
    target.left + (target.width - card.width) / 2,
    target.top + (target.height - card.height) / 2,
  );
}
