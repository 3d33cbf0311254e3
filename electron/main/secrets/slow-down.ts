/** Makes guessing dull: after each wrong answer the next one waits twice as long, up to half a minute. */
export type SlowDown = {
  /** Runs tries one after the other; `isWrong` says which of them count. */
  readonly attempt: <T>(work: () => Promise<T>, isWrong: (outcome: T) => boolean) => Promise<T>;
};

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

export function createSlowDown(pause: (ms: number) => Promise<void>): SlowDown {
  let wrong = 0;
  let turn: Promise<unknown> = Promise.resolve();
  return {
    attempt: (work, isWrong) => {
      const mine = turn.then(async () => {
        if (wrong > 0) await pause(Math.min(FIRST_MS * 2 ** (wrong - 1), LONGEST_MS));
        const outcome = await work();
        wrong = isWrong(outcome) ? wrong + 1 : 0;
        return outcome;
      });
      turn = mine.catch(() => {});
      return mine;
    },
  };
}
