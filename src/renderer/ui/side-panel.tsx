import { ActionIcon, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import css from './side-panel.module.css';
import { WithKeys } from './with-keys.tsx';

/**
 * Details over the right side of a screen, never a change of page. It takes the focus when it opens and gives it back
 * when it closes; Escape closes it. The rest of the screen stays alive beside it.
 */
export function SidePanel({
  title,
  onClose,
  children,
  foot,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
}) {
  const { t } = useTranslation('common');
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
    <aside
      ref={panel}
      className={css.panel}
      role="dialog"
      aria-labelledby={titleId}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header className={css.head}>
        <h2 id={titleId}>{title}</h2>
        <Tooltip label={<WithKeys text={t('close')} keys="Escape" />}>
          <ActionIcon aria-label={t('close')} onClick={onClose}>
            <IconX size={18} stroke={1.8} />
          </ActionIcon>
        </Tooltip>
      </header>
      <div className={css.body}>{children}</div>
      {foot === undefined ? null : <footer className={css.foot}>{foot}</footer>}
    </aside>
  );
}
