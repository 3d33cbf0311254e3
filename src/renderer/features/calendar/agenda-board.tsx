import { useMemo } from 'react';
import type { PlainDate } from '../../../base/time.ts';
import type { DayBoard } from '../../../contracts/queries.ts';
import type { AppointmentStatus } from '../../../domain/scheduling/status.ts';
import { AgendaView } from './agenda-view.tsx';
import { countsOf } from './lanes.ts';
import { StatusLegend } from './status-legend.tsx';

/** The agenda with the statuses at its foot, as every view has them. */
export function AgendaBoard(props: {
  readonly days: readonly DayBoard[];
  readonly today: PlainDate;
  readonly filter: AppointmentStatus | null;
  readonly onFilter: (filter: AppointmentStatus | null) => void;
  readonly openVisitId: string | null;
  readonly onOpen: (appointmentId: string) => void;
}) {
  const counts = useMemo(() => countsOf(props.days), [props.days]);
  return (
    <>
      <AgendaView
        days={props.days}
        today={props.today}
        filter={props.filter}
        openVisitId={props.openVisitId}
        onOpen={props.onOpen}
      />
      <StatusLegend counts={counts} filter={props.filter} onFilter={props.onFilter} isScaled={false} />
    </>
  );
}
