import { type RefObject, useEffect, useRef, useState } from 'react';

/** A pointer that rests, and the keyboard that stays, mean the card; one that passes does not. */
const POINTER_MS = 150;
const FOCUS_MS = 600;

export type Hovered = { readonly lineId: string; readonly element: HTMLElement };

const cardIn = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-line]') : null;

/** The card that the pointer rests on or the keyboard stands on, inside `area`; null while anything else happens. */
export function useHovered(area: RefObject<HTMLElement | null>): {
  readonly hovered: Hovered | null;
  /** At once, for the card that has the focus; again takes it away. */
  readonly toggle: () => void;
} {
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const shown = useRef<Hovered | null>(null);
  useEffect(() => {
    shown.current = hovered;
  }, [hovered]);
  useEffect(() => {
    const box = area.current;
    if (!box) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let waitsFor: HTMLElement | null = null;
    const clear = (): void => {
      clearTimeout(timer);
      waitsFor = null;
      setHovered(null);
    };
    const wait = (element: HTMLElement | null, ms: number): void => {
      if (element !== null && element === (waitsFor ?? shown.current?.element)) return;
      clear();
      if (!element) return;
      waitsFor = element;
      timer = setTimeout(() => {
        waitsFor = null;
        if (element.isConnected) setHovered({ lineId: element.dataset['line'] ?? '', element });
      }, ms);
    };
    // Of its own accord: a board that is drawn or scrolled under a resting pointer asks nothing.
    let last = '';
    const onMove = (event: PointerEvent): void => {
      const at = `${String(event.clientX)} ${String(event.clientY)}`;
      if (event.pointerType !== 'mouse' || event.buttons !== 0 || at === last) return;
      last = at;
      wait(cardIn(event.target), POINTER_MS);
    };
    const onFocus = (event: FocusEvent): void => {
      // A click gives the focus too, and opens the panel: then the card has said its part.
      const element = cardIn(event.target);
      if (element?.matches(':focus-visible')) wait(element, FOCUS_MS);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== TOGGLE_KEY && event.key !== TOGGLE_KEY.toLowerCase()) clear();
    };
    box.addEventListener('pointermove', onMove, { passive: true });
    box.addEventListener('pointerleave', clear);
    box.addEventListener('focusin', onFocus);
    box.addEventListener('focusout', clear);
    window.addEventListener('pointerdown', clear, true);
    window.addEventListener('keydown', onKey, true);
    window.addEventListener('scroll', clear, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      box.removeEventListener('pointermove', onMove);
      box.removeEventListener('pointerleave', clear);
      box.removeEventListener('focusin', onFocus);
      box.removeEventListener('focusout', clear);
      window.removeEventListener('pointerdown', clear, true);
      window.removeEventListener('keydown', onKey, true);
      window.removeEventListener('scroll', clear, true);
    };
  }, [area]);
  return {
    hovered,
    toggle: () => {
      const element = cardIn(document.activeElement);
      setHovered(hovered || !element ? null : { lineId: element.dataset['line'] ?? '', element });
    },
  };
}

export const TOGGLE_KEY = 'I';
