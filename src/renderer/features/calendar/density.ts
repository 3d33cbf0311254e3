import { oneOf, storedChoice } from './stored-choice.ts';

/** Heights of a quarter of an hour: for the mouse (nine hours on a small screen) and for fingers (scrolls). */
export const QUARTER_PX = { compact: 16, touch: 40 } as const;
export type Density = keyof typeof QUARTER_PX;

/** This PC's choice, kept between starts. */
const stored = storedChoice<Density>('board.density', oneOf(['compact', 'touch']), 'compact');
export const useDensity = stored.use;
export const setDensity = stored.set;
