import type { Instant } from '../../base/time.ts';
import type { RejectionCode, RejectionDetail } from '../../domain/command.ts';
import type { CommandName } from '../../domain/registry.ts';
import type { FoundSlot } from './slots.ts';

/** A refused command, or one that will be refused, in the words that a screen needs. */
export type RefusedItem = {
  readonly id: string;
  readonly command: CommandName | string;
  readonly code: RejectionCode | string;
  readonly detail: RejectionDetail;
  readonly args: Readonly<Record<string, unknown>>;
  readonly actor: string | null;
  readonly device: string | null;
  readonly at: Instant;
};

/** Work that rested on refused work and was refused with it. `resolving`: an answer to it waits for the cloud. */
export type DependentItem = RefusedItem & { readonly state: 'open' | 'resolving' };

export type ConflictItem = RefusedItem & {
  /**
   * `resolving`: an answer waits for the cloud. `closed` and `dismissed`: finished, and listed for the sake of those that
   * followed from it and still wait for a person.
   */
  readonly state: 'open' | 'resolving' | 'closed' | 'dismissed';
  /** In the order in which they were given. */
  readonly dependents: readonly DependentItem[];
  /** What was wanted, readable: client, service, person, time; null where the command has none. */
  readonly mine: {
    readonly locationId: string;
    readonly timeZone: string;
    readonly clientId: string | null;
    readonly clientName: string | null;
    readonly serviceId: string;
    readonly serviceName: string;
    readonly staffId: string;
    readonly staffName: string;
    readonly startsAt: Instant;
    readonly endsAt: Instant;
  } | null;
  /** What stands in the way now, if it is on this desk. */
  readonly theirs: {
    readonly appointmentId: string;
    readonly clientName: string | null;
    readonly serviceName: string;
    readonly staffName: string;
    readonly startsAt: Instant;
    readonly endsAt: Instant;
    readonly bookedBy: string | null;
    readonly bookedAt: string | null;
  } | null;
  /** A row that somebody else changed first: the facts that clash, in both versions. Null for any other refusal. */
  readonly changed: {
    readonly table: string;
    readonly id: string;
    readonly name: string | null;
    readonly columns: readonly {
      readonly column: string;
      readonly mine: unknown;
      readonly theirs: unknown;
    }[];
    readonly by: string | null;
    readonly device: string | null;
    readonly at: Instant | null;
  } | null;
  /** The next times for the whole visit, the best first: its own people before others. */
  readonly slots: readonly FoundSlot[];
};

/** What would happen if everything that waits were sent now. `changes` is the sum of the three others. */
export type Rehearsal = {
  readonly changes: number;
  readonly goThrough: number;
  /** Refused as things stand, and for a person to decide. */
  readonly clashes: number;
  /** The same, and a person has decided. */
  readonly decided: number;
  readonly items: readonly ConflictItem[];
};
