/** The life of an appointment. The same table is in the cloud (`cmd.status_transition`); a test holds them equal. */
export const APPOINTMENT_STATUSES = [
  'requested',
  'confirmed',
  'arrived',
  'in_service',
  'done',
  'no_show',
  'cancelled',
] as const;
export type AppointmentStatus = (typeof APPOINTMENT_STATUSES)[number];

/** Statuses in which the appointment holds its people, rooms and equipment. */
export const HOLDING_STATUSES: readonly AppointmentStatus[] = [
  'requested',
  'confirmed',
  'arrived',
  'in_service',
  'done',
];

export const isHolding = (status: AppointmentStatus): boolean => HOLDING_STATUSES.includes(status);

/**
 * From each status, those that may follow. Steps back exist because people mis-click: an undo is a new command,
 * not an edit. Leaving `cancelled` or `no_show` takes the holds again and may be refused as an overlap.
 */
export const TRANSITIONS: Readonly<Record<AppointmentStatus, readonly AppointmentStatus[]>> = {
  requested: ['confirmed', 'arrived', 'no_show', 'cancelled'],
  confirmed: ['requested', 'arrived', 'in_service', 'no_show', 'cancelled'],
  arrived: ['requested', 'confirmed', 'in_service', 'no_show', 'cancelled'],
  in_service: ['confirmed', 'arrived', 'done'],
  done: ['in_service'],
  no_show: ['requested', 'confirmed', 'arrived'],
  cancelled: ['requested', 'confirmed', 'arrived'],
};

export const mayFollow = (from: AppointmentStatus, to: AppointmentStatus): boolean =>
  TRANSITIONS[from].includes(to);

/** The next step of the chain that the one big button offers; null at its end. */
export function nextStatus(from: AppointmentStatus): AppointmentStatus | null {
  switch (from) {
    case 'requested':
      return 'confirmed';
    case 'confirmed':
      return 'arrived';
    case 'arrived':
      return 'in_service';
    case 'in_service':
      return 'done';
    case 'done':
    case 'no_show':
    case 'cancelled':
      return null;
  }
}
