import { ActionIcon, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { WithKeys } from '../../ui/with-keys.tsx';
import css from './side-panel.module.css';
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
  const { t } = useTranslation(['calendar', 'shortcuts']);
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
      label: t('shortcuts:command.close'),
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
    <aside ref={panel} className={css.panel} aria-label={label}>
      <header className={css.head}>
        <h2 className={css.title}>{heading ?? label}</h2>
        <Tooltip label={<WithKeys text={t('panel.close')} keys="Escape" />}>
          <ActionIcon onClick={onClose} aria-label={t('panel.close')}>
            <IconX size={18} />
          </ActionIcon>
        </Tooltip>
      </header>
      <div className={css.body}>{children}</div>
      {footer === undefined ? null : <footer className={css.foot}>{footer}</footer>}
    </aside>
  );
}
