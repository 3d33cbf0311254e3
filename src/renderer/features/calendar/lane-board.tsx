import { type Ref, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant } from '../../../base/time.ts';
import type { BoardCard, DayBoard, ResourceItem, ServiceItem } from '../../../contracts/queries.ts';
import type { AppointmentStatus } from '../../../domain/scheduling/status.ts';
import { useFetchMonths } from '../../data/use-fetch-months.ts';
import { useFormat } from '../../ui/use-format.ts';
import { BlockPanel } from './block-panel.tsx';
import { BoardEmpty, BoardNotHere, BoardNotLoaded, OccasionBanner } from './board-states.tsx';
import { type BoardView, useColourBy } from './board-view.ts';
import { useDensity } from './density.ts';
import type { LaneTarget } from './gesture-world.ts';
import { HoverCard } from './hover-card.tsx';
import css from './lane-board.module.css';
import { countsOf, type Lane, nameOnBoard } from './lanes.ts';
import { SoftDialog } from './soft-dialog.tsx';
import { StatusLegend } from './status-legend.tsx';
import { StretchMenu, type Stretch } from './stretch-menu.tsx';
import { type BoardHandle, type BoardItem, TimeBoard } from './time-board.tsx';
import { useBlockActions } from './use-block-actions.ts';
import { useBoardActions } from './use-board-actions.tsx';
import { useColumns } from './use-board-data.ts';
import { useHues } from './use-hues.ts';
import { useLanes } from './use-lanes.ts';
import type { MoveTarget } from './visit-move.ts';

/** Where a booking or a block begins: whose time and which room, as far as the lane says. */
export type Place = {
  readonly staffId: string | null;
  readonly roomId: string | null;
  readonly startsAt: Instant;
  readonly minutes: number | null;
};

/** A booking being written, as the panel knows it. */
export type WrittenPlace = {
  readonly staffId: string | null;
  readonly roomId: string | null;
  readonly from: Instant;
  readonly to: Instant;
  readonly kind: 'booking' | 'block';
};

export type LaneBoardProps = {
  readonly view: Exclude<BoardView, 'month' | 'agenda'>;
  /** What the view shows, in order. */
  readonly days: readonly DayBoard[];
  readonly resources: readonly ResourceItem[] | undefined;
  readonly services: readonly ServiceItem[] | undefined;
  /** Whose days these are; null: everybody's. */
  readonly people: readonly { readonly id: string; readonly name: string }[] | null;
  readonly filter: AppointmentStatus | null;
  readonly onFilter: (filter: AppointmentStatus | null) => void;
  readonly written: WrittenPlace | null;
  readonly openVisitId: string | null;
  readonly openBlockId: string | null;
  readonly panelOpen: boolean;
  readonly onOpen: (item: BoardItem) => void;
  readonly onNext: (card: BoardCard) => void;
  readonly onClose: () => void;
  readonly onBook: (place: Place) => void;
  readonly onBlock: (place: Place) => void;
  readonly ref: Ref<BoardHandle>;
};

/** The views with a time axis: what their lanes mean, and what is done on them. */
export function LaneBoard(props: LaneBoardProps) {
  const { view, days, onBook, onBlock, written } = props;
  const { t } = useTranslation('calendar');
  const format = useFormat();
  const density = useDensity();
  const colourBy = useColourBy();
  const lanes = useLanes(view, days, props.resources, props.people);
  const columns = useColumns(lanes);
  const actions = useBoardActions(days, props.resources, props.services);
  const blocks = useBlockActions(days);
  const hueOfPerson = useHues(days);
  const [stretch, setStretch] = useState<Stretch | null>(null);
  const area = useRef<HTMLDivElement>(null);
  const zone = days[0]?.timeZone ?? 'UTC';
  useFetchMonths(days.filter(({ cover }) => cover === 'not_loaded').map(({ day }) => day));

  const laneOf = (id: string): Lane | undefined => columns.find(({ lane }) => lane.id === id)?.lane;
  const moveOf = (card: BoardCard, { laneId, startsAt, endsAt }: LaneTarget): MoveTarget => {
    const lane = laneOf(laneId);
    return {
      staffId: lane?.staffId ?? card.staffId,
      startsAt,
      endsAt,
      ...(lane?.room ? { room: lane.room } : {}),
    };
  };
  const describe = ({ laneId, startsAt, endsAt }: LaneTarget): string =>
    t('move.to', { time: format.timeRange(startsAt, endsAt, zone), name: laneOf(laneId)?.name ?? '' });
  const placeOf = (lane: Lane, startsAt: Instant, endsAt: Instant | null): Place => ({
    staffId: lane.staffId,
    roomId: lane.room?.id ?? null,
    startsAt,
    minutes: endsAt === null ? null : Math.round((endsAt - startsAt) / 60_000),
  });

  const writtenLane = columns.find(({ lane }) =>
    written === null || written.from < lane.bounds.from || written.from >= lane.bounds.to
      ? false
      : lane.room === null
        ? lane.staffId === written.staffId
        : lane.room.id !== null && lane.room.id === written.roomId,
  )?.lane;
  const draft =
    written && writtenLane
      ? { from: written.from, to: written.to, laneId: writtenLane.id, kind: written.kind }
      : stretch
        ? {
            from: stretch.target.startsAt,
            to: stretch.target.endsAt,
            laneId: stretch.target.laneId,
            kind: 'booking' as const,
          }
        : null;
  const openLane = columns.find(
    ({ cards, blocks: blocked }) =>
      cards.some((card) => card.appointmentId === props.openVisitId) ||
      blocked.some(({ id }) => id === props.openBlockId),
  )?.lane;
  const openBlock = days.flatMap((day) => day.blocks).find(({ id }) => id === props.openBlockId) ?? null;

  const first = days[0];
  if (!first) return null;
  if (days.every(({ cover }) => cover === 'not_here')) return <BoardNotHere />;
  if (days.every(({ cover }) => cover !== 'complete')) return <BoardNotLoaded />;
  const isOneDay = days.length === 1;
  const isFree = days.every(({ cards }) => cards.length === 0) && days.some(({ hours }) => hours.length > 0);
  return (
    <div className={css.area} ref={area}>
      {isOneDay ? <OccasionBanner board={first} /> : null}
      {columns.length === 0 ? (
        <BoardEmpty />
      ) : (
        <TimeBoard
          ref={props.ref}
          boardKey={`${view} ${first.locationId} ${first.day} ${props.people?.[0]?.id ?? ''}`}
          label={t(`view.board.${view}`, {
            day: format.dayLong(first.day),
            name: props.people?.length === 1 ? (props.people[0]?.name ?? '') : t('view.everybody'),
          })}
          timeZone={zone}
          columns={columns}
          density={density}
          filter={props.filter}
          colourBy={colourBy}
          hueOfPerson={hueOfPerson}
          draft={draft}
          openVisitId={props.openVisitId}
          panelOpen={props.panelOpen}
          showLaneId={(writtenLane ?? openLane)?.id ?? null}
          mayMove={(item) => item.kind === 'block' || actions.mayMove(item.card)}
          judge={(item, target) =>
            item.kind === 'card'
              ? actions.judge(item.card, moveOf(item.card, target))
              : { free: true, text: describe(target) }
          }
          describe={describe}
          onOpen={props.onOpen}
          onNext={props.onNext}
          onSlot={(lane, at) => onBook(placeOf(lane, at, null))}
          onStretch={(target, end) => setStretch({ target, end, lane: laneOf(target.laneId) ?? null })}
          onDrop={(item, target) =>
            item.kind === 'card'
              ? actions.move(item.card, moveOf(item.card, target))
              : blocks.update(item.block, {
                  ...target,
                  staffId: laneOf(target.laneId)?.staffId ?? item.block.staffId,
                  reason: item.block.reason,
                })
          }
          onRemoveBlock={blocks.remove}
        />
      )}
      {isFree && stretch === null ? (
        <p className={css.nothing}>
          <strong>{t('empty.day')}</strong> {t('empty.dayText')}
        </p>
      ) : null}
      <StatusLegend counts={countsOf(days)} filter={props.filter} onFilter={props.onFilter} isScaled />
      <HoverCard
        area={area}
        columns={columns}
        zone={zone}
        isQuiet={stretch !== null || actions.question !== null}
      />
      {stretch?.lane ? (
        <StretchMenu
          stretch={stretch}
          onBook={() => {
            if (stretch.lane) onBook(placeOf(stretch.lane, stretch.target.startsAt, stretch.target.endsAt));
          }}
          onBlockFor={(reason) => {
            const { staffId } = stretch.lane ?? { staffId: null };
            if (staffId !== null) void blocks.create({ ...stretch.target, staffId, reason });
          }}
          onBlock={() => {
            if (stretch.lane) onBlock(placeOf(stretch.lane, stretch.target.startsAt, stretch.target.endsAt));
          }}
          onClose={() => setStretch(null)}
        />
      ) : null}
      {openBlock ? (
        <BlockPanel
          key={openBlock.id}
          block={openBlock}
          personName={nameOnBoard(days, openBlock.staffId)}
          people={first.columns}
          timeZone={zone}
          onSave={(place) => blocks.update(openBlock, place)}
          onRemove={() => blocks.remove(openBlock.id)}
          onClose={props.onClose}
        />
      ) : null}
      {actions.question ? <SoftDialog question={actions.question} timeZone={zone} /> : null}
    </div>
  );
}
