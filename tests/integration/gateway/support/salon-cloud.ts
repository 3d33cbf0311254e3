import { fileURLToPath } from 'node:url';
import { createClient } from '@supabase/supabase-js';
import type { SupabaseClient } from '@supabase/supabase-js';
import { startTestCloud } from '../../../fixtures/cloud.ts';
import type { TestCloud, TestCloudOptions } from '../../../fixtures/cloud.ts';

export const MIGRATIONS = fileURLToPath(new URL('../migrations/', import.meta.url));
export const PASSWORD = 'korrekt-horse-9';

export function startSalonCloud(options: TestCloudOptions = {}): Promise<TestCloud> {
  return startTestCloud({ migrationsDir: MIGRATIONS, ...options });
}

/** The real client, without timers that would outlive a test. */
export function clientOf(cloud: { readonly url: string }, key: string): SupabaseClient {
  return createClient(cloud.url, key, { auth: { autoRefreshToken: false, persistSession: false } });
}

export async function signedInClient(cloud: TestCloud, email: string): Promise<SupabaseClient> {
  const client = clientOf(cloud, cloud.publishableKey);
  const { error } = await client.auth.signInWithPassword({ email, password: PASSWORD });
  if (error) throw error;
  return client;
}

export type RawAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
};

/** A request as no well-behaved client would send it. */
export async function raw(
  cloud: TestCloud,
  path: string,
  init: RequestInit & { readonly bearer?: string | undefined } = {},
): Promise<RawAnswer> {
  const response = await fetch(cloud.url + path, {
    ...init,
    headers: {
      apikey: cloud.publishableKey,
      authorization: `Bearer ${init.bearer ?? cloud.publishableKey}`,
      ...(init.body === undefined || init.body === null ? {} : { 'content-type': 'application/json' }),
      ...(init.headers as Record<string, string> | undefined),
    },
  });
  const text = await response.text();
  let body: Record<string, unknown> = {};
  try {
    body = JSON.parse(text) as Record<string, unknown>;
  } catch {
    // left empty: the test then shows the text
  }
  return { status: response.status, headers: response.headers, text, body };
}
