import { useSyncExternalStore } from 'react';

/** Heights of a quarter of an hour: for the mouse (nine hours on a small screen) and for fingers (scrolls). */
export const QUARTER_PX = { compact: 16, touch: 40 } as const;
export type Density = keyof typeof QUARTER_PX;

const STORED = 'board.density';
const listeners = new Set<() => void>();

const read = (): Density => (localStorage.getItem(STORED) === 'touch' ? 'touch' : 'compact');

/** This PC's choice, kept between starts. */
export const useDensity = (): Density =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, read);

export function setDensity(density: Density): void {
  localStorage.setItem(STORED, density);
  for (const listener of listeners) listener();
}
