import { Tooltip } from '@mantine/core';
import { IconMessageForward } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { MINUTE } from '../../../base/time.ts';
import { useNow } from '../../data/clock.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { runCommand } from '../../ui/commands.ts';
import { WithKeys } from '../../ui/with-keys.tsx';
import css from './to-tell.module.css';

/** How many clients do not know yet what changed; opens the list. */
export function ToTellButton() {
  const { t } = useTranslation('telling');
  const { data } = useDeskQuery('toTell', {});
  // An entry leaves by itself when its time has passed.
  const now = useNow(MINUTE);
  const count = data?.filter((item) => Math.max(item.knows.startsAt, item.stands.startsAt) > now).length ?? 0;
  const hint = count === 0 ? t('buttonHintNone') : t('buttonHint', { count });
  return (
    <Tooltip label={<WithKeys text={hint} keys="Ctrl+T" />}>
      <button
        type="button"
        className={css.button}
        data-some={count > 0}
        onClick={() => runCommand('open-to-tell')}
      >
        <IconMessageForward size={16} stroke={1.8} aria-hidden />
        <span>{count === 0 ? t('buttonNone') : t('button', { count })}</span>
      </button>
    </Tooltip>
  );
}
