import { webcrypto } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { present } from '../../../src/base/assert.ts';
import { idsFrom } from '../../../src/base/ids.ts';
import type { CallResult } from '../../../src/contracts/desk-api.ts';
import type { ChangeNotice } from '../../../src/contracts/ports.ts';
import type { WorkProgress } from '../../../src/contracts/transfer.ts';
import type { CommandContext } from '../../../src/domain/command.ts';
import { openReader, type ReplicaReader } from '../../../src/replica/open-reader.ts';
import { openReplica } from '../../../src/replica/open-replica.ts';
import { CallRefused, expectedFailure } from '../call-failure.ts';
import type { ClerkCalls, ClerkEvents, ClerkSetup } from './clerk-contract.ts';
import { exportFile, summaryOf } from './export-job.ts';
import { createImportJob } from './import-job.ts';

/** Entry of the clerk's thread: see clerk-contract.ts. */

const setup = workerData as ClerkSetup;
const port = present(parentPort, 'a parent thread');
const clock = { now: () => Date.now() + setup.offsetMs };
const newId = idsFrom(clock, (into) => webcrypto.getRandomValues(into as Uint8Array<ArrayBuffer>));
const binding = setup.nativeBinding === null ? {} : { nativeBinding: setup.nativeBinding };

let kept: ReplicaReader | null = null;
const reader = (): ReplicaReader => {
  kept ??= openReader({ path: setup.file, key: setup.key, ...binding });
  return kept;
};

/** A person sees ten changes a second at most; the desk need not hear of more. */
const TELL_EVERY_MS = 100;
let jobId = '';
let told = 0;
const step = (name: WorkProgress['step'], done: number, of: number | null): void => {
  const now = performance.now();
  if (done > 0 && done !== of && now - told < TELL_EVERY_MS) return;
  told = now;
  void rpc.$callEvent('progress', { id: jobId, step: name, done, of });
};

const job = createImportJob({ reader, newId, step });
let pieces: AsyncIterator<Uint8Array> | Iterator<Uint8Array> | null = null;

type Commands = readonly { readonly name: string; readonly args: Readonly<Record<string, unknown>> }[];

/** One transaction on a connection of its own; the desk lets nobody else write meanwhile. */
function write(commands: Commands, context: CommandContext, onStep: (done: number) => void): ChangeNotice {
  const replica = openReplica({
    path: setup.file,
    key: setup.key,
    migrationsFolder: setup.migrationsFolder,
    clock,
    newId,
    copy: 'beside',
    ...binding,
  });
  try {
    const outcome = replica.execute(setup.scope, commands, context, onStep);
    if (outcome.ok) return outcome.value;
    const { index, rejection } = outcome.error;
    throw new CallRefused('REJECTED', `${commands[index]?.name ?? ''}: ${rejection.code}`, rejection);
  } finally {
    replica.close();
  }
}

const LONGEST_FILE_NAME = 120;

const calls: {
  readonly [N in keyof ClerkCalls]: (...args: Parameters<ClerkCalls[N]>) => Value<N> | Promise<Value<N>>;
} = {
  read: (id, file) => {
    jobId = id;
    return job.read(id, file);
  },
  look: (form) => job.look(form),
  preview: (choices, now) => job.preview(choices, now),
  problems: (words) => {
    const { fileName, text } = job.problems(words);
    pieces = [Buffer.from(text, 'utf8')].values();
    return { fileName };
  },
  commit: (context) => {
    const { id, kind, fileName, plan } = job.agreed();
    const { commands, keys, rows } = plan;
    const begin = {
      name: 'import.begin',
      args: { id, kind, fileName: fileName.slice(-LONGEST_FILE_NAME), rowCount: rows.length, keys },
    };
    const all = [begin, ...commands];
    const notice = write(all, context, (done) => step('writing', done, all.length));
    return { rows: rows.length, notice };
  },
  undo: (importId, context) => {
    jobId = importId;
    step('undoing', 0, null);
    return { notice: write([{ name: 'import.undo', args: { id: importId } }], context, () => {}) };
  },
  summary: () => summaryOf(reader(), setup.scope),
  startExport: (choices, now) => {
    pieces = exportFile(reader(), choices, now, (done, of) => step('exporting', done, of));
    return null;
  },
  nextBytes: async () => {
    const next = await pieces?.next();
    return next === undefined || next.done === true ? null : next.value;
  },
};
type Value<N extends keyof ClerkCalls> =
  Extract<ReturnType<ClerkCalls[N]>, { ok: true }> extends { value: infer V } ? V : never;

/** What a person can do something about is answered; anything else is a bug, and its stack goes into the log. */
const answered =
  (call: (...args: never[]) => unknown) =>
  async (...args: unknown[]): Promise<CallResult<unknown>> => {
    try {
      return { ok: true, value: await call(...(args as never[])) };
    } catch (cause) {
      const failure = expectedFailure(cause);
      if (failure) return { ok: false, error: failure };
      throw cause;
    }
  };

const rpc = createBirpc<ClerkEvents, Record<string, (...args: unknown[]) => unknown>, false>(
  Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, answered(call)])),
  {
    proxify: false,
    timeout: -1,
    post: (message) => port.postMessage(message),
    on: (receive) => port.on('message', receive),
  },
);
