import { ActionIcon, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ComponentProps, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import css from './panel-frame.module.css';
import { WithKeys } from './with-keys.tsx';

type Props = {
  readonly heading: ReactNode;
  readonly headingId?: string;
  readonly onClose: () => void;
  readonly footer?: ReactNode;
} & ComponentProps<'aside'>;

/**
 * What a panel over the right side of a screen looks like: its heading, a way to close it, a body that scrolls. Where
 * the keyboard goes and who answers Escape is for the panel that uses it.
 */
export function PanelFrame({ heading, headingId, onClose, footer, children, ...aside }: Props) {
  const { t } = useTranslation('common');
  return (
    <aside {...aside} className={css.panel}>
      <header className={css.head}>
        <h2 id={headingId} className={css.title}>
          {heading}
        </h2>
        <Tooltip label={<WithKeys text={t('close')} keys="Escape" />}>
          <ActionIcon onClick={onClose} aria-label={t('close')}>
            <IconX size={18} />
          </ActionIcon>
        </Tooltip>
      </header>
      <div className={css.body}>{children}</div>
      {footer === undefined ? null : <footer className={css.foot}>{footer}</footer>}
    </aside>
  );
}
