import { booking } from './en/booking.ts';
import { business } from './en/business.ts';
import { calendar } from './en/calendar.ts';
import { common } from './en/common.ts';
import { conflicts } from './en/conflicts.ts';
import { daySheet } from './en/day-sheet.ts';
import { devices } from './en/devices.ts';
import { diagnosis } from './en/diagnosis.ts';
import { errors } from './en/errors.ts';
import { exports } from './en/exports.ts';
import { flags } from './en/flags.ts';
import { frame } from './en/frame.ts';
import { glance } from './en/glance.ts';
import { health } from './en/health.ts';
import { hours } from './en/hours.ts';
import { clients } from './en/clients.ts';
import { imports } from './en/imports.ts';
import { messages } from './en/messages.ts';
import { telling } from './en/telling.ts';
import { payments } from './en/payments.ts';
import { people } from './en/people.ts';
import { roster } from './en/roster.ts';
import { search } from './en/search.ts';
import { session } from './en/session.ts';
import { settings } from './en/settings.ts';
import { setup } from './en/setup.ts';
import { shortcuts } from './en/shortcuts.ts';
import { status } from './en/status.ts';
import { updates } from './en/updates.ts';
import { walk } from './en/walk.ts';

/** Every text a person reads, by namespace. English is the source; other languages carry the same keys. */
export const en = {
  common,
  session,
  frame,
  status,
  errors,
  calendar,
  booking,
  conflicts,
  daySheet,
  payments,
  exports,
  flags,
  health,
  imports,
  people,
  devices,
  diagnosis,
  roster,
  updates,
  clients,
  messages,
  telling,
  search,
  settings,
  shortcuts,
  walk,
  glance,
  business,
  hours,
  setup,
} as const;

export type Catalogue = typeof en;
export type Namespace = keyof Catalogue;
export const NAMESPACES = Object.keys(en) as readonly Namespace[];
