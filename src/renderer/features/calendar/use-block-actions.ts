import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant } from '../../../base/time.ts';
import type { BoardBlock, DayBoard } from '../../../contracts/queries.ts';
import { newId } from '../../data/clock.ts';
import { type Command, useExecute } from '../../data/use-execute.ts';
import { offerUndo } from '../../ui/undo-notice.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { nameOnBoard } from './lanes.ts';

/** Whose time is blocked, when, and why. */
export type BlockPlace = {
  readonly staffId: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly reason: string;
};

export type BlockActions = {
  /** Answers the new block's id, or null when it was refused. */
  readonly create: (place: BlockPlace) => Promise<string | null>;
  readonly update: (block: BoardBlock, place: BlockPlace) => Promise<'done' | 'refused'>;
  readonly remove: (blockId: string) => void;
};

/** What can be done to blocked time, each with its undo. A block warns; it never refuses a place. */
export function useBlockActions(days: readonly DayBoard[]): BlockActions {
  const { t } = useTranslation('booking');
  const format = useFormat();
  const execute = useExecute();
  const words = useCallback(
    ({ staffId, startsAt, endsAt }: BlockPlace) => ({
      name: nameOnBoard(days, staffId),
      time: format.timeRange(startsAt, endsAt, days[0]?.timeZone ?? 'UTC'),
    }),
    [days, format],
  );
  const give = useCallback(
    async (command: Command): Promise<boolean> => (await execute([command])).ok,
    [execute],
  );
  const locationId = days[0]?.locationId ?? '';

  const create = useCallback(
    async (place: BlockPlace): Promise<string | null> => {
      const id = newId();
      if (!(await give(createCommand(id, locationId, place)))) return null;
      offerUndo({
        text: t('blocked', words(place)),
        undo: async () => void (await give({ name: 'block.remove', args: { id } })),
      });
      return id;
    },
    [give, locationId, t, words],
  );

  const update = useCallback(
    async (block: BoardBlock, place: BlockPlace): Promise<'done' | 'refused'> => {
      if (!(await give(updateCommand(block.id, place)))) return 'refused';
      offerUndo({
        text: t('blockChanged', { ...words(place), reason: place.reason }),
        undo: async () => void (await give(updateCommand(block.id, block))),
      });
      return 'done';
    },
    [give, t, words],
  );

  const remove = useCallback(
    (blockId: string): void => {
      const block = days.flatMap(({ blocks }) => blocks).find(({ id }) => id === blockId);
      if (!block) return;
      void (async () => {
        if (!(await give({ name: 'block.remove', args: { id: blockId } }))) return;
        offerUndo({
          text: t('unblocked', words(block)),
          undo: async () => void (await give(createCommand(newId(), locationId, block))),
        });
      })();
    },
    [days, give, locationId, t, words],
  );
  return { create, update, remove };
}

const createCommand = (id: string, locationId: string, place: BlockPlace): Command => ({
  name: 'block.create',
  args: { id, locationId, ...placeOf(place) },
});

const updateCommand = (id: string, place: BlockPlace): Command => ({
  name: 'block.update',
  args: { id, ...placeOf(place) },
});

const placeOf = ({ staffId, startsAt, endsAt, reason }: BlockPlace): BlockPlace => ({
  staffId,
  startsAt,
  endsAt,
  reason,
});
