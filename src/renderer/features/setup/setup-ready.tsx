import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { runCommand } from '../../ui/commands.ts';
import { Keys } from '../../ui/with-keys.tsx';
import css from './setup-guide.module.css';

const BOOKING_KEYS = 'N';

/** The last step of a new business, above its first calendar: gone with the first booking. */
export function SetupReady() {
  const { t } = useTranslation('setup');
  return (
    <div className={css.ready} role="status">
      <strong>{t('book.ready')}</strong>
      <span>{t('book.text')}</span>
      <Button rightSection={<Keys keys={BOOKING_KEYS} />} onClick={() => runCommand('new-booking')}>
        {t('book.action')}
      </Button>
    </div>
  );
}
