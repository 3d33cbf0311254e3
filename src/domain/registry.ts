import { locationCreate, locationOrder, locationUpdate } from './business/location-commands.ts';
import { locationClearDay, locationSetDay } from './business/location-day-commands.ts';
import { resourceCreate, resourceOrder, resourceUpdate } from './business/resource-commands.ts';
import { serviceCreate, serviceOrder, serviceStaff, serviceUpdate } from './business/service-commands.ts';
import { tenantUpdate } from './business/tenant-commands.ts';
import type { CommandSpec } from './command.ts';
import { conflictDismiss } from './conflict-commands.ts';
import { clientCreate, clientUpdate } from './clients/client-commands.ts';
import {
  clientAlertAdd,
  clientAlertRemove,
  clientNoteAdd,
  consentRecord,
} from './clients/record-commands.ts';
import { tellingRecord, tellingUndo } from './clients/telling-commands.ts';
import { templateReset, templateSet } from './clients/template-commands.ts';
import { importBegin, importBlock, importFill, importUndo } from './imports/import-commands.ts';
import { paymentReverse, paymentTake } from './money/payment-commands.ts';
import { memberUpdate } from './people/member-commands.ts';
import { staffCreate, staffServices, staffUpdate } from './people/staff-commands.ts';
import {
  rosterClearDays,
  rosterLeave,
  rosterSetDay,
  rosterSetWeek,
  rosterSwap,
} from './roster/roster-commands.ts';
import {
  appointmentBook,
  appointmentCancel,
  appointmentChangeLines,
  appointmentMove,
  appointmentStatus,
} from './scheduling/appointment-commands.ts';
import { blockCreate, blockRemove, blockUpdate } from './scheduling/block-commands.ts';

/** Every command that a desk can give; the cloud's `sync.command` lists the same, held equal by a test. */
export const COMMANDS = {
  'appointment.book': appointmentBook,
  'appointment.move': appointmentMove,
  'appointment.change_lines': appointmentChangeLines,
  'appointment.status': appointmentStatus,
  'appointment.cancel': appointmentCancel,
  'block.create': blockCreate,
  'block.update': blockUpdate,
  'block.remove': blockRemove,
  'roster.set_week': rosterSetWeek,
  'roster.set_day': rosterSetDay,
  'roster.clear_days': rosterClearDays,
  'roster.leave': rosterLeave,
  'roster.swap': rosterSwap,
  'client.create': clientCreate,
  'client.update': clientUpdate,
  'client.note_add': clientNoteAdd,
  'client.alert_add': clientAlertAdd,
  'client.alert_remove': clientAlertRemove,
  'consent.record': consentRecord,
  'telling.record': tellingRecord,
  'telling.undo': tellingUndo,
  'template.set': templateSet,
  'template.reset': templateReset,
  'payment.take': paymentTake,
  'payment.reverse': paymentReverse,
  'import.begin': importBegin,
  'import.block': importBlock,
  'import.fill': importFill,
  'import.undo': importUndo,
  'conflict.dismiss': conflictDismiss,
  'staff.create': staffCreate,
  'staff.update': staffUpdate,
  'staff.services': staffServices,
  'member.update': memberUpdate,
  'tenant.update': tenantUpdate,
  'location.create': locationCreate,
  'location.update': locationUpdate,
  'location.order': locationOrder,
  'location.set_day': locationSetDay,
  'location.clear_day': locationClearDay,
  'service.create': serviceCreate,
  'service.update': serviceUpdate,
  'service.staff': serviceStaff,
  'service.order': serviceOrder,
  'resource.create': resourceCreate,
  'resource.update': resourceUpdate,
  'resource.order': resourceOrder,
} as const;

export type CommandName = keyof typeof COMMANDS;

export type CommandArgs<N extends CommandName> = (typeof COMMANDS)[N]['schema']['_zod']['output'];

export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

/** Looks a command up by a name from the wire or the page; undefined when there is none. */
export function commandNamed(name: string): CommandSpec | undefined {
  // The union of specs is widened once, here: arguments are parsed by the spec's own schema before any rule runs.
  return Object.hasOwn(COMMANDS, name)
    ? (COMMANDS[name as CommandName] as unknown as CommandSpec)
    : undefined;
}
