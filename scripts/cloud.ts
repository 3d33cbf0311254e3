import { fstatSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCloud } from './cloud/run-cloud.ts';
import type { CloudFacts } from './cloud/run-cloud.ts';

const USAGE = `npm run cloud -- [options]    the embedded cloud alone: PostgreSQL and its gateway

  --json         one line of JSON on stdout when it is ready; ends when stdin (a pipe) closes
  --data DIR     where the database and the keys live
  --port N       the gateway's port (54321; a busy one is replaced by a free one)
  --host ADDR    whom to listen to (127.0.0.1: this computer alone)
  --scale N      multiplies the demo's branches and staff (first start only)
  --seed N       the demo's seed (first start only)
  --no-demo      start empty, for a business of your own
  --migrations DIR  other migrations than the console's own; for tests
`;

function defaultDataDir(): string {
  const base = process.env['XDG_DATA_HOME'] ?? path.join(homedir(), '.local', 'share');
  return path.join(base, 'appointmentbooking', 'cloud');
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new Error(`--${name} wants a whole number, not "${text}".`);
  return value;
}

/** /dev/null and a terminal never mean "the caller is gone"; the end of a pipe does. */
function stdinIsPipe(): boolean {
  try {
    const stdin = fstatSync(0);
    return stdin.isFIFO() || stdin.isSocket();
  } catch {
    return false;
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      data: { type: 'string' },
      port: { type: 'string', default: '54321' },
      host: { type: 'string', default: '127.0.0.1' },
      scale: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      migrations: { type: 'string' },
      'no-demo': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  // Before anything is started: whoever ends us while the database is being made leaves nothing behind either.
  const ending = new AbortController();
  const ended = new Promise<void>((resolve) =>
    ending.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  const end = (): void => ending.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  // Whoever read our lines may be gone; that is no reason to die with the database running.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  if (values.json && stdinIsPipe()) {
    process.stdin.on('end', end).on('close', end).on('error', end);
    process.stdin.resume();
  }

  const running = await runCloud({
    dataDir: path.resolve(values.data ?? defaultDataDir()),
    port: wholeNumber('port', values.port, 0),
    host: values.host,
    demo: values['no-demo']
      ? undefined
      : { scale: wholeNumber('scale', values.scale, 1), seed: wholeNumber('seed', values.seed, 0) },
    migrationsDir: values.migrations,
    say,
    ending: ending.signal,
  });
  if (!ending.signal.aborted) announce(running.facts, values.json);
  await ended;
  await running.stop();
}

function announce(facts: CloudFacts, asJson: boolean): void {
  if (asJson) {
    process.stdout.write(`${JSON.stringify(facts)}\n`);
    return;
  }
  const { url, publishableKey, databaseUrl, demo } = facts;
  console.log(
    `The cloud is running. Ctrl-C stops it.\n  address         ${url}\n  publishable key ${publishableKey}\n  database        ${databaseUrl}`,
  );
  for (const person of demo?.signIns ?? [])
    console.log(`  demo ${person.label.padEnd(11)} ${person.email} / ${person.password}`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
// A pipe that is still open must not keep an ended cloud's process.
process.exit();
