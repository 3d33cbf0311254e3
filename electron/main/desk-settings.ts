import { cloudOrigin } from '../../src/contracts/cloud-address.ts';
import type { DeskInit } from '../../src/contracts/main-api.ts';
import { needsOwnSqliteBinding } from './sqlite-choice.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says about the cloud, the demo and SQLite. Starts by hand use it too, so it is checked. */
export type DeskSettings = Pick<DeskInit, 'cloud' | 'cloudFixed' | 'demo' | 'nativeBinding'> & {
  /** Demo and tests: the key may lie in a file. */
  readonly keyFileAllowed: boolean;
};

/**
 * Reads CONSOLE_CLOUD_URL, CONSOLE_CLOUD_KEY, CONSOLE_DEMO (JSON of DeskInit.demo), CONSOLE_KEY ('file') and
 * CONSOLE_SQLITE_BINDING; `packedBinding` is the SQLite that a packed console carries for an old runtime. Throws RangeError with a sentence for the person when one of them makes no sense.
 */
export function deskSettings(
  environment: Environment,
  nodeApi: string | undefined,
  packedBinding: string | null = null,
): DeskSettings {
  const demo = demoFrom(environment['CONSOLE_DEMO']);
  const cloud = cloudFrom(environment);
  return {
    cloud,
    cloudFixed: cloud !== null,
    demo,
    nativeBinding: bindingFrom(environment, nodeApi, packedBinding),
    keyFileAllowed: demo !== null || environment['CONSOLE_KEY'] === 'file',
  };
}

function cloudFrom(environment: Environment): DeskInit['cloud'] {
  const address = environment['CONSOLE_CLOUD_URL'];
  const publishableKey = environment['CONSOLE_CLOUD_KEY'];
  if (!address) return null;
  const origin = cloudOrigin(address);
  if (!origin.ok) {
    throw new RangeError('CONSOLE_CLOUD_URL must be an https address (http only on this machine).');
  }
  if (!publishableKey) throw new RangeError('CONSOLE_CLOUD_KEY (the publishable key) is missing.');
  return { url: origin.url, publishableKey };
}

/** The cloud that an earlier first start was told of; null where there is none, or where the file was tampered with. */
export function storedCloud(settings: unknown): DeskInit['cloud'] {
  const { cloud } = (settings ?? {}) as { readonly cloud?: unknown };
  const { url, publishableKey } = (cloud ?? {}) as {
    readonly url?: unknown;
    readonly publishableKey?: unknown;
  };
  if (typeof url !== 'string' || typeof publishableKey !== 'string' || publishableKey === '') return null;
  const origin = cloudOrigin(url);
  return origin.ok ? { url: origin.url, publishableKey } : null;
}

function demoFrom(json: string | undefined): DeskInit['demo'] {
  if (!json) return null;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new RangeError('CONSOLE_DEMO is not JSON.');
  }
  const { signIns, now } = (value ?? {}) as { signIns?: unknown; now?: unknown };
  if (!Number.isSafeInteger(now) || !Array.isArray(signIns)) {
    throw new RangeError('CONSOLE_DEMO needs "now" (epoch milliseconds) and "signIns".');
  }
  return { now: now as number, signIns: signIns.map(demoSignIn) };
}

function demoSignIn(value: unknown): NonNullable<DeskInit['demo']>['signIns'][number] {
  const { role, label, email, password } = (value ?? {}) as Record<string, unknown>;
  const texts = [role, label, email, password];
  if (!texts.every((text) => typeof text === 'string')) {
    throw new RangeError('Each of the signIns in CONSOLE_DEMO needs role, label, email and password.');
  }
  return { role: String(role), label: String(label), email: String(email), password: String(password) };
}

function bindingFrom(
  environment: Environment,
  nodeApi: string | undefined,
  packedBinding: string | null,
): string | null {
  if (!needsOwnSqliteBinding(nodeApi)) return null;
  const binding = environment['CONSOLE_SQLITE_BINDING'] ?? packedBinding;
  if (!binding) {
    throw new RangeError(
      'This Electron needs an SQLite built for it: start with "npm start", which builds it once, or set CONSOLE_SQLITE_BINDING.',
    );
  }
  return binding;
}
