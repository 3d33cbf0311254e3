import { z } from 'zod';
import type { Instant } from '../base/time.ts';
import type { CheckFinding, SyncState } from './ports.ts';

/** How this PC is, in figures and codes alone: nothing in it says who anybody is. Times are the screen's. */
export type Diagnosis = {
  readonly at: Instant;
  readonly scopes: readonly {
    readonly which: 'business' | 'platform';
    readonly state: SyncState;
    readonly completeTo: Instant | null;
    readonly waiting: number;
    /** When the oldest of it was done. */
    readonly waitingSince: Instant | null;
    /** Version of the cloud up to which the rows are here. */
    readonly cursor: number;
    readonly lastError: { readonly code: string; readonly at: Instant } | null;
  }[];
  /** By how much the PC's clock is behind the cloud's; as far as is known from the last time that it was heard. */
  readonly clockBehindMs: number;
  readonly disk: {
    /** Null where the system cannot say. */
    readonly freeBytes: number | null;
    readonly fileBytes: number;
    readonly full: boolean;
  };
  /** The last comparison with the cloud of the whole file, and what was fetched again because of one. */
  readonly check: { readonly at: Instant | null; readonly findings: readonly CheckFinding[] };
  /** The last time that a damaged file was replaced. */
  readonly rescue: { readonly at: Instant; readonly work: number; readonly whole: boolean } | null;
  readonly deviceId: string | null;
  readonly schema: number;
  readonly wire: number;
};

/** What a failure of sync asks of a person; the texts are `status.trouble.<kind>`. */
export const SYNC_TROUBLES = [
  'session',
  'device',
  'version',
  'busy',
  'disk',
  'damage',
  'restart',
  'differs',
  'answer',
  'fault',
] as const;
export type SyncTrouble = (typeof SYNC_TROUBLES)[number];

const BY_CODE: Readonly<Record<string, SyncTrouble>> = {
  SIGNED_OUT: 'session',
  SESSION_REFUSED: 'session',
  SY401: 'session',
  PGRST301: 'session',
  PGRST302: 'session',
  PGRST303: 'session',
  refresh_token_not_found: 'session',
  refresh_token_already_used: 'session',
  session_not_found: 'session',
  session_expired: 'session',
  bad_jwt: 'session',
  user_banned: 'session',
  SY403: 'device',
  PT403: 'device',
  SY426: 'version',
  '55P03': 'busy',
  '57014': 'busy',
  '40001': 'busy',
  '40P01': 'busy',
  over_request_rate_limit: 'busy',
  TIMEOUT: 'busy',
  DISK_FULL: 'disk',
  REPLICA_CORRUPT: 'damage',
  SY409: 'restart',
  SY410: 'restart',
  RESET: 'restart',
  OTHER_EPOCH: 'restart',
  DIGEST_HEALED: 'differs',
  DIGEST_DISAGREES: 'differs',
  SY400: 'answer',
  BAD_REPLY: 'answer',
  NO_PROGRESS: 'answer',
  BUG: 'fault',
};
/** Every code of its own that sync shows; others come from the cloud's own parts and count as `answer`. */
export const SYNC_CODES = Object.keys(BY_CODE);

export const syncTroubleOf = (code: string): SyncTrouble => BY_CODE[code] ?? 'answer';

/** Long enough to be worth the wait that checking it costs. */
export const SHORTEST_FILE_PASSPHRASE = 12;
const LARGEST_WORK_FILE = 64_000_000;
const fileName = z.string().min(1).max(120);

export const supportFileSchema = z.strictObject({ fileName });
export const saveWaitingSchema = z.strictObject({
  fileName,
  passphrase: z.string().min(SHORTEST_FILE_PASSPHRASE).max(200),
});
export const bringBackSchema = z.strictObject({
  bytes: z.custom<Uint8Array>(
    (bytes) => bytes instanceof Uint8Array && bytes.byteLength <= LARGEST_WORK_FILE,
    'bytes, not too many',
  ),
  passphrase: z.string().min(1).max(200),
});

/** `known`: work of the file that this PC has already, waiting or decided. */
export type BroughtBack = { readonly work: number; readonly known: number };
