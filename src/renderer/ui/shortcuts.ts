import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Catalogue } from '../../texts/index.ts';

export type ShortcutGroup = keyof Catalogue['shortcuts']['group'];

/**
 * A key and what it does. `keys` as 'Ctrl+K', 'N', '?', 'Alt+ArrowLeft', 'Escape'; letters without a modifier are
 * dead while a field has the focus or a dialog is open. `label` is already in the person's language.
 */
export type Shortcut = {
  readonly keys: string;
  readonly label: string;
  readonly group: ShortcutGroup;
  readonly run: () => void;
  /** Also while a field has the focus. Ctrl and Alt combinations always do. */
  readonly inFields?: boolean;
};

let active: readonly (readonly Shortcut[])[] = [];
const listeners = new Set<() => void>();
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const replace = (next: readonly (readonly Shortcut[])[]): void => {
  active = next;
  for (const listener of listeners) listener();
};

/** Keys that work while the component is mounted; the newest component wins over older ones. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const signature = shortcuts.map(({ keys, label, group }) => `${keys}\t${label}\t${group}`).join('\n');
  useEffect(() => {
    // The list lives as long as the keys stay the same; what they do is always the latest.
    const entry = latest.current.map((shortcut, index) => ({
      ...shortcut,
      run: () => latest.current[index]?.run(),
    }));
    replace([...active, entry]);
    return () => replace(active.filter((one) => one !== entry));
  }, [signature]);
}

/** All keys that work now, for the shortcuts sheet; where two answer one key, only the one that would be asked. */
export function useActiveShortcuts(): readonly Shortcut[] {
  const all = useSyncExternalStore(subscribe, () => active).flat();
  return [...new Map(all.map((shortcut) => [shortcut.keys, shortcut])).values()];
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !/^(checkbox|radio|button|range)$/.test((target as HTMLInputElement).type);

/** 'Ctrl+K' for an event; Cmd counts as Ctrl, Shift only with named keys, because '?' already carries it. */
export function keysOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const shift = event.shiftKey && (event.key.length > 1 || event.ctrlKey || event.metaKey);
  return [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.altKey ? 'Alt' : '', shift ? 'Shift' : '', key]
    .filter(Boolean)
    .join('+');
}

/** What these keys do in a field is the field's own business. */
const EDITING_KEYS: ReadonlySet<string> = new Set([
  'Ctrl+Z',
  'Ctrl+A',
  'Ctrl+C',
  'Ctrl+V',
  'Ctrl+X',
  'Ctrl+Y',
]);

/** The one listener of the page; call once. */
export function listenForShortcuts(): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const keys = keysOf(event);
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const editing = isField(event.target);
    if (editing && EDITING_KEYS.has(keys)) return;
    const quiet = plain && (editing || document.querySelector('[role="dialog"][aria-modal="true"]') !== null);
    for (const shortcuts of active.toReversed()) {
      const found = shortcuts.find((one) => one.keys === keys && (!quiet || one.inFields === true));
      if (found) {
        event.preventDefault();
        found.run();
        return;
      }
    }
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
