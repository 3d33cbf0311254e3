import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type Ref,
} from 'react';
import { useTranslation } from 'react-i18next';
import { present } from '../../../base/assert.ts';
import { type Instant, MINUTE } from '../../../base/time.ts';
import type { BoardBlock, BoardCard } from '../../../contracts/queries.ts';
import { type DayScale, floorTo, hourMarks, instantAtY, yOf } from '../../../domain/scheduling/day-layout.ts';
import type { AppointmentStatus } from '../../../domain/scheduling/status.ts';
import { useFormat } from '../../ui/use-format.ts';
import { BoardColumnView } from './board-column.tsx';
import { BoardContext } from './board-context.tsx';
import { type BoardCursor, type Direction, type LaneCursor, moveCursor } from './board-cursor.ts';
import { type BoardGestures, createBoardGestures } from './board-gestures.ts';
import type { ColumnModel } from './board-model.ts';
import { ColumnHead } from './column-head.tsx';
import { type Density, QUARTER_PX } from './density.ts';
import type { DraftPlace } from './draft-place.ts';
import type { GestureWorld, Held, LaneTarget, Verdict } from './gesture-world.ts';
import type { Lane } from './lanes.ts';
import { NowLine, NowPill, PastShade } from './now-line.tsx';
import css from './time-board.module.css';
import { useBoardCursor } from './use-board-cursor.ts';
import { useBoardLook } from './use-board-look.ts';
import { useScales, useWindow } from './use-board-data.ts';
import { useOpeningScroll, useShowColumn } from './use-board-scroll.ts';
import { useDrawnLanes } from './use-drawn-lanes.ts';
import { useKeptFocus } from './use-kept-focus.ts';

/** An item of the board as the keyboard and the pointer mean it. */
export type BoardItem =
  | { readonly kind: 'card'; readonly card: BoardCard; readonly lane: Lane }
  | { readonly kind: 'block'; readonly block: BoardBlock; readonly lane: Lane };

/** What the board does for others. */
export type BoardHandle = {
  /** Picks a card or a block up by keyboard. */
  readonly lift: (id: string) => void;
  /** Where the keyboard stands, and on what. */
  readonly cursor: () => {
    readonly at: Instant;
    readonly lane: Lane;
    readonly item: BoardItem | null;
  } | null;
  readonly focus: () => void;
  /** Takes the keyboard to an item that was just made, once it is on the board. */
  readonly goTo: (place: BoardCursor) => void;
};

export type TimeBoardProps = {
  /** Names the board: what is kept from one answer to the next is let go with it. */
  readonly boardKey: string;
  readonly label: string;
  readonly timeZone: string;
  readonly columns: readonly ColumnModel[];
  readonly density: Density;
  readonly filter: AppointmentStatus | null;
  readonly colourBy: 'service' | 'person';
  readonly hueOfPerson: (staffId: string) => number;
  readonly draft: DraftPlace | null;
  readonly openVisitId: string | null;
  /** A panel covers the right side: the board scrolls further, and shows this lane beside it. */
  readonly panelOpen: boolean;
  readonly showLaneId: string | null;
  readonly mayMove: (item: BoardItem) => boolean;
  readonly judge: (item: BoardItem, target: LaneTarget) => Verdict;
  readonly describe: (target: LaneTarget) => string;
  readonly onOpen: (item: BoardItem) => void;
  readonly onNext: (card: BoardCard) => void;
  readonly onSlot: (lane: Lane, at: Instant) => void;
  readonly onStretch: (target: LaneTarget, end: { readonly x: number; readonly y: number }) => void;
  readonly onDrop: (item: BoardItem, target: LaneTarget) => Promise<'done' | 'refused'>;
  readonly onRemoveBlock: (blockId: string) => void;
  readonly ref?: Ref<BoardHandle>;
};

/** What the menu of a time is for, where no stretch was drawn. */
const MENU_MINUTES = 30;

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'first',
  End: 'last',
};

/**
 * Lanes on a ruled time axis: people, rooms or days. Takes its data and tells what was done to it; what a place means
 * is its owner's to know.
 */
export function TimeBoard(props: TimeBoardProps) {
  const { columns, density, filter, draft, openVisitId, timeZone, boardKey } = props;
  const { t } = useTranslation('calendar');
  const format = useFormat();
  const window = useWindow(columns);
  const scaleOf = useScales(columns, window, density);
  const scroller = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLDivElement>(null);
  const ghost = useRef<HTMLDivElement>(null);
  const ghostText = useRef<HTMLSpanElement>(null);
  const gestures = useRef<BoardGestures | null>(null);
  const [moving, setMoving] = useState<string | null>(null);
  const { cursor, setCursor, focusCursor, awaitItem } = useBoardCursor(columns, field);
  const drawn = useDrawnLanes(boardKey, columns, scroller);
  const lanes = useMemo(() => columns.map(({ lane }) => lane), [columns]);

  const laneOf = useCallback((id: string) => lanes.find((lane) => lane.id === id), [lanes]);
  const itemOf = useCallback((id: string): BoardItem | undefined => findItem(columns, id), [columns]);

  const world = useRef<GestureWorld | null>(null);
  useLayoutEffect(() => {
    if (!scroller.current || !field.current || !ghost.current || !ghostText.current) return;
    const known = (laneId: string): Lane => present(laneOf(laneId) ?? lanes[0], 'the lane');
    const item = (id: string): BoardItem => present(itemOf(id), 'the item in hand');
    world.current = {
      scroller: scroller.current,
      field: field.current,
      ghost: ghost.current,
      ghostText: ghostText.current,
      scale: (laneId) => scaleOf(known(laneId)),
      origin: (laneId) => known(laneId).bounds.from,
      held: (id) => {
        const found = itemOf(id);
        return found && props.mayMove(found) ? heldOf(found) : undefined;
      },
      judge: (id, target) => props.judge(item(id), target),
      describe: props.describe,
      onDrop: (id, target) => props.onDrop(item(id), target),
      onStretch: props.onStretch,
      onSlot: (laneId, at) => {
        setCursor({ laneId, at, itemId: null });
        props.onSlot(known(laneId), at);
      },
      onKeyboardMove: setMoving,
    };
  }, [lanes, laneOf, itemOf, scaleOf, setCursor, props]);
  useEffect(() => {
    const made = createBoardGestures(() => present(world.current, 'the board'));
    gestures.current = made;
    return () => made.dispose();
  }, []);

  // A dropped ghost stays until the answer that shows the card in its new place.
  useEffect(() => gestures.current?.settle(), [columns]);

  useImperativeHandle(
    props.ref,
    () => ({
      lift: (id) => gestures.current?.lift(id),
      cursor: () => {
        const lane = cursor && laneOf(cursor.laneId);
        if (!cursor || !lane) return null;
        return {
          lane,
          at: cursor.at,
          item: cursor.itemId === null ? null : (itemOf(cursor.itemId) ?? null),
        };
      },
      focus: focusCursor,
      goTo: awaitItem,
    }),
    [cursor, laneOf, itemOf, focusCursor, awaitItem],
  );

  useKeptFocus(field, focusCursor);
  useOpeningScroll(scroller, boardKey, lanes, scaleOf);
  useBoardLook(scroller, { filter, colourBy: props.colourBy }, columns);
  useShowColumn(scroller, field, props.panelOpen ? props.showLaneId : null);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || gestures.current?.isActive()) return;
    const direction = ARROWS[event.key];
    if (direction) {
      event.preventDefault();
      if (!cursor) return;
      setCursor(moveCursor(columns, cursor, direction, window), true);
      return;
    }
    const item = cursor?.itemId ? itemOf(cursor.itemId) : undefined;
    if (event.key === ' ' && item?.kind === 'card') {
      event.preventDefault();
      props.onNext(item.card);
    } else if (event.key === 'Enter' && cursor?.itemId === null) {
      event.preventDefault();
      const lane = laneOf(cursor.laneId);
      if (lane) props.onSlot(lane, cursor.at);
    } else if ((event.key === 'Delete' || event.key === 'Backspace') && item?.kind === 'block') {
      event.preventDefault();
      props.onRemoveBlock(item.block.id);
    }
  };

  const idUnder = (target: EventTarget): string | undefined =>
    (target as Element).closest<HTMLElement>('[data-item]')?.dataset['item'];

  const onClick = (event: MouseEvent): void => {
    const removed = (event.target as Element).closest<HTMLElement>('[data-block-remove]');
    if (removed) {
      props.onRemoveBlock(removed.dataset['blockRemove'] ?? '');
      return;
    }
    const id = idUnder(event.target);
    const item = id === undefined ? undefined : itemOf(id);
    if (!item) return;
    setCursor(onItem(item));
    props.onOpen(item);
  };

  const onFocus = (event: { readonly target: EventTarget }): void => {
    const id = (event.target as HTMLElement).dataset['item'];
    if (id === undefined || id === cursor?.itemId) return;
    const item = itemOf(id);
    if (item) setCursor(onItem(item));
  };

  /** The menu of an empty time, by the other button or the keyboard's menu key. */
  const onContextMenu = (event: MouseEvent): void => {
    const target = event.target as Element;
    const strip = target.closest<HTMLElement>('[data-lane]');
    const lane = laneOf(strip?.dataset['lane'] ?? '');
    if (!strip || !lane || idUnder(target) !== undefined) return;
    event.preventDefault();
    const y = event.clientY - strip.getBoundingClientRect().top;
    const slot = target.closest<HTMLElement>('[data-slot]')?.dataset['slot'];
    const startsAt =
      slot === undefined ? floorTo(instantAtY(scaleOf(lane), y), 15, lane.bounds.from) : Number(slot);
    setCursor({ laneId: lane.id, at: startsAt, itemId: null });
    props.onStretch(
      { laneId: lane.id, startsAt, endsAt: startsAt + MENU_MINUTES * MINUTE },
      { x: event.clientX, y: event.clientY },
    );
  };

  const first = lanes[0];
  if (!first) return null;
  const scale = scaleOf(first);
  const marks = hourMarks(scale, first.bounds.from);
  const height = yOf(scale, scale.to);
  const days = [...new Map(lanes.map((lane) => [lane.day, lane])).values()];
  const isOneDay = days.length === 1;

  return (
    <BoardContext timeZone={timeZone}>
      <div
        className={css.scroller}
        ref={scroller}
        data-density={density}
        data-panel={props.panelOpen || undefined}
        role="region"
        aria-label={props.label}
      >
        <div className={css.sheet} style={{ '--hour': `${String(QUARTER_PX[density] * 4)}px` } as object}>
          <div className={css.head}>
            <div className={css.corner} />
            {columns.map((column) => (
              <ColumnHead
                key={column.lane.id}
                model={column}
                current={cursor?.laneId === column.lane.id}
                newDay={!isOneDay && beginsDay(columns, column)}
              />
            ))}
          </div>
          <div className={css.body} style={{ height }}>
            <div className={css.axis}>
              {marks.map((at) => (
                <span key={at} className={css.hour} style={{ top: yOf(scale, at) }}>
                  {format.time(at, timeZone)}
                </span>
              ))}
              {days.map((lane) => (
                <NowPill key={lane.id} scale={scaleOf(lane)} />
              ))}
            </div>
            {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- every item inside is a button */}
            <div
              className={css.field}
              ref={field}
              onPointerDown={(event) => gestures.current?.onPointerDown(event.nativeEvent)}
              onClick={onClick}
              onContextMenu={onContextMenu}
              onKeyDown={onKeyDown}
              onFocus={onFocus}
            >
              <Rules marks={marks} scale={scale} />
              {isOneDay ? (
                <>
                  <PastShade scale={scale} bounds={first.bounds} />
                  <NowLine scale={scale} over={false} />
                </>
              ) : null}
              {columns.map((column) => {
                const { id } = column.lane;
                const here = cursor?.laneId === id;
                return (
                  <BoardColumnView
                    key={id}
                    model={column}
                    scale={scaleOf(column.lane)}
                    isDrawn={here || drawn.has(id)}
                    ownClock={!isOneDay}
                    newDay={!isOneDay && beginsDay(columns, column)}
                    hueOfPerson={props.hueOfPerson}
                    currentId={here ? (cursor?.itemId ?? null) : null}
                    slotAt={here && cursor?.itemId === null ? cursor.at : null}
                    openVisitId={
                      openVisitId !== null && column.cards.some((card) => card.appointmentId === openVisitId)
                        ? openVisitId
                        : null
                    }
                    draft={draft?.laneId === id ? draft : null}
                  />
                );
              })}
              {isOneDay ? <NowLine scale={scale} over /> : null}
              <div className={css.ghost} ref={ghost} hidden aria-hidden>
                <span ref={ghostText} className={css.ghostText} />
              </div>
            </div>
          </div>
        </div>
      </div>
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

const findItem = (columns: readonly ColumnModel[], id: string): BoardItem | undefined => {
  for (const { lane, cards, blocks } of columns) {
    const card = cards.find(({ lineId }) => lineId === id);
    if (card) return { kind: 'card', card, lane };
    const block = blocks.find((one) => one.id === id);
    if (block) return { kind: 'block', block, lane };
  }
  return undefined;
};

const onItem = (item: BoardItem): LaneCursor =>
  item.kind === 'card'
    ? { laneId: item.lane.id, at: item.card.startsAt, itemId: item.card.lineId }
    : { laneId: item.lane.id, at: item.block.startsAt, itemId: item.block.id };

const heldOf = (item: BoardItem): Held =>
  item.kind === 'card'
    ? {
        id: item.card.lineId,
        laneId: item.lane.id,
        startsAt: item.card.startsAt,
        endsAt: item.card.endsAt,
        hue: item.card.hue,
        before: item.card.bufferBeforeMinutes,
        after: item.card.bufferAfterMinutes,
      }
    : {
        id: item.block.id,
        laneId: item.lane.id,
        startsAt: item.block.startsAt,
        endsAt: item.block.endsAt,
        hue: null,
        before: 0,
        after: 0,
      };

/** Between two days stands a stronger line than between two people. */
const beginsDay = (columns: readonly ColumnModel[], column: ColumnModel): boolean => {
  const before = columns[columns.indexOf(column) - 1];
  return before !== undefined && before.lane.day !== column.lane.day;
};
