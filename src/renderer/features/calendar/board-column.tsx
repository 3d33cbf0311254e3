import { memo, useMemo } from 'react';
import { type Instant, type Interval, MINUTE } from '../../../base/time.ts';
import { type DayScale, heightOf, placeItems, yOf } from '../../../domain/scheduling/day-layout.ts';
import { intersect, subtract } from '../../../domain/scheduling/intervals.ts';
import { type AppointmentStatus, isHolding } from '../../../domain/scheduling/status.ts';
import { AppointmentCard } from './appointment-card.tsx';
import { useBoardWords } from './board-context.tsx';
import { BlockItem } from './block-item.tsx';
import type { ColumnModel } from './board-model.ts';
import css from './day-board.module.css';

/** A new booking or block being written, shown where it will stand. */
export type DraftPlace = Interval & { readonly staffId: string; readonly kind: 'booking' | 'block' };

export type BoardColumnProps = {
  readonly model: ColumnModel;
  readonly hours: readonly Interval[];
  readonly scale: DayScale;
  readonly filter: AppointmentStatus | null;
  /** Item under the keyboard cursor, if it is in this column. */
  readonly currentId: string | null;
  /** Visit whose panel is open, if one of its cards is in this column. */
  readonly openVisitId: string | null;
  readonly draft: DraftPlace | null;
  /** Free quarter under the keyboard cursor, if it is in this column. */
  readonly slotAt: Instant | null;
};

/** One person's day. Memoised: a change in another column does not touch it. */
export const BoardColumnView = memo(function BoardColumnView(props: BoardColumnProps) {
  const { model, hours, scale, filter } = props;
  const { t, format, timeZone } = useBoardWords();
  const { person, cards, blocks } = model;

  const idle = useMemo(
    () => subtract([{ from: scale.from, to: scale.to }], intersect(hours, person.shifts)),
    [hours, person.shifts, scale],
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
    <div className={css.column} data-staff={person.staffId}>
      <div aria-hidden>
        {idle.map((stretch) => (
          <div key={stretch.from} className={css.idle} style={box(stretch)} />
        ))}
        {(hours.length === 0 ? [] : person.breaks).map((stretch) => (
          <div key={stretch.from} className={css.break} style={box(stretch)}>
            {t('board.break')}
          </div>
        ))}
      </div>
      <div role="list" className={css.items} aria-label={person.name}>
        {blocks.map((block) => {
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
        {cards.map((card) => {
          const place = places.get(card.lineId);
          return (
            <AppointmentCard
              key={card.lineId}
              card={card}
              {...box({ from: card.startsAt, to: card.endsAt })}
              left={place?.left ?? 0}
              width={place?.width ?? 1}
              quarterPx={scale.quarterPx}
              faint={filter !== null && filter !== card.status}
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
          aria-label={t('board.freeSlot', { time: format.time(props.slotAt, timeZone), name: person.name })}
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
