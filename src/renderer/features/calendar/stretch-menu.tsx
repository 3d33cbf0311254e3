import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { BLOCK_REASONS } from '../booking/block-reasons.tsx';
import type { LaneTarget } from './gesture-world.ts';
import type { Lane } from './lanes.ts';
import css from './stretch-menu.module.css';

/** Empty time that was drawn or pointed at, and where on the screen that ended. */
export type Stretch = {
  readonly target: LaneTarget;
  readonly lane: Lane | null;
  readonly end: { readonly x: number; readonly y: number };
};

/** What to do with a stretch of empty time: book it (Enter), or block it for one of the usual reasons. */
export function StretchMenu({
  stretch,
  onBook,
  onBlockFor,
  onBlock,
  onClose,
}: {
  readonly stretch: Stretch;
  readonly onBook: () => void;
  readonly onBlockFor: (reason: string) => void;
  readonly onBlock: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('calendar');
  const { t: booking } = useTranslation('booking');
  const { x, y } = stretch.end;
  return (
    <Menu
      opened
      onChange={(open) => (open ? undefined : onClose())}
      position="right-start"
      width={210}
      trapFocus
    >
      <Menu.Target>
        <span className={css.anchor} style={{ left: x, top: y }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t('stretch.label')}>
        <Menu.Item onClick={onBook} data-autofocus>
          {t('stretch.book')}
        </Menu.Item>
        {stretch.lane?.staffId === null ? null : (
          <>
            <Menu.Divider />
            <Menu.Label>{t('stretch.block')}</Menu.Label>
            {BLOCK_REASONS.map((reason) => (
              <Menu.Item key={reason} onClick={() => onBlockFor(booking(`blockReasons.${reason}`))}>
                {booking(`blockReasons.${reason}`)}
              </Menu.Item>
            ))}
            <Menu.Item onClick={onBlock}>{t('stretch.other')}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
