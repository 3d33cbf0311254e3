import { expect, it } from 'vitest';
import { hoverPlace } from './hover-place.ts';

const screen = { width: 1366, height: 768 };
const size = { width: 300, height: 220 };
const covers = (card: { left: number; top: number; width: number; height: number }): boolean => {
  const { left, top } = hoverPlace(card, size, screen);
  return (
    left < card.left + card.width &&
    card.left < left + size.width &&
    top < card.top + card.height &&
    card.top < top + size.height
  );
};

it('stands to the right, and to the left where there is no room', () => {
  expect(hoverPlace({ left: 100, top: 200, width: 136, height: 64 }, size, screen)).toEqual({
    left: 244,
    top: 200,
  });
  expect(hoverPlace({ left: 1200, top: 200, width: 136, height: 64 }, size, screen).left).toBe(892);
});

it('stays on the screen at the foot of the board', () => {
  expect(hoverPlace({ left: 100, top: 700, width: 136, height: 32 }, size, screen).top).toBe(540);
});

it('goes below or above a card as wide as the board', () => {
  expect(hoverPlace({ left: 50, top: 100, width: 1300, height: 64 }, size, screen).top).toBe(172);
  expect(hoverPlace({ left: 50, top: 600, width: 1300, height: 64 }, size, screen).top).toBe(372);
});

it('never covers the card that it speaks of', () => {
  for (let left = 0; left < 1300; left += 61) {
    for (let top = 0; top < 740; top += 47) expect(covers({ left, top, width: 136, height: 64 })).toBe(false);
  }
});
