import { z } from 'zod';
import { idSchema, instantSchema } from '../domain/schemas.ts';

/**
 * What a desk and the cloud say to each other: arguments and answers of the sync functions. Each function takes one
 * json argument `req` and returns one json value. A test hashes these shapes: a change needs a new WIRE_VERSION.
 */
export const WIRE_VERSION = 3;

/** The schema that this desk was built for; the cloud answers `min_schema` and refuses older ones. */
export const DESK_SCHEMA = 1;

/** At most this many mutations a push: beyond 64 subtransactions Postgres slows down. */
export const MAX_BATCH = 50;

/** Of the work that a mutation rests on, the newest so many are named. */
export const MAX_FOLLOWS = 20;

/** Every call proves the device as well as the signed-in person (whose JWT rides in the header). */
const deviceProof = { device_id: idSchema, device_secret: z.string().min(20).max(200) };

/** `{table: {id: {column: value}}}`: what the decision rested on. */
const baseSchema = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())));

export const mutationSchema = z.strictObject({
  /** Position in this replica's outbox for the scope, from 1, without gaps. */
  id: z.int().min(1),
  /** Identity for ever: a renumbered or resent mutation keeps it. */
  uuid: idSchema,
  name: z.string().max(60),
  v: z.int().min(1),
  args: z.record(z.string(), z.unknown()),
  base: baseSchema,
  /** Member who did it, and when by the corrected clock (epoch ms). */
  actor: idSchema,
  at: instantSchema,
  /** The conflict that this mutation answers; it closes when the mutation is applied. */
  resolves: idSchema.nullable(),
  /** Waiting work of the same desk that it rests on, by uuid: if that is refused, so is this, and listed under it. */
  follows: z.array(idSchema).min(1).max(MAX_FOLLOWS).optional(),
});
export type Mutation = z.infer<typeof mutationSchema>;

export const helloRequestSchema = z.strictObject({
  ...deviceProof,
  scope: idSchema,
  client_id: idSchema,
  schema: z.int(),
  /** For the list of the business's PCs: the console's version, and the number of the newest mutation kept here. */
  app: z.string().max(40).optional(),
  queued: z.int().min(0).optional(),
});
export const helloReplySchema = z.object({
  epoch: z.string(),
  head: z.int(),
  lmid: z.int(),
  min_schema: z.int(),
  scope_v: z.string(),
  /** What this PC may hold: null means all branches. Absent in clouds that reset a changed device scope. */
  holds: z.object({ locations: z.array(idSchema).nullable(), classes: z.array(z.string()) }).optional(),
  now: instantSchema,
});
export type HelloRequest = z.infer<typeof helloRequestSchema>;
export type HelloReply = z.infer<typeof helloReplySchema>;

export const pushRequestSchema = z.strictObject({
  ...deviceProof,
  scope: idSchema,
  client_id: idSchema,
  schema: z.int(),
  mutations: z.array(mutationSchema).min(1).max(MAX_BATCH),
});
/** A hint only: verdicts come with a pull. */
export const pushReplySchema = z.object({ lmid: z.int(), version: z.int() });
export type PushRequest = z.infer<typeof pushRequestSchema>;
export type PushReply = z.infer<typeof pushReplySchema>;

/** (row_version, table_no, row id) of the last row sent; the first pull starts at [0, 0, nil uuid]. */
export const cursorSchema = z.tuple([z.int().min(0), z.int().min(0), z.string().length(36)]);
export type Cursor = z.infer<typeof cursorSchema>;
export const CURSOR_START: Cursor = [0, 0, '00000000-0000-0000-0000-000000000000'];

export const pullRequestSchema = z.strictObject({
  ...deviceProof,
  scope: idSchema,
  client_id: idSchema,
  epoch: z.string(),
  scope_v: z.string(),
  since: cursorSchema,
  /** The last own mutation whose verdict is safely stored here. */
  ack: z.int().min(0),
  limit: z.int().min(1).max(5_000),
});
export const verdictSchema = z.object({
  id: z.int(),
  uuid: idSchema,
  status: z.enum(['applied', 'rejected']),
  code: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()).nullable(),
  version: z.int(),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** Columns named once, rows as arrays in that order. */
const rowPageShape = {
  cols: z.record(z.string(), z.array(z.string())),
  t: z.record(z.string(), z.array(z.array(z.unknown()))),
};
export const pullPageSchema = z.object({
  epoch: z.string(),
  head: z.int(),
  more: z.boolean(),
  next: cursorSchema,
  lmid: z.int(),
  results: z.array(verdictSchema),
  ...rowPageShape,
});
export const pullReplySchema = z.union([z.object({ reset: z.literal(true) }), pullPageSchema]);
export type PullRequest = z.infer<typeof pullRequestSchema>;
export type PullPage = z.infer<typeof pullPageSchema>;
export type PullReply = z.infer<typeof pullReplySchema>;

export const bootstrapRequestSchema = z.strictObject({
  ...deviceProof,
  scope: idSchema,
  table: z.string(),
  /** UTC month yyyymm of a bucketed table; null for the others. */
  bucket: z.int().nullable(),
  /** Instead of a month: what belongs to visits that begin from the first instant to before the second. */
  span: z.tuple([instantSchema, instantSchema]).optional(),
  /** Of tables with a location only these. */
  places: z.array(idSchema).optional(),
  after_id: idSchema.nullable(),
  limit: z.int().min(1).max(10_000),
});
export const bootstrapReplySchema = z.object({
  cols: z.array(z.string()),
  rows: z.array(z.array(z.unknown())),
  more: z.boolean(),
  /** The scope's head when this page was read. */
  head: z.int(),
  /** The device scope that it was given under. */
  scope_v: z.string().optional(),
});
export type BootstrapRequest = z.infer<typeof bootstrapRequestSchema>;
export type BootstrapReply = z.infer<typeof bootstrapReplySchema>;

/** Which months have rows in a scope: `sync_buckets {scope}`; so that a first sync knows how much there is. */
export const bucketsReplySchema = z.object({
  buckets: z.array(z.object({ bucket: z.int(), appointments: z.int() })),
});
export type BucketsReply = z.infer<typeof bucketsReplySchema>;

export const digestRequestSchema = z.strictObject({
  ...deviceProof,
  scope: idSchema,
  table: z.string(),
  /** UTC month yyyymm of a bucketed table; null for the others. */
  bucket: z.int().nullable(),
});
const hashSchema = z.string().regex(/^[0-9a-f]{16}$/);
/**
 * Live rows of a table (and month) in three figures: how many, the exclusive or of md5('id:row_version'), and that of
 * md5 of each row as a jsonb array of `cols`. Eight bytes of each, as hex.
 */
export const digestReplySchema = z.object({
  count: z.int().min(0),
  hash: hashSchema,
  contents: hashSchema,
  cols: z.array(z.string()),
  /** The scope's head when the rows were read. */
  head: z.int(),
});
export type DigestRequest = z.infer<typeof digestRequestSchema>;
export type DigestReply = z.infer<typeof digestReplySchema>;

/** `device_enrol {tenant, name, locations, classes}` by an owner or manager; the platform's staff enrol for platform. */
export const enrolRequestSchema = z.strictObject({
  scope: idSchema,
  name: z.string().trim().min(1).max(60),
  locations: z.array(idSchema).nullable(),
  classes: z.array(z.enum(['diary', 'ledger', 'special', 'platform'])),
});
export const enrolReplySchema = z.object({
  device_id: idSchema,
  /** Shown once; the cloud keeps only its hash. */
  device_secret: z.string(),
});
export type EnrolRequest = z.infer<typeof enrolRequestSchema>;
export type EnrolReply = z.infer<typeof enrolReplySchema>;

/** `device_choices {scope}`, before this PC holds anything of the business: its branches, and names that are taken. */
export const deviceChoicesReplySchema = z.object({
  locations: z.array(z.object({ id: idSchema, name: z.string() })),
  names: z.array(z.string()),
});
export type DeviceChoicesReply = z.infer<typeof deviceChoicesReplySchema>;

/** `device_contacts {scope}`: what the cloud knows of each PC that has said hello. */
export const deviceContactsReplySchema = z.object({
  now: instantSchema,
  contacts: z.array(
    z.object({
      device_id: idSchema,
      last_contact: instantSchema,
      person: z.string().nullable(),
      app: z.string().nullable(),
      schema: z.int().nullable(),
      /** Changes that it had not sent by then, as far as is known; later ones may have come on top. */
      waiting: z.int().nullable(),
    }),
  ),
});
export type DeviceContactsReply = z.infer<typeof deviceContactsReplySchema>;

/** `device_rename`, `device_scope`, `device_revoke`, by an owner or manager in their own session. */
export const deviceRenameRequestSchema = z.strictObject({
  scope: idSchema,
  device_id: idSchema,
  name: z.string().trim().min(1).max(60),
});
export const deviceScopeRequestSchema = z.strictObject({
  scope: idSchema,
  device_id: idSchema,
  locations: z.array(idSchema).min(1).nullable(),
  classes: z.array(z.enum(['diary', 'ledger', 'special'])),
});
export const deviceRevokeRequestSchema = z.strictObject({ scope: idSchema, device_id: idSchema });
export type DeviceRenameRequest = z.infer<typeof deviceRenameRequestSchema>;
export type DeviceScopeRequest = z.infer<typeof deviceScopeRequestSchema>;
export type DeviceRevokeRequest = z.infer<typeof deviceRevokeRequestSchema>;

/** `my_memberships {}`: where the signed-in person may work. Platform staff have the platform's scope. */
export const membershipsReplySchema = z.object({
  memberships: z.array(
    z.object({
      scope: idSchema,
      scope_name: z.string(),
      member_id: idSchema,
      member_name: z.string(),
      role: z.enum(['owner', 'manager', 'front_desk', 'support', 'operations']),
    }),
  ),
});
export type MembershipsReply = z.infer<typeof membershipsReplySchema>;

/** `flag_set`: written online against the version that the screen showed. Rejected with PT409 when it changed. */
export const flagSetRequestSchema = z.strictObject({
  ...deviceProof,
  flag_id: idSchema,
  tenant_id: idSchema,
  /** null takes the override away. */
  is_on: z.boolean().nullable(),
  /** row_version of the override shown; 0 when there was none. */
  expected_version: z.int().min(0),
  reason: z.string().trim().min(3).max(300),
});
export type FlagSetRequest = z.infer<typeof flagSetRequestSchema>;

/** One minute of the gateway's own figures, as `ops.record_sample` keeps it. */
export const metricSampleSchema = z.object({
  at: instantSchema,
  window_s: z.int(),
  latency_p50_ms: z.number().nullable(),
  latency_p95_ms: z.number().nullable(),
  requests: z.int(),
  errors: z.int(),
  pool_used: z.int(),
  pool_size: z.int(),
  pool_waiting: z.int(),
});
export type MetricSample = z.infer<typeof metricSampleSchema>;

/** `ops_health {}` for support and operations: samples of the last hour, open alerts, desks that fell silent. */
export const healthReplySchema = z.object({
  now: instantSchema,
  samples: z.array(metricSampleSchema),
  alerts: z.array(
    z.object({
      id: idSchema,
      severity: z.enum(['P1', 'P2', 'P3']),
      title: z.string(),
      source: z.string(),
      opened_at: instantSchema,
      acknowledged_at: instantSchema.nullable(),
      acknowledged_by: z.string().nullable(),
    }),
  ),
  desks: z.array(
    z.object({
      device_id: idSchema,
      device_name: z.string(),
      tenant_name: z.string(),
      last_contact: instantSchema.nullable(),
    }),
  ),
});
export type HealthReply = z.infer<typeof healthReplySchema>;
