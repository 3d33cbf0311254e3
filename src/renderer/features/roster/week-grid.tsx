import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlainDate } from '../../../base/time.ts';
import type { RosterCell, RosterPerson, RosterWeek } from '../../../contracts/queries/roster.ts';
import { useFormat } from '../../ui/use-format.ts';
import type { Place } from './grid-place.ts';
import { CellContent } from './roster-cell.tsx';
import { shiftsOf, typedOf, usualDay } from './roster-changes.ts';
import css from './roster-screen.module.css';
import { useCellDrag } from './use-cell-drag.ts';
import type { useDayWords } from './use-day-words.ts';
import { dayTotals, stretchText, workedMinutes } from './week-totals.ts';

export type GridActions = {
  /** Opens the editor; `started` is the first letter typed, null to begin with what is there. */
  readonly edit: (person: RosterPerson, cell: RosterCell, started: string | null) => void;
  readonly clear: (person: RosterPerson, cell: RosterCell) => void;
  readonly copyDay: (cell: RosterCell) => void;
  readonly copyWeek: (person: RosterPerson) => void;
  readonly paste: (person: RosterPerson, cell: RosterCell) => void;
  readonly swap: (first: RosterPerson, second: RosterPerson, day: PlainDate) => void;
};

/** People down, seven days across; arrows walk it, typing writes, a day dragged onto a colleague is a swap. */
export function WeekGrid({
  week,
  today,
  day,
  words,
  actions,
  isEditing,
  renderRowMenu,
  renderCell,
}: {
  readonly week: RosterWeek;
  readonly today: PlainDate;
  /** The day that the rest of the console shows: the cursor begins there. */
  readonly day: PlainDate;
  readonly words: ReturnType<typeof useDayWords>;
  /** null: the roster is only read. */
  readonly actions: GridActions | null;
  readonly isEditing: boolean;
  readonly renderRowMenu: (person: RosterPerson) => ReactNode;
  /** Draws the cell inside its open editor, or as it is. */
  readonly renderCell: (person: RosterPerson, cell: RosterCell, content: ReactNode) => ReactNode;
}) {
  const { t } = useTranslation('roster');
  const format = useFormat();
  const grid = useRef<HTMLTableElement>(null);
  const [cursor, setCursor] = useState<Place>(() => ({
    row: 0,
    column: Math.max(
      0,
      week.days.findIndex((one) => one.day === day),
    ),
  }));
  const { people, days } = week;
  const totals = dayTotals(week);
  const drag = useCellDrag(({ from, over }) => {
    const first = people[from.row];
    const second = people[over.row];
    const column = days[from.column];
    if (actions && first && second && column) actions.swap(first, second, column.day);
  });

  const focusOn = (place: Place): void => {
    const row = Math.min(Math.max(place.row, 0), people.length - 1);
    const column = Math.min(Math.max(place.column, 0), days.length - 1);
    setCursor({ row, column });
    cellAt(grid.current, { row, column })?.focus();
  };
  // The roster is for typing: the keyboard is in it at once, unless it is somewhere else already.
  const start = useRef(cursor);
  useEffect(() => {
    const { activeElement } = document;
    const isElsewhere = activeElement?.matches('input, textarea, [role="dialog"], [role="dialog"] *');
    if (!isElsewhere) cellAt(grid.current, start.current)?.focus();
  }, []);
  // The editor gives the keyboard back to the day it was opened on.
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !isEditing) cellAt(grid.current, cursor)?.focus();
    wasEditing.current = isEditing;
  }, [isEditing, cursor]);

  const onKeyDown = (event: KeyboardEvent, person: RosterPerson, cell: RosterCell, place: Place): void => {
    if (event.target !== event.currentTarget) return;
    const step = STEPS[event.key];
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const done = ((): boolean => {
      if (isPlain && step) {
        focusOn({ row: place.row + step[0], column: place.column + step[1] });
        return true;
      }
      if (!actions) return false;
      if (isPlain && (event.key === 'Enter' || event.key === 'F2')) {
        actions.edit(person, cell, null);
        return true;
      }
      if (isPlain && (event.key === 'Delete' || event.key === 'Backspace')) {
        actions.clear(person, cell);
        return true;
      }
      if (isPlain && /^[\p{L}\d]$/u.test(event.key)) {
        actions.edit(person, cell, event.key);
        return true;
      }
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
      const key = event.key.toLowerCase();
      if (key === 'c') {
        if (event.shiftKey) actions.copyWeek(person);
        else actions.copyDay(cell);
        return true;
      }
      if (key === 'v') {
        actions.paste(person, cell);
        return true;
      }
      return false;
    })();
    if (done) event.preventDefault();
  };

  const weekOf = (person: RosterPerson): string => {
    const minutes = person.days.reduce((sum, cell) => sum + workedMinutes(cell.shifts), 0);
    return minutes === 0 ? t('column.noHours') : format.duration(minutes);
  };
  const firstGuest = people.findIndex(({ isHome }) => !isHome);
  return (
    <table
      ref={grid}
      // A table whose cells are walked by arrows is what ARIA calls a grid.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
      role="grid"
      aria-label={t('title')}
      aria-readonly={actions === null}
      className={css.grid}
      data-dragging={drag.state !== null}
    >
      <thead>
        <tr>
          <th scope="col" className={css.corner}>
            {t('column.person')}
          </th>
          {days.map(({ day: one, hours, occasion }) => (
            <th key={one} scope="col" data-today={one === today} data-past={one < today}>
              <span className={css.dayName}>{format.day(one, today)}</span>
              <span className={css.open} data-occasion={occasion !== null}>
                {occasion === null ? null : `${occasion} `}
                {hours.length === 0
                  ? occasion === null
                    ? t('column.closed')
                    : null
                  : hours.map(([from, to]) => stretchText(from, to)).join(', ')}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {people.map((person, row) => (
          <tr key={person.staffId} data-first-guest={row === firstGuest && row > 0}>
            <th scope="row">
              <span className={css.name}>{person.name}</span>
              <span className={css.week}>{person.isHome ? weekOf(person) : t('column.guests')}</span>
              {actions ? renderRowMenu(person) : null}
            </th>
            {person.days.map((cell, column) => {
              const place = { row, column };
              const isStop = row === cursor.row && column === cursor.column;
              const usual = usualDay(person, cell.day);
              return (
                <td
                  key={cell.day}
                  tabIndex={isStop ? 0 : -1}
                  data-cell={`${String(row)} ${String(column)}`}
                  data-closed={days[column]?.hours.length === 0}
                  data-past={cell.day < today}
                  data-drop={drag.dropOn(place)}
                  data-dragged={drag.isFrom(place)}
                  onFocus={(event) => {
                    if (event.target === event.currentTarget) setCursor(place);
                  }}
                  onKeyDown={(event) => onKeyDown(event, person, cell, place)}
                  onPointerDown={(event) => {
                    if (actions && shiftsOf(typedOf(cell)).length > 0) drag.begin(place, event);
                  }}
                  onClick={(event) => {
                    // Clicks in the editor come up through its portal.
                    if (!event.currentTarget.contains(event.target as Node)) return;
                    if (actions && !drag.hasMoved() && !isEditing) {
                      setCursor(place);
                      actions.edit(person, cell, null);
                    }
                  }}
                >
                  {renderCell(
                    person,
                    cell,
                    <CellContent
                      cell={cell}
                      usual={words.inWords(
                        usual.length === 0 ? { kind: 'off' } : { kind: 'shift', shifts: usual },
                      )}
                      shiftInWords={words.shiftInWords}
                    />,
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('column.total')}</th>
          {totals.map(({ day: one, people: count, minutes }) => (
            <td key={one} data-today={one === today}>
              {count === 0 ? null : (
                <>
                  <strong>{t('column.people', { count })}</strong> <span>{format.duration(minutes)}</span>
                </>
              )}
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -7],
  End: [0, 7],
};

const cellAt = (grid: HTMLElement | null, { row, column }: Place): HTMLElement | null =>
  grid?.querySelector<HTMLElement>(`[data-cell="${String(row)} ${String(column)}"]`) ?? null;
