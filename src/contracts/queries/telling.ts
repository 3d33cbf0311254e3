import { z } from 'zod';
import type { Instant } from '../../base/time.ts';
import type { ClientLanguage, MessageKind } from '../../domain/clients/message-text.ts';
import type { TellingChannel } from '../../domain/clients/telling-commands.ts';
import type { KnownVisit } from '../../domain/scheduling/client-knows.ts';
import { idSchema } from '../../domain/schemas.ts';

/** A visit as somebody is told of it, with the names that go with it. */
export type VisitInWords = KnownVisit & { readonly staffNames: readonly string[] };

/** Somebody told a client, or tried to. */
export type TellingItem = {
  readonly id: string;
  readonly appointmentId: string;
  readonly channel: TellingChannel;
  readonly outcome: 'told' | 'no_answer';
  /** What was said. */
  readonly told: KnownVisit;
  readonly timeZone: string;
  readonly at: Instant;
  readonly actor: string | null;
  readonly pending: boolean;
};

/** A client who believes something else of a visit than what stands. */
export type ToTellItem = {
  readonly appointmentId: string;
  readonly locationName: string;
  readonly timeZone: string;
  readonly client: {
    readonly id: string;
    readonly name: string;
    readonly phone: string | null;
    readonly email: string | null;
    readonly language: string | null;
  };
  readonly services: readonly string[];
  readonly kind: MessageKind;
  readonly knows: VisitInWords;
  readonly stands: VisitInWords;
  /** Until then it has to be told: the sooner of both times that is still ahead. */
  readonly dueAt: Instant;
  /** Calls in vain since the client was last told something, newest first. */
  readonly attempts: readonly TellingItem[];
  readonly pending: boolean;
};

export type MessageTemplate = {
  readonly id: string;
  readonly kind: MessageKind;
  readonly language: ClientLanguage;
  readonly body: string;
  readonly pending: boolean;
};

export const TELLING_QUERY_PARAMS = {
  toTell: z.strictObject({}),
  visitTelling: z.strictObject({ appointmentId: idSchema }),
  messageTemplates: z.strictObject({}),
} as const;

export type TellingQueryResults = {
  /** The most urgent first. */
  readonly toTell: readonly ToTellItem[];
  readonly visitTelling: { readonly toTell: ToTellItem | null; readonly tellings: readonly TellingItem[] };
  readonly messageTemplates: {
    readonly own: readonly MessageTemplate[];
    readonly businessName: string;
    /** Of the business: for clients who named none. */
    readonly language: string;
  };
};
