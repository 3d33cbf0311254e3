import type { Instant } from '../../../base/time.ts';
import type { DayScale } from '../../../domain/scheduling/day-layout.ts';

/** What the board tells of a place while something hovers over it. */
export type Verdict = { readonly free: boolean; readonly text: string };

/** What can be taken in hand: a card or a block, by the id that its element carries. */
export type Held = {
  readonly id: string;
  readonly laneId: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly hue: number | null;
  /** Minutes that it keeps before and after itself; they are shown with it while it moves. */
  readonly before: number;
  readonly after: number;
};

export type LaneTarget = { readonly laneId: string; readonly startsAt: Instant; readonly endsAt: Instant };

export type GestureWorld = {
  readonly scroller: HTMLElement;
  /** Holds the columns (`[data-lane]`) and the ghost; y = 0 is the `from` of each lane's scale. */
  readonly field: HTMLElement;
  readonly ghost: HTMLElement;
  readonly ghostText: HTMLElement;
  /** The lane's own day on the common height of the board. */
  readonly scale: (laneId: string) => DayScale;
  /** The lane's local midnight, from which the clock's quarters are counted. */
  readonly origin: (laneId: string) => Instant;
  /** Undefined for what is not there or may not be moved. */
  readonly held: (id: string) => Held | undefined;
  readonly judge: (id: string, target: LaneTarget) => Verdict;
  readonly describe: (target: LaneTarget) => string;
  readonly onDrop: (id: string, target: LaneTarget) => Promise<'done' | 'refused'>;
  readonly onStretch: (target: LaneTarget, end: { readonly x: number; readonly y: number }) => void;
  readonly onSlot: (laneId: string, at: Instant) => void;
  readonly onKeyboardMove: (state: string | null) => void;
};
