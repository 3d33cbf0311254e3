import type { BoardCard, DayBoard, QueryParams, QueryResults } from '../../contracts/queries.ts';
import { addDays } from '../../domain/scheduling/zoned-time.ts';
import { countVisits, dayBoard } from './day-board.ts';
import type { Query, QuerySources } from './query-context.ts';

/** Some days of one location in a row, of everybody or as one person sees them. */
export const rangeBoard: Query<QueryParams<'rangeBoard'>, QueryResults['rangeBoard']> = (
  sources,
  { locationId, from, days, staffId },
  view,
) => ({
  locationId,
  timeZone: sources.reference.table('location').get(locationId)?.time_zone ?? 'UTC',
  days: Array.from({ length: days }, (_, index) => {
    const board = dayBoard(sources, { locationId, day: addDays(from, index) }, view);
    return staffId === null ? board : asSeenBy(sources, board, staffId);
  }),
});

/** The counts are the person's own; the column is there even where the person is not rostered. */
function asSeenBy({ reference }: QuerySources, board: DayBoard, staffId: string): DayBoard {
  const person = reference.table('staff').get(staffId);
  const own = board.cards.filter((card) => card.staffId === staffId);
  const visits = new Set(own.map(({ appointmentId }) => appointmentId));
  const meets = (card: BoardCard): boolean =>
    card.staffId === staffId || card.resourceId !== null || visits.has(card.appointmentId);
  const known = board.columns.find((column) => column.staffId === staffId);
  return {
    ...board,
    columns: known
      ? [known]
      : person
        ? [
            {
              staffId,
              name: person.name,
              title: person.title,
              hue: person.hue,
              shifts: [],
              breaks: [],
              leave: null,
            },
          ]
        : [],
    cards: board.cards.filter(meets),
    blocks: board.blocks.filter((block) => block.staffId === staffId),
    counts: countVisits(own),
  };
}
