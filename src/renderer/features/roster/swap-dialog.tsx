import { Button, Modal, Radio } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlainDate } from '../../../base/time.ts';
import type { RosterPerson } from '../../../contracts/queries/roster.ts';
import { type SharedDay, waysToShare } from '../../../domain/roster/shared-day.ts';
import type { WorkedShift } from '../../../domain/scheduling/roster.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './roster-screen.module.css';
import type { useDayWords } from './use-day-words.ts';

export type SwapWay = 'exchange' | 'give';

/** Two people's day before and after a swap, in words, before it is made. */
export function SwapDialog({
  first,
  second,
  day,
  words,
  onSwap,
  onClose,
}: {
  readonly first: RosterPerson;
  readonly second: RosterPerson;
  readonly day: PlainDate;
  readonly words: ReturnType<typeof useDayWords>;
  readonly onSwap: (shared: SharedDay, way: SwapWay) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('roster');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const cells = [first, second].map((person) => person.days.find((cell) => cell.day === day));
  const [mine, theirs] = cells;
  const away = [first, second].find((_, index) => (cells[index]?.leave ?? null) !== null);
  const ways = waysToShare(mine?.shifts ?? [], theirs?.shifts ?? []);
  // Nobody to exchange with: whoever is off can only take it.
  const isFree = (theirs?.shifts.length ?? 0) === 0;
  const possible = (['exchange', 'give'] as const).filter(
    (one) => away === undefined && ways[one] !== null && !(one === 'exchange' && isFree),
  );
  const [chosen, setChosen] = useState<SwapWay | null>(null);
  const way = chosen ?? possible[0] ?? null;
  const shared = way === null ? null : ways[way];
  const hours = (shifts: readonly WorkedShift[] | undefined): string =>
    words.inWords(shifts === undefined || shifts.length === 0 ? { kind: 'off' } : { kind: 'shift', shifts });

  return (
    <Modal
      closeButtonProps={{ 'aria-label': common('close') }}
      opened
      returnFocus={false}
      onClose={onClose}
      title={t('swapDialog.title', { day: format.dayLong(day) })}
      size={460}
    >
      <form
        className={css.dialog}
        onSubmit={(event) => {
          event.preventDefault();
          if (shared && way) onSwap(shared, way);
        }}
      >
        {possible.length === 0 ? (
          <p>{away ? t('swapDialog.away', { name: away.name }) : t('swapDialog.impossible')}</p>
        ) : (
          <>
            <Radio.Group
              aria-label={t('swapDialog.title', { day: format.dayLong(day) })}
              value={way}
              onChange={(value) => setChosen(value as SwapWay)}
            >
              <div className={css.scopes}>
                {possible.map((one) => (
                  <Radio
                    key={one}
                    value={one}
                    data-autofocus={one === way || undefined}
                    label={t(`swapDialog.${one}`, { first: first.name, second: second.name })}
                  />
                ))}
              </div>
            </Radio.Group>
            <table className={css.preview}>
              <thead>
                <tr>
                  <th scope="col">{t('column.person')}</th>
                  <th scope="col">{t('swapDialog.before')}</th>
                  <th scope="col">{t('swapDialog.after')}</th>
                </tr>
              </thead>
              <tbody>
                {[
                  { person: first, before: mine?.shifts, after: shared?.first },
                  { person: second, before: theirs?.shifts, after: shared?.second },
                ].map(({ person, before, after }) => (
                  <tr key={person.staffId}>
                    <th scope="row">{person.name}</th>
                    <td>{hours(before)}</td>
                    <td>{hours(after)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <p className={css.hint}>{t('swapDialog.same')}</p>
          </>
        )}
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose} data-autofocus={possible.length === 0 || undefined}>
            {common('cancel')}
          </Button>
          <Button type="submit" disabled={shared === null}>
            {t('swapDialog.submit')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
