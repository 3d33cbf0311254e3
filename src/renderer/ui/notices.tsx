import { Notifications, notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { forgetUndo } from './undo-notice.tsx';

/**
 * Where notices and the offer to undo appear. They name clients, so they live inside the frame of a signed-in person
 * and are gone, with what they could undo, the moment the desk is locked.
 */
export function Notices() {
  useEffect(
    () => () => {
      forgetUndo();
      notifications.clean();
      notifications.cleanQueue();
    },
    [],
  );
  return <Notifications position="bottom-center" limit={3} containerWidth={420} zIndex={400} />;
}
