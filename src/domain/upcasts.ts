import type { Base } from './command.ts';

/** A command as somebody gave it, maybe under an earlier version of this program. */
export type GivenCommand = {
  readonly name: string;
  readonly v: number;
  readonly args: Readonly<Record<string, unknown>>;
  readonly base: Base;
};

/** Says in the words of the next version what a command said; pure, and never refuses. */
export type Upcast = (given: Pick<GivenCommand, 'args' | 'base'>) => Pick<GivenCommand, 'args' | 'base'>;

/** By command, then by the version that it starts from: `{ 'client.create': { 1: … } }` makes version 2. */
export type Upcasts = Readonly<Record<string, Readonly<Record<number, Upcast>>>>;

/**
 * The steps between versions. Whoever raises a command's version adds the step from the one before, and a migration of
 * the cloud calls `sync.supersede`, which accepts the old version for another 90 days. No command has had two so far.
 */
export const UPCASTS: Upcasts = {};

/**
 * The same command under its newest version. One that is that new, or newer than this program, comes back as it is, and
 * so does one from which no step leads on: its own version refuses it.
 */
export function upcast(given: GivenCommand, newest: number, upcasts: Upcasts = UPCASTS): GivenCommand {
  let current = given;
  while (current.v < newest) {
    const step = upcasts[current.name]?.[current.v];
    if (!step) return given;
    current = { ...current, ...step(current), v: current.v + 1 };
  }
  return current;
}
