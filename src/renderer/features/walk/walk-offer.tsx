import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { runCommand } from '../../ui/commands.ts';
import css from './walk.module.css';

const key = (memberId: string): string => `walk.offered.${memberId}`;

/** Offers the walk to a person once on this PC, in a corner where it is in nobody's way. */
export function WalkOffer({ memberId }: { readonly memberId: string }) {
  const { t } = useTranslation('walk');
  useEffect(() => {
    if (localStorage.getItem(key(memberId)) !== null) return undefined;
    const close = (): void => {
      localStorage.setItem(key(memberId), 'yes');
      notifications.hide(id);
    };
    const id = notifications.show({
      message: (
        <div className={css.offer}>
          <p>{t('offer')}</p>
          <Button
            size="xs"
            onClick={() => {
              close();
              runCommand('walk');
            }}
          >
            {t('start')}
          </Button>
          <Button size="xs" variant="default" onClick={close}>
            {t('later')}
          </Button>
        </div>
      ),
      autoClose: false,
      withCloseButton: false,
      position: 'bottom-right',
    });
    return () => {
      notifications.hide(id);
    };
  }, [memberId, t]);
  return null;
}
