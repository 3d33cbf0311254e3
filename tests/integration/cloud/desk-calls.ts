import { DAY, type Instant } from '../../../src/base/time.ts';
import { PLATFORM_SCOPE } from '../../../src/domain/tables.ts';
import { cutAt } from '../../fixtures/booking.ts';
import type { TestCloud } from '../../fixtures/cloud.ts';
import { type Device, newId, type Person, type TenantFixture } from '../../fixtures/tenant.ts';
import type { HelloReply, Mutation, PullPage, PullReply, PushReply } from '../../../src/contracts/wire.ts';

type ErrorBody = { readonly code: string; readonly message: string; readonly details: string };

export class CallRefused extends Error {
  override readonly name = 'CallRefused';
  readonly status: number;
  readonly body: ErrorBody;
  constructor(status: number, body: ErrorBody) {
    super(`${status} ${body.code} ${body.message} ${body.details}`);
    this.status = status;
    this.body = body;
  }
}

/** Signs in and returns a caller of the cloud's functions over HTTP; refusals are thrown as CallRefused. */
export async function signedIn(
  cloud: TestCloud,
  person: Pick<Person, 'email' | 'password'>,
): Promise<<T>(fn: string, req: unknown) => Promise<T>> {
  const answer = await fetch(`${cloud.url}/auth/v1/token?grant_type=password`, {
    method: 'POST',
    headers: { apikey: cloud.publishableKey, 'content-type': 'application/json' },
    body: JSON.stringify({ email: person.email, password: person.password }),
  });
  const session = (await answer.json()) as { access_token: string };
  return (fn, req) => callAs(cloud, session.access_token, fn, req);
}

/** `bearer` is a person's token, or one of the two keys: those stand for themselves. */
export async function callAs<T>(cloud: TestCloud, bearer: string, fn: string, req: unknown): Promise<T> {
  const answer = await fetch(`${cloud.url}/rest/v1/rpc/${fn}`, {
    method: 'POST',
    headers: {
      apikey: bearer === cloud.secretKey ? cloud.secretKey : cloud.publishableKey,
      authorization: `Bearer ${bearer}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ req }),
  });
  const body: unknown = await answer.json();
  if (!answer.ok) throw new CallRefused(answer.status, body as ErrorBody);
  return body as T;
}

export type Draft = Pick<Mutation, 'name' | 'args'> & Partial<Mutation>;

/** A desk as the cloud sees it: one client id, a queue, a cursor. Nothing is kept beyond that. */
export type WireDesk = {
  readonly clientId: string;
  readonly hello: () => Promise<HelloReply>;
  /** Numbers the drafts after what this desk sent, and sends them. */
  readonly push: (...drafts: readonly Draft[]) => Promise<PushReply>;
  readonly send: (mutations: readonly Mutation[]) => Promise<PushReply>;
  readonly number: (...drafts: readonly Draft[]) => readonly Mutation[];
  readonly pull: (more?: Readonly<Record<string, unknown>>) => Promise<PullPage>;
  readonly rawPull: (more?: Readonly<Record<string, unknown>>) => Promise<PullReply>;
  readonly call: <T>(fn: string, req?: Readonly<Record<string, unknown>>) => Promise<T>;
};

export async function openDesk(
  cloud: TestCloud,
  place: {
    readonly scope: string;
    readonly device: Device;
    readonly person: Person;
    readonly clientId?: string;
  },
): Promise<WireDesk> {
  const ask = await signedIn(cloud, place.person);
  const proof = {
    device_id: place.device.deviceId,
    device_secret: place.device.deviceSecret,
    scope: place.scope,
  };
  const clientId = place.clientId ?? newId();
  let sent = 0;
  let greeting: HelloReply | undefined;
  const desk: WireDesk = {
    clientId,
    hello: async () => {
      greeting = await ask<HelloReply>('sync_hello', { ...proof, client_id: clientId, schema: 1 });
      sent = Math.max(sent, greeting.lmid);
      return greeting;
    },
    number: (...drafts) =>
      drafts.map((draft) => ({
        id: (sent += 1),
        uuid: newId(),
        v: 1,
        base: {},
        actor: place.person.memberId,
        at: Date.now(),
        resolves: null,
        ...draft,
      })),
    send: (mutations) => ask<PushReply>('sync_push', { ...proof, client_id: clientId, schema: 1, mutations }),
    push: (...drafts) => desk.send(desk.number(...drafts)),
    rawPull: async (more = {}) => {
      const hello = greeting ?? (await desk.hello());
      return ask<PullReply>('sync_pull', {
        ...proof,
        client_id: clientId,
        epoch: hello.epoch,
        scope_v: hello.scope_v,
        since: [0, 0, '00000000-0000-0000-0000-000000000000'],
        ack: 0,
        limit: 5_000,
        ...more,
      });
    },
    pull: async (more) => {
      const page = await desk.rawPull(more);
      if ('reset' in page) throw new Error('the cloud asked for a reset');
      return page;
    },
    call: (fn, req = {}) => ask(fn, { ...proof, ...req }),
  };
  return desk;
}

export const tenantDesk = (
  cloud: TestCloud,
  tenant: TenantFixture,
  person = tenant.frontDesk,
): Promise<WireDesk> => openDesk(cloud, { scope: tenant.tenantId, device: tenant.device, person });

export const platformDesk = (
  cloud: TestCloud,
  person: Person & { readonly device: Device },
): Promise<WireDesk> => openDesk(cloud, { scope: PLATFORM_SCOPE, device: person.device, person });

/** Rows of a page as objects. */
export function rowsOf(page: PullPage, table: string): readonly Readonly<Record<string, unknown>>[] {
  const cols = page.cols[table] ?? [];
  return (page.t[table] ?? []).map((row) =>
    Object.fromEntries(cols.map((name, index) => [name, row[index]])),
  );
}

/** A one-line booking with the first person of the first branch. */
export const booking = (
  tenant: TenantFixture,
  startsAt: number,
  more?: Parameters<typeof cutAt>[2],
): Draft & { readonly args: { readonly id: string } } => ({
  name: 'appointment.book',
  args: cutAt(tenant, startsAt, more),
});

let day = Date.UTC(2026, 10, 24, 8, 0);
/** Each booking of a test file on a day of its own: ten o'clock in South Africa. */
export const nextDay = (): Instant => (day += DAY);

/** Status and body of the refusal that must come. */
export const refusal = async (work: Promise<unknown>): Promise<Pick<CallRefused, 'status' | 'body'>> =>
  work.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: CallRefused) => ({ status: error.status, body: error.body }),
  );
