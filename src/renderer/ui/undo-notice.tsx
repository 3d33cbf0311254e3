import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import css from './notices.module.css';

export type UndoOffer = {
  /** What was done, in words: "Moved to 11:30". */
  readonly text: string;
  /** Gives the command that takes it back. Called at most once. */
  readonly undo: () => void | Promise<void>;
};

const ID = 'undo';
const OFFER_MS = 10_000;
let current: (() => void) | null = null;

/** Offers ten seconds to take a step back; a newer offer replaces an older one. Ctrl+Z takes the newest. */
export function offerUndo(offer: UndoOffer): void {
  notifications.hide(ID);
  const take = (): void => {
    if (current !== take) return;
    current = null;
    notifications.hide(ID);
    void offer.undo();
  };
  current = take;
  notifications.show({
    id: ID,
    message: <UndoMessage text={offer.text} take={take} />,
    autoClose: OFFER_MS,
    withCloseButton: false,
    onClose: () => {
      if (current === take) current = null;
    },
    classNames: { root: `${css.notice ?? ''} ${css.undo ?? ''}`, description: css.body ?? '' },
  });
}

/** Takes the newest offer, if one still stands. */
export const undoNewest = (): void => current?.();

/** Withdraws the offer that stands. */
export function forgetUndo(): void {
  current = null;
}

function UndoMessage({ text, take }: { readonly text: string; readonly take: () => void }) {
  const { t } = useTranslation('common');
  return (
    <div className={css.undoRow}>
      <span>{text}</span>
      <button type="button" className={css.undoButton} onClick={take}>
        {t('undo')} <kbd>{UNDO_KEYS}</kbd>
      </button>
      <span className={css.undoTime} aria-hidden />
    </div>
  );
}

const UNDO_KEYS = 'Ctrl+Z';
