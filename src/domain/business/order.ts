import { z } from 'zod';
import { ok } from '../../base/result.ts';
import type { Decision, RowChange, RowReader } from '../command.ts';
import { idSchema } from '../schemas.ts';

/** All that stand in the list, first to last. */
export const orderSchema = z.strictObject({
  ids: z
    .array(idSchema)
    .min(1)
    .max(500)
    .refine((ids) => new Set(ids).size === ids.length, 'each once'),
});

/**
 * Gives the rows the places of their ids. It says what shall be, so two people who order at once do not clash: the
 * later one's order stands. Rows that are gone meanwhile are passed over.
 */
export function decideOrder(
  read: RowReader,
  table: 'location' | 'service' | 'resource',
  ids: readonly string[],
): Decision {
  return ok(
    ids.flatMap((id, place): readonly RowChange[] => {
      const row = read.get(table, id);
      if (!row || row.sort_order === place) return [];
      return [{ op: 'update', table, id, values: { sort_order: place } }];
    }),
  );
}
