import type { CloudCheck, CloudProblem } from '../contracts/account-port.ts';
import type { CloudAddress } from './supabase-client.ts';

/** A token that no invitation has: a cloud of the console's knows that and says so. */
const NOBODYS_TOKEN = 'check';

/**
 * Asks an address whether it is a cloud of the console's, with one harmless call. What it answers tells apart: nobody
 * there, something else there, a Supabase project that refuses the key, one without the console's functions.
 */
export async function checkCloud(address: CloudAddress, request: typeof fetch): Promise<CloudCheck> {
  const problem = (kind: CloudProblem, message: string): CloudCheck => ({
    ok: false,
    problem: kind,
    message,
  });
  let response: Response;
  let body: { readonly code?: unknown; readonly message?: unknown } | null;
  try {
    response = await request(`${address.url}/rest/v1/rpc/invitation_look`, {
      method: 'POST',
      headers: {
        apikey: address.publishableKey,
        Authorization: `Bearer ${address.publishableKey}`,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ req: { token: NOBODYS_TOKEN } }),
      // A redirect is some other place's page, never an interface of Supabase.
      redirect: 'manual',
    });
  } catch (cause) {
    return problem(isAboutCertificate(cause) ? 'untrusted' : 'unreachable', reasonOf(cause));
  }
  try {
    body = (await response.json()) as typeof body;
  } catch {
    body = null;
  }
  const code = typeof body?.code === 'string' ? body.code : '';
  const message = typeof body?.message === 'string' ? body.message : '';
  const said = `${String(response.status)} ${code} ${message}`.slice(0, 200);
  const date = Date.parse(response.headers.get('date') ?? '');
  if (/^SY42\d$/.test(message)) return { ok: true, now: Number.isNaN(date) ? null : date };
  if (response.status === 401 && (/api ?key|jwt/i.test(message) || /^PGRST30\d$/.test(code))) {
    return problem('key_refused', said);
  }
  // No such function, or one that nobody may call: the project is there and was not prepared, or only half.
  if (/^PGRST\d{3}$/.test(code) || code === '42501') return problem('not_prepared', said);
  if (response.status === 429 || response.status >= 502) return problem('busy', said);
  return problem('not_a_cloud', said);
}

/** What lies at the bottom of a failed request; the library wraps it. */
function reasonOf(cause: unknown): string {
  let bottom = cause;
  while (bottom instanceof Error && bottom.cause !== undefined) bottom = bottom.cause;
  const { code, message } = (bottom ?? {}) as { code?: unknown; message?: unknown };
  return typeof code === 'string' ? code : String(message ?? bottom);
}

const isAboutCertificate = (cause: unknown): boolean =>
  /CERT|SIGNATURE|ISSUER|SELF_SIGNED|ERR_TLS|ERR_SSL|EPROTO/.test(reasonOf(cause));
