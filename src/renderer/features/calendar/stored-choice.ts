import { useSyncExternalStore } from 'react';

/** One of a few words that this PC keeps between starts. */
export type StoredChoice<T extends string> = {
  readonly use: () => T;
  readonly set: (value: T) => void;
};

/** `allowed` says which stored words still mean something; anything else is `fallback`. */
export function storedChoice<T extends string>(
  key: string,
  allowed: (text: string) => text is T,
  fallback: T,
): StoredChoice<T> {
  const listeners = new Set<() => void>();
  const now = (): T => {
    const text = localStorage.getItem(key);
    return text !== null && allowed(text) ? text : fallback;
  };
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    use: () => useSyncExternalStore(subscribe, now),
    set: (value) => {
      localStorage.setItem(key, value);
      for (const listener of listeners) listener();
    },
  };
}

export const oneOf =
  <const T extends string>(words: readonly T[]) =>
  (text: string): text is T =>
    (words as readonly string[]).includes(text);
