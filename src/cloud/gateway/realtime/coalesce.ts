/**
 * Lets the first message of a key through at once and, of those that follow within the window, the
 * last one at its end. Leading alone would lose the newest version, trailing alone would be late.
 */
export function createCoalescer<T>(
  windowMs: number,
  deliver: (message: T) => void,
): {
  send(key: string, message: T): void;
  stop(): void;
} {
  const open = new Map<string, { timer: NodeJS.Timeout; held: T | undefined }>();

  const close = (key: string): void => {
    const window = open.get(key);
    if (!window) return;
    open.delete(key);
    if (window.held !== undefined) {
      deliver(window.held);
      begin(key);
    }
  };
  const begin = (key: string): void => {
    open.set(key, { timer: setTimeout(() => close(key), windowMs), held: undefined });
  };

  return {
    send: (key, message) => {
      const window = open.get(key);
      if (window) {
        window.held = message;
        return;
      }
      deliver(message);
      begin(key);
    },
    stop: () => {
      for (const window of open.values()) clearTimeout(window.timer);
      open.clear();
    },
  };
}
