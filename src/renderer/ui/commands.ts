import { useEffect, useRef } from 'react';
import type { Instant } from '../../base/time.ts';

/**
 * What can be done from anywhere: by key, menu, palette or button. A screen answers a command while it is mounted;
 * one that has a home screen waits until that screen answers it.
 */
export type CommandPayloads = {
  'new-booking':
    | { readonly clientId?: string; readonly clientName?: string; readonly doNotBook?: boolean }
    | undefined;
  'walk-in': undefined;
  'open-conflicts': undefined;
  /** What would clash of the work that is held back after a long absence. */
  'open-rehearsal': undefined;
  /** The list of clients who do not know yet what changed. */
  'open-to-tell': undefined;
  /** A client's panel over whatever screen is open; with another one beside it to compare. */
  'open-client': { readonly clientId: string; readonly besideId?: string };
  'close-trays': undefined;
  /** Shows a visit in the calendar's panel. */
  'open-appointment': { readonly appointmentId: string };
  /** Offers to move what follows a line that began or ends late. */
  'push-back': {
    readonly locationId: string;
    readonly timeZone: string;
    readonly lineId: string;
    readonly at: Instant;
  };
  search: undefined;
  lock: undefined;
  today: undefined;
  'previous-day': undefined;
  'next-day': undefined;
  'previous-week': undefined;
  'next-week': undefined;
  'toggle-cable': undefined;
  shortcuts: undefined;
  walk: undefined;
  'open-diagnosis': undefined;
  'go-calendar': undefined;
  'go-clients': undefined;
  'go-payments': undefined;
  'go-roster': undefined;
  'go-glance': undefined;
  'go-settings': undefined;
  'go-day-sheet': undefined;
  'go-flags': undefined;
  'go-health': undefined;
  undo: undefined;
};
export type CommandId = keyof CommandPayloads;

/** Commands that only the calendar answers: the frame goes there first. */
export const CALENDAR_COMMANDS: ReadonlySet<CommandId> = new Set([
  'new-booking',
  'walk-in',
  'open-conflicts',
  'open-rehearsal',
  'open-appointment',
  'push-back',
]);

type Handler = (payload: never) => void;
const handlers = new Map<CommandId, Handler[]>();
const waiting = new Map<CommandId, unknown>();
let goHome: ((command: CommandId) => void) | null = null;

/** Carries a command out; the newest mounted handler wins. */
export function runCommand<C extends CommandId>(
  command: C,
  ...payload: CommandPayloads[C] extends undefined ? [] : [payload?: CommandPayloads[C]]
): void {
  const handler = handlers.get(command)?.at(-1);
  if (handler) {
    handler(payload[0] as never);
    return;
  }
  if (CALENDAR_COMMANDS.has(command)) {
    waiting.set(command, payload[0]);
    goHome?.(command);
  }
}

/** Answers a command while the component is mounted. `null` answers nothing (a panel that is closed). */
export function useCommand<C extends CommandId>(
  command: C,
  handler: ((payload: CommandPayloads[C]) => void) | null,
): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  const isOn = handler !== null;
  useEffect(() => {
    if (!isOn) return;
    const entry: Handler = (payload) => latest.current?.(payload);
    handlers.set(command, [...(handlers.get(command) ?? []), entry]);
    if (waiting.has(command)) {
      const payload = waiting.get(command);
      waiting.delete(command);
      entry(payload as never);
    }
    return () => {
      handlers.set(
        command,
        (handlers.get(command) ?? []).filter((one) => one !== entry),
      );
    };
  }, [command, isOn]);
}

/** The frame says how to reach the screen that answers a command. */
export function setCommandHome(go: ((command: CommandId) => void) | null): void {
  goHome = go;
  if (go === null) waiting.clear();
}
