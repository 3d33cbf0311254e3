import type { TFunction } from 'i18next';
import { createContext, type ReactNode, use, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { present } from '../../../base/assert.ts';
import { type Instant, MINUTE } from '../../../base/time.ts';
import { useNow } from '../../data/clock.ts';
import { type Formatter, useFormat } from '../../ui/use-format.ts';

/**
 * Words, formats and clock of the board, fetched once for hundreds of cards: a hook of the text library in each card
 * would cost more than drawing it.
 */
type BoardWords = {
  readonly t: TFunction<'calendar'>;
  readonly common: TFunction<'common'>;
  readonly format: Formatter;
  readonly timeZone: string;
};

const WordsContext = createContext<BoardWords | null>(null);
const NowContext = createContext<Instant>(0);

export const useBoardWords = (): BoardWords => present(use(WordsContext), 'BoardContext');

/** Now, to the minute. Only who asks is drawn again when it turns. */
export const useBoardNow = (): Instant => use(NowContext);

export function BoardContext({
  timeZone,
  children,
}: {
  readonly timeZone: string;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation('calendar');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const words = useMemo(() => ({ t, common, format, timeZone }), [t, common, format, timeZone]);
  const now = useNow(MINUTE);
  return (
    <WordsContext value={words}>
      <NowContext value={now}>{children}</NowContext>
    </WordsContext>
  );
}
