import { useTranslation } from 'react-i18next';
import type { ConflictItem } from '../../../contracts/queries.ts';
import { useFormat } from '../../ui/use-format.ts';

/** "Not booked: 10:00 was taken by Ana at Desk 2". */
export function useHeadline({ command, code, args, mine, theirs }: ConflictItem): string {
  const { t } = useTranslation('conflicts');
  const format = useFormat();
  if (code === 'overlap' && mine !== null) {
    const time = format.time(mine.startsAt, mine.timeZone);
    const actor = theirs?.bookedBy ?? null;
    const device = theirs?.bookedAt ?? null;
    const verb = command === 'appointment.book' ? 'book' : 'move';
    if (actor !== null && device !== null) return t(`what.${verb}OverlapBy`, { time, actor, device });
    return actor === null
      ? t(`what.${verb}Overlap`, { time })
      : t(`what.${verb}OverlapActor`, { time, actor });
  }
  if (command.startsWith('roster.')) {
    const day = args['day'] ?? args['validFrom'] ?? args['from'];
    const key = code === 'stale' || code === 'overlap' ? (`what.roster_${code}` as const) : 'what.roster';
    return t(key, { day: typeof day === 'string' ? format.dayLong(day) : '' });
  }
  if (command === 'conflict.dismiss') return t('what.putAwayLate');
  switch (code) {
    case 'resolved': {
      const actor = theirs?.bookedBy ?? null;
      return actor === null ? t('what.resolved') : t('what.resolvedBy', { actor });
    }
    case 'stale':
    case 'transition':
    case 'paid':
    case 'not_found':
      return t(`what.${code}`);
    default:
      return t('what.other');
  }
}
