import { z } from 'zod';
import { idSchema, nameSchema } from '../domain/schemas.ts';
import type { Instant } from '../base/time.ts';
import { type Rejection, type Role, TENANT_ROLES, type TenantRole } from '../domain/command.ts';
import type { DeskErrorCode } from './desk-errors.ts';
import {
  bringBackSchema,
  type BroughtBack,
  type Diagnosis,
  saveWaitingSchema,
  supportFileSchema,
} from './diagnosis.ts';
import type { ChangeNotice, SyncState } from './ports.ts';
import type { DeviceClass } from './queries/devices.ts';
import type { QueryName, QueryParams, QueryResults } from './queries.ts';
import {
  csvFormSchema,
  type CsvForm,
  type CsvSource,
  exportChoicesSchema,
  type ExportChoices,
  type ExportSummary,
  type FileTicket,
  importChoicesSchema,
  type ImportChoices,
  type ImportFile,
  importFileSchema,
  type ImportPreview,
  type ImportSource,
  problemWordsSchema,
  type WorkProgress,
} from './transfer.ts';
import type { HealthReply } from './wire.ts';

/**
 * The link between the page and the desk (a MessagePort, carried by birpc). Every argument is parsed by its schema on
 * arrival; every call has a deadline. A test hashes the schemas: a change needs a new DESK_PROTOCOL.
 */
export const DESK_PROTOCOL = 3;

/** Why a call did not do what was asked; `code` is stable, the texts live in the catalogues under `errors.<code>`. */
export type CallFailure = {
  readonly code: DeskErrorCode;
  /** For logs and support: English, without personal data. */
  readonly message: string;
  readonly rejection?: Rejection;
};

export type CallResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: CallFailure };

export type PersonOnPc = {
  readonly memberId: string;
  readonly name: string;
  readonly role: Role;
  readonly hasPin: boolean;
  /** Days until the PIN needs a sign-in online; null while far off. */
  readonly pinDaysLeft: number | null;
  /** Until when the PIN alone is enough; null without a PIN. */
  readonly pinUntil: Instant | null;
};

/** Asked of an owner or manager who signs in on a PC that is not one of the business's yet. */
export type EnrolmentQuestion = {
  readonly scopeName: string;
  readonly personName: string;
  readonly suggestedName: string;
  /** Names of the business's other PCs. */
  readonly takenNames: readonly string[];
  readonly locations: readonly { readonly id: string; readonly name: string }[];
};

/** What the cloud knows of a PC from the last time that it heard of it. Times are the screen's. */
export type DeviceContact = {
  readonly deviceId: string;
  readonly lastContact: Instant;
  readonly person: string | null;
  /** Version of the console and of the schema it was built for. */
  readonly app: string | null;
  readonly schema: number | null;
  /** Changes that it had not sent by then; null when it did not say. */
  readonly waiting: number | null;
};

export type SessionState = {
  readonly phase: 'opening' | 'signed_out' | 'enrolling' | 'pin_needed' | 'signed_in' | 'locked';
  /** In the phase `enrolling` alone. */
  readonly enrolment: EnrolmentQuestion | null;
  readonly scope: { readonly id: string; readonly name: string; readonly platform: boolean } | null;
  readonly person: PersonOnPc | null;
  /** Null until a first start has been told of one. `changeable`: nothing is enrolled here yet. */
  readonly cloud: { readonly url: string; readonly changeable: boolean } | null;
  /** People who may switch in by PIN on this PC. */
  readonly people: readonly PersonOnPc[];
  readonly deviceName: string | null;
  readonly demo: {
    readonly signIns: readonly { readonly role: string; readonly label: string; readonly email: string }[];
    readonly pin: string;
  } | null;
  /** The key file is not protected by the operating system: a permanent banner says so. */
  readonly unprotectedKey: boolean;
  /** The moment that screens take as now: corrected, and moved to a trading hour in the demo. Epoch ms offset. */
  readonly clockOffsetMs: number;
  readonly readOnly: null | 'pin_expired' | 'disk_full' | 'device_refused';
};

export type SyncStatus = {
  readonly state: SyncState;
  readonly online: boolean;
  /** When the data of this desk was last known to be complete; null before the first sync. */
  readonly completeTo: Instant | null;
  readonly pending: number;
  readonly conflicts: number;
  /** Of what is being fetched: rows so far, all if known, the speed of the last seconds, and the time left. */
  readonly progress: {
    readonly rows: number;
    readonly ofRows: number | null;
    readonly rowsPerSecond: number | null;
    readonly secondsLeft: number | null;
  } | null;
  readonly lastError: { readonly code: string; readonly at: Instant } | null;
  /** After a long absence nothing is sent until then, or until a person has looked at what would clash. */
  readonly hold: { readonly until: Instant; readonly clashes: number } | null;
  /** Demo: the cable that can be pulled. */
  readonly cable: boolean;
};

export const signInSchema = z.strictObject({
  email: z.string().trim().min(3).max(200),
  password: z.string().min(1).max(200),
});
export const pinSchema = z.string().regex(/^\d{4,6}$/);
const passwordSchema = z.string().min(1).max(200);
const codeSchema = z.string().trim().min(1).max(20);

const whichCloudSchema = z.union([
  z.strictObject({ link: z.string().max(4_000) }),
  z.strictObject({ url: z.string().max(300), publishableKey: z.string().max(1_000) }),
]);
export type WhichCloud = z.infer<typeof whichCloudSchema>;

/** What a link or an address turned out to be. */
export type CloudChosen = {
  readonly url: string;
  readonly invitation: {
    readonly business: string;
    readonly name: string;
    readonly email: string;
    readonly role: TenantRole;
    readonly invitedBy: string | null;
  } | null;
};

const joinSchema = z.strictObject({
  link: z.string().max(4_000),
  password: passwordSchema,
  /** A new account, one that there is, or a new one with the code that confirms its address. */
  by: z.enum(['new', 'existing', 'code']),
  code: codeSchema.nullable(),
});
export type JoinArgs = z.infer<typeof joinSchema>;

const inviteSchema = z.union([
  z.strictObject({ name: nameSchema, email: z.email().max(254), role: z.enum(TENANT_ROLES) }),
  /** Renews one that is open. */
  z.strictObject({ id: idSchema }),
]);
export type InviteArgs = z.infer<typeof inviteSchema>;

export type InvitationItem = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: TenantRole;
  readonly invitedBy: string | null;
  readonly expiresAt: Instant;
};

const deviceNameSchema = z.string().trim().min(1).max(60);
const deviceLimitsShape = {
  /** null: all branches. */
  locationIds: z.array(idSchema).min(1).max(500).nullable(),
  classes: z.array(z.enum(['ledger', 'special'])),
};
export const enrolmentChoiceSchema = z.strictObject({ name: deviceNameSchema, ...deviceLimitsShape });
export type EnrolmentChoice = z.infer<typeof enrolmentChoiceSchema>;

const commandCallSchema = z.strictObject({
  name: z.string().max(60),
  args: z.record(z.string(), z.unknown()),
  /** The conflict that this command answers. */
  resolves: idSchema.nullable().optional(),
});

/** Schemas of the arguments, as tuples: what the desk parses before it does anything. */
export const DESK_CALLS = {
  'session.state': z.tuple([]),
  'session.signIn': z.tuple([signInSchema]),
  /** Demo: by role, without typing a password. */
  'session.demoSignIn': z.tuple([z.string().max(200)]),
  /** Answers the phase `enrolling`; a sign-out leaves it. */
  'session.enrol': z.tuple([enrolmentChoiceSchema]),
  'session.setPin': z.tuple([pinSchema]),
  'session.unlock': z.tuple([z.strictObject({ memberId: idSchema, pin: z.string().max(12) })]),
  'session.changePin': z.tuple([z.strictObject({ old: z.string().max(12), pin: pinSchema })]),
  'session.clearPin': z.tuple([idSchema]),
  'session.join': z.tuple([joinSchema]),
  'session.resetPassword': z.tuple([
    z.strictObject({ email: z.email().max(254), code: codeSchema, password: passwordSchema }),
  ]),
  'session.lock': z.tuple([]),
  'session.signOut': z.tuple([]),
  'cloud.choose': z.tuple([whichCloudSchema]),
  'password.request': z.tuple([z.email().max(254)]),
  'invitation.list': z.tuple([]),
  'invitation.create': z.tuple([inviteSchema]),
  'invitation.withdraw': z.tuple([idSchema]),
  query: z.tuple([z.string().max(40), z.record(z.string(), z.unknown())]),
  execute: z.tuple([z.array(commandCallSchema).min(1).max(5_000)]),
  'sync.status': z.tuple([]),
  'sync.now': z.tuple([]),
  'sync.release': z.tuple([]),
  /** UTC months, yyyymm. */
  'sync.fetchMonths': z.tuple([z.array(z.int().min(190_001).max(999_912)).min(1).max(40)]),
  'sync.setCable': z.tuple([z.boolean()]),
  'diagnosis.read': z.tuple([]),
  /** Compares this file with the cloud; what differs is fetched again. */
  'diagnosis.check': z.tuple([]),
  'diagnosis.supportFile': z.tuple([supportFileSchema]),
  'waiting.save': z.tuple([saveWaitingSchema]),
  'waiting.bringBack': z.tuple([bringBackSchema]),
  'flags.set': z.tuple([
    z.strictObject({
      flagId: idSchema,
      tenantId: idSchema,
      isOn: z.boolean().nullable(),
      expectedVersion: z.int().min(0),
      reason: z.string().trim().min(3).max(300),
    }),
  ]),
  'health.read': z.tuple([]),
  'devices.contacts': z.tuple([]),
  'devices.rename': z.tuple([z.strictObject({ deviceId: idSchema, name: deviceNameSchema })]),
  'devices.setScope': z.tuple([z.strictObject({ deviceId: idSchema, ...deviceLimitsShape })]),
  'devices.revoke': z.tuple([z.strictObject({ deviceId: idSchema })]),
  /** Lets main make a recovery code within the next minutes: for owners and managers, in their own session. */
  'devices.allowRecoveryCode': z.tuple([]),
  'import.read': z.tuple([importFileSchema]),
  'import.look': z.tuple([idSchema, csvFormSchema]),
  'import.preview': z.tuple([idSchema, importChoicesSchema]),
  'import.problems': z.tuple([idSchema, problemWordsSchema]),
  'import.commit': z.tuple([idSchema]),
  'import.cancel': z.tuple([idSchema]),
  'import.undo': z.tuple([idSchema]),
  'export.look': z.tuple([]),
  'export.start': z.tuple([exportChoicesSchema]),
} as const satisfies Record<string, z.ZodType>;

/** What the page calls. Names as in DESK_CALLS; each answers a CallResult and never throws over the port. */
export type DeskCalls = {
  'session.state': () => CallResult<SessionState>;
  'session.signIn': (args: z.infer<typeof signInSchema>) => CallResult<SessionState>;
  'session.demoSignIn': (email: string) => CallResult<SessionState>;
  'session.enrol': (choice: EnrolmentChoice) => CallResult<SessionState>;
  'session.setPin': (pin: string) => CallResult<SessionState>;
  'session.unlock': (args: { memberId: string; pin: string }) => CallResult<SessionState>;
  'session.changePin': (args: { old: string; pin: string }) => CallResult<SessionState>;
  'session.clearPin': (memberId: string) => CallResult<SessionState>;
  'session.join': (args: JoinArgs) => CallResult<SessionState>;
  'session.resetPassword': (args: {
    email: string;
    code: string;
    password: string;
  }) => CallResult<SessionState>;
  'session.lock': () => CallResult<SessionState>;
  'session.signOut': () => CallResult<SessionState>;
  'cloud.choose': (which: WhichCloud) => CallResult<CloudChosen>;
  'password.request': (email: string) => CallResult<null>;
  'invitation.list': () => CallResult<readonly InvitationItem[]>;
  'invitation.create': (
    args: InviteArgs,
  ) => CallResult<{ readonly link: string; readonly expiresAt: Instant }>;
  'invitation.withdraw': (id: string) => CallResult<null>;
  query: <Q extends QueryName>(name: Q, params: QueryParams<Q>) => CallResult<QueryResults[Q]>;
  execute: (commands: readonly CommandCall[]) => CallResult<ChangeNotice>;
  'sync.status': () => CallResult<SyncStatus>;
  'sync.now': () => CallResult<SyncStatus>;
  /** What would clash has been looked at: what waits goes out now. */
  'sync.release': () => CallResult<SyncStatus>;
  /** A screen shows months that are not here: they are fetched next. What is here already is not asked for. */
  'sync.fetchMonths': (months: readonly number[]) => CallResult<SyncStatus>;
  'sync.setCable': (connected: boolean) => CallResult<SyncStatus>;
  'diagnosis.read': () => CallResult<Diagnosis>;
  'diagnosis.check': () => CallResult<null>;
  /** What waits and what was refused, without anything that says who anybody is: for support. */
  'diagnosis.supportFile': (args: z.infer<typeof supportFileSchema>) => CallResult<FileTicket>;
  /** What waits, whole, sealed by a passphrase: for the business alone, to be brought back on another PC. */
  'waiting.save': (args: z.infer<typeof saveWaitingSchema>) => CallResult<FileTicket>;
  'waiting.bringBack': (args: z.infer<typeof bringBackSchema>) => CallResult<BroughtBack>;
  'flags.set': (args: {
    flagId: string;
    tenantId: string;
    isOn: boolean | null;
    expectedVersion: number;
    reason: string;
  }) => CallResult<null>;
  'health.read': () => CallResult<HealthReply>;
  'devices.contacts': () => CallResult<readonly DeviceContact[]>;
  'devices.rename': (args: { deviceId: string; name: string }) => CallResult<null>;
  'devices.setScope': (args: {
    deviceId: string;
    locationIds: string[] | null;
    classes: DeviceClass[];
  }) => CallResult<null>;
  'devices.revoke': (args: { deviceId: string }) => CallResult<null>;
  'devices.allowRecoveryCode': () => CallResult<null>;
  /** Reads a file; what it is and what was understood of it. One at a time: reading another forgets the first. */
  'import.read': (file: ImportFile) => CallResult<ImportSource>;
  /** Reads a list again, in another encoding, cut otherwise. */
  'import.look': (id: string, form: CsvForm) => CallResult<CsvSource>;
  'import.preview': (id: string, choices: ImportChoices) => CallResult<ImportPreview>;
  /** Everything that the last preview left out, as a list to mend. */
  'import.problems': (id: string, words: z.infer<typeof problemWordsSchema>) => CallResult<FileTicket>;
  /** Writes what the last preview showed: one transaction, one group. */
  'import.commit': (id: string) => CallResult<{ readonly importId: string; readonly rows: number }>;
  /** Forgets a file, whatever is being done with it, until it is being written. */
  'import.cancel': (id: string) => CallResult<null>;
  'import.undo': (importId: string) => CallResult<null>;
  'export.look': () => CallResult<ExportSummary>;
  /** Makes a file ready for main to save; its bytes are made while it is being written. */
  'export.start': (choices: ExportChoices) => CallResult<FileTicket>;
};

export type CommandCall = {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly resolves?: string | null;
};

/** What the desk tells every open page. */
export type PageEvents = {
  changed: (notice: ChangeNotice) => void;
  syncStatus: (status: SyncStatus) => void;
  sessionState: (state: SessionState) => void;
  progress: (progress: WorkProgress) => void;
};
