import { z } from 'zod';
import type { Instant } from '../base/time.ts';
import type { TenantRole } from '../domain/command.ts';
import { TENANT_ROLES } from '../domain/command.ts';
import { idSchema, instantSchema } from '../domain/schemas.ts';
import type { RemoteResult, RemoteSession } from './ports.ts';

/** What a desk asks of the cloud's accounts and invitations, apart from the work of the diary. */

/** Where a cloud is, and the key that every desk may have. Neither is a secret. */
export type CloudPlace = { readonly url: string; readonly publishableKey: string };

export const invitationMadeSchema = z.object({
  id: idSchema,
  token: z.string().min(20).max(200),
  expires_at: instantSchema,
});
export const invitationListSchema = z.object({
  invitations: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      email: z.string(),
      role: z.enum(TENANT_ROLES),
      created_at: instantSchema,
      expires_at: instantSchema,
      invited_by: z.string().nullable(),
    }),
  ),
});
export const invitationSeenSchema = z.object({
  business: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(TENANT_ROLES),
  expires_at: instantSchema,
  invited_by: z.string().nullable(),
});
export const invitationAcceptedSchema = z.object({ scope: idSchema, member_id: idSchema });

export type InvitationSeen = z.infer<typeof invitationSeenSchema>;

/** Why an address and a key are not a cloud of the console's. */
export type CloudProblem =
  | 'unreachable' // no such host, or nobody answers
  | 'untrusted' // its certificate is not good
  | 'not_a_cloud' // something else answers
  | 'not_prepared' // Supabase, but the console's migrations have not run there
  | 'key_refused'
  | 'busy';

export type CloudCheck =
  | { readonly ok: true; /** The cloud's clock, to the second. */ readonly now: Instant | null }
  | { readonly ok: false; readonly problem: CloudProblem; readonly message: string };

/** `confirm`: the address has to be confirmed by e-mail first. `taken`: there is an account with this address. */
export type SignUpOutcome =
  | { readonly kind: 'session'; readonly session: RemoteSession }
  | { readonly kind: 'confirm' }
  | { readonly kind: 'taken' };

export type AccountPort = {
  readonly check: () => Promise<CloudCheck>;
  readonly signUp: (email: string, password: string) => RemoteResult<SignUpOutcome>;
  /** Sends a code by e-mail if there is such an account; the answer does not tell. */
  readonly requestCode: (email: string) => RemoteResult<null>;
  readonly useCode: (
    email: string,
    code: string,
    purpose: 'recovery' | 'signup',
  ) => RemoteResult<RemoteSession>;
  readonly setPassword: (session: RemoteSession, password: string) => RemoteResult<null>;
  readonly lookAtInvitation: (token: string) => RemoteResult<InvitationSeen>;
  readonly acceptInvitation: (
    session: RemoteSession,
    token: string,
  ) => RemoteResult<z.infer<typeof invitationAcceptedSchema>>;
  readonly listInvitations: (
    session: RemoteSession,
    scope: string,
  ) => RemoteResult<z.infer<typeof invitationListSchema>>;
  readonly createInvitation: (
    session: RemoteSession,
    scope: string,
    /** A person to invite, or the id of an invitation to renew. */
    whom:
      | { readonly name: string; readonly email: string; readonly role: TenantRole }
      | { readonly id: string },
  ) => RemoteResult<z.infer<typeof invitationMadeSchema>>;
  readonly withdrawInvitation: (session: RemoteSession, scope: string, id: string) => RemoteResult<null>;
  /** Pulls the cable by hand (demo and tests). */
  readonly setCable: (connected: boolean) => void;
};
