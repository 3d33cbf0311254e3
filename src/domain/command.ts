import type { z } from 'zod';
import type { Instant } from '../base/time.ts';
import type { Result } from '../base/result.ts';
import type { Row, RowValues, TableName } from './tables.ts';

/** Roles of a tenant's members, and of the platform's own staff. */
export const TENANT_ROLES = ['owner', 'manager', 'front_desk'] as const;
export const PLATFORM_ROLES = ['support', 'operations'] as const;
export type TenantRole = (typeof TENANT_ROLES)[number];
export type PlatformRole = (typeof PLATFORM_ROLES)[number];
export type Role = TenantRole | PlatformRole;

/** Who does it, where and when. `at` is the corrected time at which the person acted. */
export type CommandContext = {
  readonly tenantId: string;
  readonly actorId: string;
  readonly deviceId: string;
  readonly role: Role;
  readonly at: Instant;
};

/** What rules may read. The replica answers from SQLite, tests from a map; deleted rows are never returned. */
export type RowReader = {
  readonly get: <T extends TableName>(table: T, id: string) => Row<T> | undefined;
  readonly find: <T extends TableName>(table: T, where: Partial<Row<T>>) => readonly Row<T>[];
  /** Active holds on a person, room or piece of equipment that overlap [from, to). */
  readonly activeHolds: (resourceId: string, from: Instant, to: Instant) => readonly Row<'hold'>[];
};

/** What a command changes. Inserts carry all business columns, updates only those that change. */
export type RowChange = {
  [T in TableName]:
    | { readonly op: 'insert'; readonly table: T; readonly id: string; readonly values: RowValues<T> }
    | {
        readonly op: 'update';
        readonly table: T;
        readonly id: string;
        readonly values: Partial<RowValues<T>>;
      }
    | { readonly op: 'delete'; readonly table: T; readonly id: string };
}[TableName];

/** Codes that both the TypeScript rules and the SQL functions answer; stable, shown small at the end of a text. */
export const REJECTION_CODES = [
  'overlap', // a person, room or piece of equipment is taken
  'stale', // the row changed since the screen showed it
  'transition', // the status cannot follow
  'not_found',
  'forbidden', // above this role
  'invalid', // arguments that no rule accepts
  'duplicate', // the id is in use
  'paid', // a paid appointment is not cancelled or deleted
  'unknown_command',
  'no_consent', // the client has not agreed to what would be written down
  'immutable', // e.g. another location
  'stale_version', // a command version that the cloud no longer accepts
  'own_role', // nobody changes their own role or shuts themselves out
  'last_owner', // an owner who can sign in always remains
  'resolved', // somebody else has finished the conflict that this answers
  'in_use', // visits to come or people still hang on it
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

/** Why a command was refused, with what a screen needs to explain it. */
export type Rejection = { readonly code: RejectionCode; readonly detail: RejectionDetail };

/**
 * `holds`: ids and times of what is in the way. `columns`: names of the stale ones, `changed_by`, `changed_on` and
 * `changed_at`: the member, the device and the moment of the change that came first, where the cloud knows them.
 * `count`: how many rows of `table` still hang on it. No personal data.
 */
export type RejectionDetail = {
  readonly message?: string;
  readonly holds?: readonly {
    readonly resource_id: string;
    readonly appointment_id: string;
    readonly starts_at: Instant;
    readonly ends_at: Instant;
  }[];
  readonly table?: string;
  readonly id?: string;
  readonly columns?: readonly string[];
  readonly changed_by?: string | null;
  readonly changed_on?: string | null;
  readonly changed_at?: Instant | null;
  readonly count?: number;
  readonly from?: string;
  readonly to?: string;
};

export type Decision = Result<readonly RowChange[], Rejection>;

/**
 * A named, versioned command: a schema and a pure rule. The rule repeats the server's hard rules for the instant
 * answer; the server decides again. It never throws for bad business input.
 */
export type CommandSpec<Name extends string = string, Schema extends z.ZodType = z.ZodType> = {
  readonly name: Name;
  readonly version: number;
  readonly schema: Schema;
  readonly roles: readonly Role[];
  /**
   * Columns of existing rows that the decision rests on, by table; their values when decided travel as `base`
   * and are compared by the server with IS NOT DISTINCT FROM.
   */
  readonly base: (args: z.infer<Schema>) => readonly BaseClaim[];
  readonly decide: (read: RowReader, args: z.infer<Schema>, context: CommandContext) => Decision;
};

export type BaseClaim = {
  readonly [T in TableName]: {
    readonly table: T;
    readonly id: string;
    readonly columns: readonly (keyof RowValues<T> & string)[];
  };
}[TableName];

/** `{table: {id: {column: value}}}` as it travels. */
export type Base = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

export const defineCommand = <Name extends string, Schema extends z.ZodType>(
  spec: CommandSpec<Name, Schema>,
): CommandSpec<Name, Schema> => spec;

export const rejection = (code: RejectionCode, detail: RejectionDetail = {}): Rejection => ({ code, detail });
