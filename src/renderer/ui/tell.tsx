import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import css from './notices.module.css';

/** A short sentence at the foot of the screen for what was done and cannot be undone by a key. */
export function useTell(): (text: string) => void {
  return useCallback((text) => {
    notifications.show({
      message: text,
      autoClose: 6_000,
      withCloseButton: false,
      classNames: { root: `${css.notice ?? ''} ${css.undo ?? ''}`, description: css.body ?? '' },
    });
  }, []);
}
