import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { PanelFrame } from '../../ui/panel-frame.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { useKeptFocus } from './use-kept-focus.ts';

/** A menu, list or dialog lies over the panel: Escape is meant for that. */
const isCovered = (): boolean =>
  [...document.querySelectorAll('[role="dialog"][aria-modal="true"], [role="menu"], [role="listbox"]')].some(
    (one) => one.checkVisibility(),
  );

/** Details beside the board: over its right side, never in place of it. Escape closes it, also from a field. */
export function SidePanel({
  label,
  heading,
  onClose,
  footer,
  children,
}: {
  readonly label: string;
  /** Shown instead of the label, where a name says more. */
  readonly heading?: ReactNode;
  readonly onClose: () => void;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation('shortcuts');
  const covered = useRef(false);
  useEffect(() => {
    // Noted before anybody answers the key: what it closes may be gone by the time that shortcuts run.
    const note = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') covered.current = isCovered();
    };
    window.addEventListener('keydown', note, true);
    return () => window.removeEventListener('keydown', note, true);
  }, []);
  useShortcuts([
    {
      keys: 'Escape',
      label: t('command.close'),
      group: 'everywhere',
      inFields: true,
      run: () => {
        if (!covered.current) onClose();
      },
    },
  ]);
  const panel = useRef<HTMLElement>(null);
  useKeptFocus(panel, () => {
    (
      panel.current?.querySelector<HTMLElement>('footer button') ?? panel.current?.querySelector('button')
    )?.focus();
  });
  return (
    <PanelFrame ref={panel} aria-label={label} heading={heading ?? label} onClose={onClose} footer={footer}>
      {children}
    </PanelFrame>
  );
}
