import { type ReactNode, useEffect, useId, useRef } from 'react';
import { PanelFrame } from './panel-frame.tsx';

/**
 * Details over the right side of a screen, never a change of page. It takes the focus when it opens and gives it back
 * when it closes; Escape closes it. The rest of the screen stays alive beside it.
 */
export function SidePanel({
  title,
  besideAnother = false,
  onClose,
  children,
}: {
  readonly title: string;
  /** Stands left of another panel, to compare the two. */
  readonly besideAnother?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const titleId = useId();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    if (!panel.current?.contains(before)) panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <PanelFrame
      ref={panel}
      role="dialog"
      data-beside={besideAnother || undefined}
      aria-labelledby={titleId}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        onClose();
      }}
      heading={title}
      headingId={titleId}
      onClose={onClose}
    >
      {children}
    </PanelFrame>
  );
}
