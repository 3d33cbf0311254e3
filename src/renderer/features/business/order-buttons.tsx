import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** The list with one entry a step further up (-1) or down (1). */
export function moved(ids: readonly string[], id: string, by: -1 | 1): readonly string[] {
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) return ids;
  const rest = ids.filter((one) => one !== id);
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}

/** One step up or down in a list; at its ends a button stays, so that the focus does. */
export function OrderButtons({
  name,
  isFirst,
  isLast,
  onMove,
}: {
  readonly name: string;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onMove: (by: -1 | 1) => void;
}) {
  const { t } = useTranslation('business');
  return (
    <>
      <ActionIcon
        aria-label={t('up', { name })}
        title={t('up', { name })}
        aria-disabled={isFirst}
        data-end={isFirst}
        onClick={() => {
          if (!isFirst) onMove(-1);
        }}
      >
        <IconArrowUp size={16} stroke={1.8} />
      </ActionIcon>
      <ActionIcon
        aria-label={t('down', { name })}
        title={t('down', { name })}
        aria-disabled={isLast}
        data-end={isLast}
        onClick={() => {
          if (!isLast) onMove(1);
        }}
      >
        <IconArrowDown size={16} stroke={1.8} />
      </ActionIcon>
    </>
  );
}
