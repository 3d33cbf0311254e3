import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/** Layers over the page: the focus is in them for a moment and belongs to where it was before. */
const LAYER = '[role="dialog"], [role="menu"], [role="listbox"]';

/**
 * The keyboard is never nowhere: when what had the focus inside `container` vanishes (a button that has done its
 * work, a card that another desk moved away), `fallback` gives it a place. A click on empty ground is not a loss.
 */
export function useKeptFocus(container: RefObject<HTMLElement | null>, fallback: () => void): void {
  const latest = useRef(fallback);
  useLayoutEffect(() => {
    latest.current = fallback;
  });
  useEffect(() => {
    const box = container.current;
    if (!box) return;
    let inside = box.contains(document.activeElement);
    let waiting = 0;
    const onFocusIn = ({ target }: FocusEvent): void => {
      if (!(target instanceof Element)) return;
      if (box.contains(target)) inside = true;
      else if (target.closest(LAYER) === null) inside = false;
    };
    const onPress = (event: Event): void => {
      if (event.target instanceof Element && event.target.closest(LAYER) === null) inside = false;
    };
    const observer = new MutationObserver(() => {
      window.clearTimeout(waiting);
      // After React has finished: it may give the focus itself.
      waiting = window.setTimeout(() => {
        if (inside && document.activeElement === document.body) latest.current();
      });
    });
    observer.observe(box, { childList: true, subtree: true });
    document.addEventListener('focusin', onFocusIn);
    document.addEventListener('pointerdown', onPress, true);
    return () => {
      window.clearTimeout(waiting);
      observer.disconnect();
      document.removeEventListener('focusin', onFocusIn);
      document.removeEventListener('pointerdown', onPress, true);
    };
  }, [container]);
}
