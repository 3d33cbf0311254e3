import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../ui/use-format.ts';
import css from './booking-panel.module.css';
import { holdOf } from './clashes.ts';
import type { Draft } from './draft.ts';
import { useSoftWords } from './soft-words.ts';
import { type BookingFacts, warningsOf } from './use-booking-facts.ts';
import type { LineFacts } from './visit-lines.ts';

/** What stands in the way (no booking), and what speaks against it (a reason, then a booking). */
export function BookingProblems({
  draft,
  facts,
  change,
  timeZone,
  refused,
  tried,
}: {
  readonly draft: Draft;
  readonly facts: BookingFacts;
  readonly change: (change: (draft: Draft) => Draft) => void;
  readonly timeZone: string;
  /** The desk itself said that the time is taken. */
  readonly refused: boolean;
  readonly tried: boolean;
}) {
  const { t } = useTranslation('booking');
  const words = useSoftWords(timeZone);
  const problem = useProblem(facts, timeZone);
  const hard = problem ?? (refused ? t('clashUnknown') : null);
  if (hard !== null) {
    return (
      <p className={css.hard} role="alert">
        {hard}
      </p>
    );
  }
  const warnings = warningsOf(facts);
  if (warnings.length === 0) return null;
  return (
    <div className={css.soft} role="group" aria-label={t('soft')}>
      <ul>
        {warnings.map(({ conflict, personName }) => (
          <li key={`${conflict.kind} ${personName} ${String(conflict.from)}`}>
            {words(conflict, personName)}
          </li>
        ))}
      </ul>
      <TextInput
        label={t('softReason')}
        value={draft.reason}
        onChange={(event) => {
          const reason = event.currentTarget.value;
          change((now) => ({ ...now, reason }));
        }}
        error={tried && draft.reason.trim() === '' ? t('softReasonMissing') : null}
      />
    </div>
  );
}

/** The first service that is impossible, in words; null where all of them can be. */
function useProblem({ lines }: BookingFacts, timeZone: string): string | null {
  const { t } = useTranslation('booking');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const wordsOf = ({ clash, room, twice, staffId, service, person, span }: LineFacts): string | null => {
    if (service === null || span === null) return null;
    if (staffId === null) return t('nobodyFreeFor', { service: service.name });
    if (clash !== null) {
      const touching = clash.card.startsAt < span.to && span.from < clash.card.endsAt;
      const held = touching ? { from: clash.card.startsAt, to: clash.card.endsAt } : holdOf(clash.card);
      return t(clash.on === 'resource' ? 'clashRoom' : touching ? 'clash' : 'clashBuffer', {
        name: person?.name ?? '',
        room: clash.card.resourceName ?? t('room'),
        client: clash.card.clientName ?? common(clash.card.clientId === null ? 'walkIn' : 'nobody'),
        time: format.timeRange(held.from, held.to, timeZone),
      });
    }
    if (twice) return t('clashOwn', { name: person?.name ?? '' });
    if (room === 'taken') return t('roomTaken');
    return room === 'missing' ? t('roomMissing') : null;
  };
  for (const line of lines) {
    const words = wordsOf(line);
    if (words !== null) return words;
  }
  return null;
}
