import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type Ref,
} from 'react';
import { useTranslation } from 'react-i18next';
import { present } from '../../../base/assert.ts';
import type { Instant } from '../../../base/time.ts';
import type { BoardCard, DayBoard } from '../../../contracts/queries.ts';
import { type DayScale, hourMarks, yOf } from '../../../domain/scheduling/day-layout.ts';
import type { AppointmentStatus } from '../../../domain/scheduling/status.ts';
import { useFormat } from '../../ui/use-format.ts';
import { BoardColumnView, type DraftPlace } from './board-column.tsx';
import { BoardContext } from './board-context.tsx';
import { type BoardCursor, type Direction, moveCursor } from './board-cursor.ts';
import {
  type BoardGestures,
  createBoardGestures,
  type GestureWorld,
  type Verdict,
} from './board-gestures.ts';
import { ColumnHead } from './column-head.tsx';
import css from './day-board.module.css';
import { type Density, QUARTER_PX } from './density.ts';
import { NowLine, NowPill, PastShade } from './now-line.tsx';
import { useBoardCursor } from './use-board-cursor.ts';
import { useColumns, useScale } from './use-board-data.ts';
import { useOpeningScroll, useShowColumn } from './use-board-scroll.ts';
import { useKeptFocus } from './use-kept-focus.ts';
import type { MoveTarget } from './visit-move.ts';

/** What the board does for others. */
export type BoardHandle = {
  /** Picks a card up by keyboard. */
  readonly lift: (lineId: string) => void;
  /** Where the keyboard stands. */
  readonly cursor: () => BoardCursor | null;
  readonly card: (lineId: string) => BoardCard | undefined;
  readonly focus: () => void;
  /** Takes the keyboard to an item that was just made, once it is on the board. */
  readonly goTo: (place: BoardCursor) => void;
};

export type DayBoardProps = {
  readonly board: DayBoard;
  readonly density: Density;
  readonly filter: AppointmentStatus | null;
  readonly draft: DraftPlace | null;
  readonly openVisitId: string | null;
  /** A panel covers the right side: the board scrolls further, and shows this person's column beside it. */
  readonly panelOpen: boolean;
  readonly showStaffId: string | null;
  readonly mayMove: (card: BoardCard) => boolean;
  readonly judge: (card: BoardCard, target: MoveTarget) => Verdict;
  readonly onOpen: (card: BoardCard) => void;
  readonly onNext: (card: BoardCard) => void;
  readonly onSlot: (staffId: string, at: Instant) => void;
  readonly onStretch: (target: MoveTarget) => void;
  readonly onDrop: (card: BoardCard, target: MoveTarget) => Promise<'done' | 'refused'>;
  readonly onRemoveBlock: (blockId: string) => void;
  readonly ref?: Ref<BoardHandle>;
};

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'first',
  End: 'last',
};

/** A day of one location: a column per person on a ruled time axis. Takes its data and tells what was done to it. */
export function DayBoardView({ ref, ...props }: DayBoardProps) {
  const { board, density, filter, draft, openVisitId } = props;
  const { mayMove, judge, onDrop, onStretch, onSlot } = props;
  const { t } = useTranslation('calendar');
  const format = useFormat();
  const columns = useColumns(board);
  const scale = useScale(board, density);
  const scroller = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLDivElement>(null);
  const ghost = useRef<HTMLDivElement>(null);
  const ghostText = useRef<HTMLSpanElement>(null);
  const gestures = useRef<BoardGestures | null>(null);
  const [moving, setMoving] = useState<string | null>(null);
  const { cursor, setCursor, focusCursor, awaitItem } = useBoardCursor(columns, board, field);

  const cardOf = useCallback(
    (lineId: string) => board.cards.find((card) => card.lineId === lineId),
    [board.cards],
  );

  const world = useRef<GestureWorld | null>(null);
  useLayoutEffect(() => {
    if (!scroller.current || !field.current || !ghost.current || !ghostText.current) return;
    world.current = {
      scroller: scroller.current,
      field: field.current,
      ghost: ghost.current,
      ghostText: ghostText.current,
      scale: () => scale,
      origin: () => board.bounds.from,
      card: cardOf,
      mayMove,
      judge,
      describe: (target) =>
        t('move.to', {
          time: format.timeRange(target.startsAt, target.endsAt, board.timeZone),
          name: board.columns.find((column) => column.staffId === target.staffId)?.name ?? '',
        }),
      onDrop,
      onStretch,
      onSlot: (staffId, at) => {
        setCursor({ staffId, at, itemId: null });
        onSlot(staffId, at);
      },
      onKeyboardMove: setMoving,
    };
  }, [scale, board, cardOf, mayMove, judge, onDrop, onStretch, onSlot, setCursor, t, format]);
  useEffect(() => {
    const made = createBoardGestures(() => present(world.current, 'the board'));
    gestures.current = made;
    return () => made.dispose();
  }, []);

  // A dropped ghost stays until the answer that shows the card in its new place.
  useEffect(() => gestures.current?.settle(), [columns]);

  useImperativeHandle(
    ref,
    () => ({
      lift: (lineId) => gestures.current?.lift(lineId),
      cursor: () => cursor,
      card: cardOf,
      focus: focusCursor,
      goTo: awaitItem,
    }),
    [cursor, cardOf, focusCursor, awaitItem],
  );

  useKeptFocus(field, focusCursor);
  useOpeningScroll(scroller, scale, board);
  useShowColumn(scroller, field, props.panelOpen ? props.showStaffId : null);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || gestures.current?.isActive()) return;
    const direction = ARROWS[event.key];
    if (direction) {
      event.preventDefault();
      if (!cursor) return;
      setCursor(
        moveCursor(columns, cursor, direction, { from: scale.from, to: scale.to }, board.bounds.from),
        true,
      );
      return;
    }
    const card = cursor?.itemId ? cardOf(cursor.itemId) : undefined;
    if (event.key === ' ' && card) {
      event.preventDefault();
      props.onNext(card);
    } else if (event.key === 'Enter' && cursor?.itemId === null) {
      event.preventDefault();
      onSlot(cursor.staffId, cursor.at);
    } else if ((event.key === 'Delete' || event.key === 'Backspace') && cursor?.itemId && !card) {
      event.preventDefault();
      props.onRemoveBlock(cursor.itemId);
    }
  };

  const onClick = (event: MouseEvent): void => {
    const target = event.target as Element;
    const removed = target.closest<HTMLElement>('[data-block-remove]')?.dataset['blockRemove'];
    if (removed !== undefined) {
      props.onRemoveBlock(removed);
      return;
    }
    const lineId = target.closest<HTMLElement>('[data-line]')?.dataset['line'];
    const card = lineId === undefined ? undefined : cardOf(lineId);
    if (card) {
      setCursor({ staffId: card.staffId, at: card.startsAt, itemId: card.lineId });
      props.onOpen(card);
    }
  };

  const onFocus = (event: { readonly target: EventTarget }): void => {
    const { line, block } = (event.target as HTMLElement).dataset;
    const id = line ?? block;
    if (id === undefined || id === cursor?.itemId) return;
    const column = columns.find(
      (one) => one.cards.some(({ lineId }) => lineId === id) || one.blocks.some((b) => b.id === id),
    );
    const from =
      column?.cards.find(({ lineId }) => lineId === id)?.startsAt ??
      column?.blocks.find((b) => b.id === id)?.startsAt;
    if (column && from !== undefined) setCursor({ staffId: column.person.staffId, at: from, itemId: id });
  };

  const marks = hourMarks(scale, board.bounds.from);
  const height = yOf(scale, scale.to);

  return (
    <BoardContext timeZone={board.timeZone}>
      <div
        className={css.scroller}
        ref={scroller}
        data-density={density}
        data-panel={props.panelOpen || undefined}
        role="region"
        aria-label={t('board.label', { day: format.dayLong(board.day) })}
      >
        <div className={css.sheet} style={{ '--hour': `${String(QUARTER_PX[density] * 4)}px` } as object}>
          <div className={css.head}>
            <div className={css.corner} />
            {columns.map((column) => (
              <ColumnHead
                key={column.person.staffId}
                model={column}
                closed={board.hours.length === 0}
                current={cursor?.staffId === column.person.staffId}
              />
            ))}
          </div>
          <div className={css.body} style={{ height }}>
            <div className={css.axis}>
              {marks.map((at) => (
                <span key={at} className={css.hour} style={{ top: yOf(scale, at) }}>
                  {format.time(at, board.timeZone)}
                </span>
              ))}
              <NowPill scale={scale} />
            </div>
            {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- every item inside is a button */}
            <div
              className={css.field}
              ref={field}
              onPointerDown={(event) => gestures.current?.onPointerDown(event.nativeEvent)}
              onClick={onClick}
              onKeyDown={onKeyDown}
              onFocus={onFocus}
            >
              <Rules marks={marks} scale={scale} />
              <PastShade scale={scale} bounds={board.bounds} />
              <NowLine scale={scale} over={false} />
              {columns.map((column) => {
                const id = column.person.staffId;
                const here = cursor?.staffId === id;
                return (
                  <BoardColumnView
                    key={id}
                    model={column}
                    hours={board.hours}
                    scale={scale}
                    filter={filter}
                    currentId={here ? (cursor?.itemId ?? null) : null}
                    slotAt={here && cursor?.itemId === null ? cursor.at : null}
                    openVisitId={
                      openVisitId !== null && column.cards.some((card) => card.appointmentId === openVisitId)
                        ? openVisitId
                        : null
                    }
                    draft={draft?.staffId === id ? draft : null}
                  />
                );
              })}
              <NowLine scale={scale} over />
              <div className={css.ghost} ref={ghost} hidden aria-hidden>
                <span ref={ghostText} className={css.ghostText} />
              </div>
            </div>
          </div>
        </div>
      </div>
      {board.cards.length === 0 && board.hours.length > 0 ? (
        <p className={css.nothing}>
          <strong>{t('empty.day')}</strong> {t('empty.dayText')}
        </p>
      ) : null}
      <div className={css.moving} role="status" data-on={moving !== null || undefined}>
        {moving === null ? (
          ''
        ) : (
          <>
            {t('move.keysShort')} <span className="visually-hidden">{t('move.keys', { where: moving })}</span>
          </>
        )}
      </div>
    </BoardContext>
  );
}

/** Hairline hours and dotted halves, drawn once behind all columns. */
function Rules({ marks, scale }: { readonly marks: readonly Instant[]; readonly scale: DayScale }) {
  return (
    <div aria-hidden>
      {marks.map((at) => (
        <div key={at} className={css.rule} style={{ top: yOf(scale, at) }} />
      ))}
    </div>
  );
}
