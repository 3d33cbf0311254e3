/**
 * Threads that have the open file open as well. A file can only be exchanged for another when nobody else holds the
 * old one: SQLite's log beside it belongs to a name, not to a file.
 */
export type SharedFile = {
  /** Call the answer once when the thread is gone. */
  readonly lend: () => () => void;
  /** Resolves when nobody has it, and stays true for the rest of that turn of the event loop. */
  readonly unshared: () => Promise<void>;
};

export function createSharedFile(): SharedFile {
  let lent = 0;
  let waiting: (() => void)[] = [];
  return {
    lend: () => {
      lent += 1;
      let isBack = false;
      return () => {
        if (isBack) return;
        isBack = true;
        lent -= 1;
        if (lent > 0) return;
        const told = waiting;
        waiting = [];
        for (const tell of told) tell();
      };
    },
    unshared: async () => {
      while (lent > 0) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
    },
  };
}
