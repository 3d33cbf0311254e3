/** A box on the screen, in pixels. */
export type Box = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

type Size = { readonly width: number; readonly height: number };

const GAP = 8;

/**
 * Where a card of `size` stands beside `target` without ever covering it: to the right, else to the left, else below,
 * else above; moved along that side as far as the screen asks.
 */
export function hoverPlace(
  target: Box,
  size: Size,
  screen: Size,
): { readonly left: number; readonly top: number } {
  const within = (wished: number, length: number, whole: number): number =>
    Math.max(GAP, Math.min(wished, whole - length - GAP));
  const beside = within(target.top, size.height, screen.height);
  const right = target.left + target.width + GAP;
  if (right + size.width + GAP <= screen.width) return { left: right, top: beside };
  const left = target.left - GAP - size.width;
  if (left >= GAP) return { left, top: beside };
  const along = within(target.left, size.width, screen.width);
  const below = target.top + target.height + GAP;
  if (below + size.height + GAP <= screen.height) return { left: along, top: below };
  return { left: along, top: target.top - GAP - size.height };
}
