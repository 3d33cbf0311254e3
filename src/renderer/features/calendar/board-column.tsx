import { memo, useMemo } from 'react';
import { type Instant, type Interval, MINUTE } from '../../../base/time.ts';
import { type DayScale, heightOf, placeItems, yOf } from '../../../domain/scheduling/day-layout.ts';
import { intersect, subtract } from '../../../domain/scheduling/intervals.ts';
import { isHolding } from '../../../domain/scheduling/status.ts';
import { AppointmentCard } from './appointment-card.tsx';
import { useBoardWords } from './board-context.tsx';
import { BlockItem } from './block-item.tsx';
import type { ColumnModel } from './board-model.ts';
import type { DraftPlace } from './draft-place.ts';
import { NowLine, PastShade } from './now-line.tsx';
import css from './time-board.module.css';

export type BoardColumnProps = {
  readonly model: ColumnModel;
  readonly scale: DayScale;
  /** False while the lane waits for its turn: it has its place and its ground, and no cards yet. */
  readonly isDrawn: boolean;
  /** Lanes of several days each have their own now. */
  readonly ownClock: boolean;
  readonly newDay: boolean;
  readonly hueOfPerson: (staffId: string) => number;
  /** Item under the keyboard cursor, if it is in this column. */
  readonly currentId: string | null;
  /** Visit whose panel is open, if one of its cards is in this column. */
  readonly openVisitId: string | null;
  readonly draft: DraftPlace | null;
  /** Free quarter under the keyboard cursor, if it is in this column. */
  readonly slotAt: Instant | null;
};

/** One lane's day. Memoised: a change in another column does not touch it. */
export const BoardColumnView = memo(function BoardColumnView(props: BoardColumnProps) {
  const { model, scale } = props;
  const { t, format, timeZone } = useBoardWords();
  const { lane, cards, blocks } = model;
  const { hours, shifts } = lane;

  const idle = useMemo(
    () => subtract([{ from: scale.from, to: scale.to }], intersect(hours, shifts)),
    [hours, shifts, scale],
  );
  const places = useMemo(
    () =>
      placeItems([
        ...cards.map((card) => ({
          id: card.lineId,
          from: card.startsAt,
          to: card.endsAt,
          released: !isHolding(card.status),
        })),
        ...blocks.map((block) => ({
          id: block.id,
          from: block.startsAt,
          to: block.endsAt,
          released: false,
        })),
      ]),
    [cards, blocks],
  );
  const box = (stretch: Interval) => ({ top: yOf(scale, stretch.from), height: heightOf(scale, stretch) });

  return (
    <div
      className={`${css.column ?? ''} ${lane.cover === 'complete' ? '' : 'hatch'}`}
      data-lane={lane.id}
      style={{ '--breadth': lane.breadth } as object}
      data-new-day={props.newDay || undefined}
    >
      <div aria-hidden>
        {idle.map((stretch) => (
          <div key={stretch.from} className={css.idle} style={box(stretch)} />
        ))}
        {(hours.length === 0 ? [] : lane.breaks).map((stretch) => (
          <div key={stretch.from} className={css.break} style={box(stretch)}>
            {t('board.break')}
          </div>
        ))}
      </div>
      {props.ownClock ? (
        <>
          <PastShade scale={scale} bounds={lane.bounds} />
          <NowLine scale={scale} over={false} />
        </>
      ) : null}
      {lane.cover === 'complete' ? null : (
        <p className={css.notLoaded}>{t(lane.cover === 'not_here' ? 'notHere.lane' : 'notLoaded.lane')}</p>
      )}
      <div role="list" className={css.items} aria-label={lane.name} aria-busy={!props.isDrawn}>
        {(props.isDrawn ? blocks : NONE).map((block) => {
          const stretch = { from: block.startsAt, to: block.endsAt };
          const place = places.get(block.id);
          return (
            <BlockItem
              key={block.id}
              block={block}
              {...box(stretch)}
              left={place?.left ?? 0}
              width={place?.width ?? 1}
              current={props.currentId === block.id}
            />
          );
        })}
        {(props.isDrawn ? cards : NONE).map((card) => {
          const place = places.get(card.lineId);
          return (
            <AppointmentCard
              key={card.lineId}
              card={card}
              {...box({ from: card.startsAt, to: card.endsAt })}
              left={place?.left ?? 0}
              width={place?.width ?? 1}
              quarterPx={scale.quarterPx}
              personHue={props.hueOfPerson(card.staffId)}
              current={props.currentId === card.lineId}
              open={props.openVisitId === card.appointmentId}
            />
          );
        })}
      </div>
      {props.slotAt === null ? null : (
        <button
          type="button"
          className={css.slot}
          style={box({ from: props.slotAt, to: props.slotAt + 15 * MINUTE })}
          data-slot={props.slotAt}
          aria-label={t('board.freeSlot', { time: format.time(props.slotAt, timeZone), name: lane.name })}
        />
      )}
      {props.draft ? (
        <div className={`${css.draft ?? ''} hatch`} style={box(props.draft)} aria-hidden>
          {t(props.draft.kind === 'block' ? 'board.draftBlock' : 'board.draft')}
        </div>
      ) : null}
    </div>
  );
});

const NONE: readonly never[] = [];
