import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import type { CallFailure } from '../../contracts/desk-api.ts';
import { FailureText } from './failure-text.tsx';
import css from './notices.module.css';

/** Tells a failure in a notice at the foot of the screen; it stays until it is closed or twenty seconds passed. */
export function useTellFailure(): (failure: CallFailure) => void {
  return useCallback((failure) => {
    notifications.show({
      id: `failure-${failure.code}-${failure.rejection?.code ?? ''}`,
      message: <FailureText failure={failure} />,
      autoClose: 20_000,
      withBorder: true,
      classNames: { root: css.notice ?? '', description: css.body ?? '' },
    });
  }, []);
}
