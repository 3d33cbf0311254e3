import { useEffect, useState } from 'react';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { dayOf } from '../../ui/format.ts';

/** Opens a visit and turns the board to its day and location as soon as both are known. */
export function useShowAppointment(
  open: (appointmentId: string) => void,
  goToDay: (day: string) => void,
  goToLocation: (id: string) => void,
): (appointmentId: string) => void {
  const [wanted, setWanted] = useState<string | null>(null);
  const { data } = useDeskQuery('appointment', { id: wanted ?? '' }, { enabled: wanted !== null });
  useEffect(() => {
    if (!data || data.id !== wanted) return;
    goToLocation(data.locationId);
    goToDay(dayOf(data.startsAt, data.timeZone));
    setWanted(null);
  }, [data, wanted, goToDay, goToLocation]);
  return (appointmentId) => {
    open(appointmentId);
    setWanted(appointmentId);
  };
}
