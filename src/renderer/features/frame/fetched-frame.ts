import type { PersonOnPc } from '../../../contracts/desk-api.ts';
import { fetchedScreen } from '../../ui/fetched-screen.tsx';

const frame = fetchedScreen<{ readonly person: PersonOnPc }>(async () => (await import('./frame.tsx')).Frame);

/** The frame, in code that the lock screen does without. */
export const FetchedFrame = frame.component;

/** Fetches the frame and the board: they come while the person types the PIN. */
export async function fetchFrame(): Promise<void> {
  await Promise.all([frame.fetch(), import('./screens.tsx').then(({ fetchBoard }) => fetchBoard())]);
}
