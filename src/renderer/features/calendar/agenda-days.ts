import type { BoardCard, DayBoard } from '../../../contracts/queries.ts';
import type { AppointmentStatus } from '../../../domain/scheduling/status.ts';
import { nameOnBoard } from './lanes.ts';

export type AgendaEntry = { readonly card: BoardCard; readonly personName: string };
export type AgendaDay = { readonly board: DayBoard; readonly entries: readonly AgendaEntry[] };

/**
 * Each day with the cards that begin on it, in order of time. All words typed must be found, anywhere and in any
 * order; digits are looked for in the number as it is dialled. Without a status what was cancelled stays away.
 */
export function agendaDays(
  days: readonly DayBoard[],
  text: string,
  filter: AppointmentStatus | null,
): readonly AgendaDay[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return days.map((board) => {
    const names = new Map(board.columns.map(({ staffId, name }) => [staffId, name]));
    const entries = board.cards
      .filter(({ status }) => (filter === null ? status !== 'cancelled' : status === filter))
      .filter(({ startsAt }) => startsAt >= board.bounds.from)
      .map((card) => ({
        card,
        personName: names.get(card.staffId) ?? nameOnBoard(days, card.staffId),
      }))
      .filter((entry) => words.every((word) => haystack(entry).includes(word)))
      .toSorted((a, b) => a.card.startsAt - b.card.startsAt || (a.card.lineId < b.card.lineId ? -1 : 1));
    return { board, entries };
  });
}

const haystack = ({ card, personName }: AgendaEntry): string =>
  fold(
    [
      card.clientName ?? '',
      card.serviceName,
      personName,
      card.resourceName ?? '',
      card.note ?? '',
      card.clientPhone ?? '',
      (card.clientPhone ?? '').replace(/^\+27/, '0'),
    ].join(' '),
  );

/** Without case and accents: a name is typed as it is heard. */
const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase();
