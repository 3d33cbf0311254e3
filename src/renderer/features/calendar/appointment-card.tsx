import { IconAlertTriangle, IconBan, IconCheck, IconLink, IconNote } from '@tabler/icons-react';
import { memo } from 'react';
import type { BoardCard } from '../../../contracts/queries.ts';
import { latenessOf, mayRunLate } from '../../../domain/scheduling/lateness.ts';
import { isHolding } from '../../../domain/scheduling/status.ts';
import css from './appointment-card.module.css';
import { useBoardNow, useBoardWords } from './board-context.tsx';
import { StatusGlyph } from '../../ui/status-glyph.tsx';

export type CardProps = {
  readonly card: BoardCard;
  /** Pixels from the top of the column, and fractions of its width. */
  readonly top: number;
  readonly height: number;
  readonly left: number;
  readonly width: number;
  readonly quarterPx: number;
  /** The hue of whoever does it, for a board that is coloured by person. */
  readonly personHue: number;
  /** The board's one tab stop is here. */
  readonly current: boolean;
  /** Its panel is open. */
  readonly open: boolean;
};

/** Heights from which a second, third and fourth line fit. */
const SECOND_LINE = 30;
const THIRD_LINE = 46;
const FOURTH_LINE = 64;

/**
 * One line of a visit. Memoised: it is drawn again only when its own row, place or highlight changes. Everything it
 * is told is flat, so the comparison is cheap. Pointer and keys are the board's business; the card only carries its
 * ids.
 */
export const AppointmentCard = memo(function AppointmentCard(props: CardProps) {
  const { card, height } = props;
  const { t, common, format, timeZone } = useBoardWords();
  const name = card.clientName ?? (card.clientId === null ? common('walkIn') : t('card.hidden'));
  const time = format.timeRange(card.startsAt, card.endsAt, timeZone);
  const status = common(`appointmentStatus.${card.status}`);
  const uncertain = card.status === 'requested' || card.pending;
  const before = (card.bufferBeforeMinutes / 15) * props.quarterPx;
  const after = (card.bufferAfterMinutes / 15) * props.quarterPx;
  // Money counts as paid by the cloud's word alone.
  const paid = card.priceCents > 0 && card.paidCents >= card.priceCents && !card.pending;

  return (
    <div
      role="listitem"
      className={css.place}
      style={{
        top: props.top,
        height,
        left: `${props.left * 100}%`,
        width: `${props.width * 100}%`,
      }}
      data-hue={props.personHue}
      data-card={card.status}
    >
      {isHolding(card.status) && before > 0 ? (
        <span className={css.buffer} data-edge="before" style={{ height: before }} aria-hidden />
      ) : null}
      {isHolding(card.status) && after > 0 ? (
        <span className={css.buffer} data-edge="after" style={{ height: after }} aria-hidden />
      ) : null}
      <button
        type="button"
        className={`${css.card ?? ''} ${uncertain ? 'hatch' : ''}`}
        data-hue={card.hue}
        data-status={card.status}
        data-line={card.lineId}
        data-item={card.lineId}
        data-open={props.open || undefined}
        data-size={height < SECOND_LINE ? 'line' : 'full'}
        tabIndex={props.current ? 0 : -1}
        aria-label={[
          t('card.label', { client: name, service: card.serviceName, time, status }),
          ...(card.hasAlert ? [t('card.alert')] : []),
          ...(card.doNotBook ? [t('card.doNotBook')] : []),
          ...(card.pending ? [t('card.pending')] : []),
        ].join('. ')}
      >
        <span className={css.first}>
          <span className={css.glyph}>
            <StatusGlyph status={card.status} size={11} />
          </span>
          <span className={css.name}>{name}</span>
          {height < SECOND_LINE ? <LateTag card={card} short /> : null}
          {height < THIRD_LINE ? <Marks card={card} /> : null}
          {card.pending ? <span className={css.pending} title={t('card.pending')} /> : null}
        </span>
        {height >= SECOND_LINE ? (
          <span className={css.second}>
            <LateTag card={card} short={false} />
            <span className={css.service}>{card.serviceName}</span>
          </span>
        ) : null}
        {height >= THIRD_LINE ? (
          <span className={css.facts}>
            <span>{format.time(card.startsAt, timeZone)}</span>
            <span className={css.price}>
              {paid ? <IconCheck size={12} aria-label={t('card.paid')} /> : null}
              {format.money(card.priceCents)}
            </span>
            <Marks card={card} />
          </span>
        ) : null}
        {height >= FOURTH_LINE ? <span className={css.status}>{status}</span> : null}
        {isHolding(card.status) ? <span className={css.handle} data-resize="end" aria-hidden /> : null}
      </button>
    </div>
  );
});

/** Small signs: what the person at the desk must not overlook. */
function Marks({ card }: { readonly card: BoardCard }) {
  const { t } = useBoardWords();
  const plain = !card.doNotBook && !card.hasAlert && card.note === null && card.lineCount === 1;
  if (plain) return null;
  return (
    <span className={css.marks}>
      {card.doNotBook ? <IconBan size={12} className={css.danger} aria-label={t('card.doNotBook')} /> : null}
      {card.hasAlert ? (
        <IconAlertTriangle size={12} className={css.warn} aria-label={t('card.alert')} />
      ) : null}
      {card.note === null ? null : <IconNote size={12} aria-label={t('card.note')} />}
      {card.lineCount > 1 ? (
        <IconLink size={12} aria-label={t('card.partOf', { count: card.lineCount })} />
      ) : null}
    </span>
  );
}

/** "Late 12 min", "Over 8 min": who has not arrived, and what is still under way. Only these cards follow the clock. */
function LateTag(props: { readonly card: BoardCard; readonly short: boolean }) {
  return mayRunLate(props.card.status) ? <Late {...props} /> : null;
}

function Late({ card, short }: { readonly card: BoardCard; readonly short: boolean }) {
  const { t } = useBoardWords();
  const late = latenessOf(card, useBoardNow());
  if (late === null) return null;
  return (
    <span className={css.late} data-kind={late.kind}>
      {t(short ? 'card.lateShort' : `card.${late.kind}`, { count: late.minutes })}
    </span>
  );
}
