import type { SyncStatus } from '../../../contracts/desk-api.ts';
import type { LinkState } from '../../data/desk-link.ts';
import type { Catalogue } from '../../../texts/index.ts';

export type ShortState = keyof Catalogue['status']['short'];
export type DiagnosisKey = keyof Catalogue['status']['diagnosis'];

export type Connection = {
  readonly short: ShortState;
  readonly diagnosis: DiagnosisKey;
  /** How the dot is drawn: filled, half, hollow, or a warning. */
  readonly dot: 'good' | 'busy' | 'off' | 'alarm';
};

/** What the person is told of sync's state machine and of the port to the desk. */
export function connectionOf(status: SyncStatus | null, link: LinkState): Connection {
  if (link === 'gone') return { short: 'reconnecting', diagnosis: 'reconnecting', dot: 'busy' };
  if (!status) return { short: 'opening', diagnosis: 'opening', dot: 'busy' };
  switch (status.state) {
    case 'auth_required':
    case 'upgrade_required':
    case 'disk_full':
    case 'device_refused':
      return { short: 'attention', diagnosis: status.state, dot: 'alarm' };
    case 'offline':
      return { short: 'offline', diagnosis: 'offline', dot: 'off' };
    case 'bootstrapping':
      return { short: 'first', diagnosis: 'first', dot: 'busy' };
    case 'reset':
    case 'recovering':
      return { short: 'first', diagnosis: status.state, dot: 'busy' };
    case 'closed':
      return { short: 'opening', diagnosis: 'closed', dot: 'busy' };
    case 'opening':
      return { short: 'opening', diagnosis: 'opening', dot: 'busy' };
    case 'pushing':
    case 'pulling':
      return status.online
        ? { short: 'syncing', diagnosis: 'syncing', dot: 'busy' }
        : { short: 'offline', diagnosis: 'offline', dot: 'off' };
    case 'idle':
      if (status.hold) return { short: 'connected', diagnosis: 'held', dot: 'busy' };
      return status.online
        ? { short: 'connected', diagnosis: 'connected', dot: 'good' }
        : { short: 'offline', diagnosis: 'offline', dot: 'off' };
  }
}

const FRESH_MS = 2 * 60_000;
const STALE_MS = 45 * 60_000;

/** Share of the completeness line that is still solid, 0 to 1: whole for two minutes, gone after 45. */
export function solidShare(completeTo: number | null, now: number): number {
  if (completeTo === null) return 0;
  const age = now - completeTo;
  if (age <= FRESH_MS) return 1;
  return Math.max(0.04, 1 - (age - FRESH_MS) / (STALE_MS - FRESH_MS));
}
