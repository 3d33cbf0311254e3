import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { err } from '../../../src/base/result.ts';
import type { CloudPlace } from '../../../src/contracts/account-port.ts';
import type { RemoteFailure } from '../../../src/contracts/ports.ts';
import type { SecondFilePort } from '../../../src/contracts/second-file.ts';
import type { Replica } from '../../../src/replica/open-replica.ts';
import {
  ReplicaError,
  type ReplicaErrorCode,
  REPLICA_ERROR_CODES,
} from '../../../src/replica/replica-error.ts';
import type { BuilderEnd, BuilderEvents, BuilderSetup } from './builder-contract.ts';

/** In the bundle the thread is a file beside the desk's own; in tests it is the source. */
function threadFile(): string {
  const bundled = fileURLToPath(new URL('builder.js', import.meta.url));
  const above = fileURLToPath(new URL('../builder.js', import.meta.url));
  const source = fileURLToPath(new URL('builder.ts', import.meta.url));
  return [bundled, above].find((file) => existsSync(file)) ?? source;
}

const CUT: RemoteFailure = { kind: 'offline', code: 'OFFLINE', message: 'the cable is out' };
/** Three pages as text and as arrays, and the libraries; more would be a fault. */
const LIMITS = { maxOldGenerationSizeMb: 112, maxYoungGenerationSizeMb: 16 };

export type SecondFileWorld = Omit<BuilderSetup, 'order' | 'wantsNear' | 'offsetMs' | 'cloud'> & {
  readonly cloud: () => CloudPlace | null;
  readonly replica: Replica;
  readonly offsetMs: () => number;
  /** Resolves when no other thread has the open file open; then it stays so until the next turn of the event loop. */
  readonly unshared: () => Promise<void>;
};

/** Builds in a thread; puts in place in this one, which owns the open file. */
export function createSecondFileService(
  world: SecondFileWorld,
): SecondFilePort & { readonly setCable: (connected: boolean) => void } {
  let stopBuild: ((end: BuilderEnd) => Promise<void>) | null = null;
  let cable = true;

  return {
    build: async (order, on) => {
      const cloud = world.cloud();
      if (!cable || !cloud) return err(CUT);
      const { file, key, migrationsFolder, nativeBinding } = world;
      const setup: BuilderSetup = {
        file,
        key,
        migrationsFolder,
        nativeBinding,
        cloud,
        order,
        wantsNear: on.near !== undefined,
        offsetMs: world.offsetMs(),
      };
      const worker = new Worker(threadFile(), { workerData: setup, resourceLimits: LIMITS });
      const end = await new Promise<BuilderEnd>((resolve) => {
        createBirpc<Record<string, never>, BuilderEvents>(
          {
            session: on.session,
            progress: on.progress,
            near: on.near ?? (() => Promise.resolve(true)),
            ended: resolve,
          },
          {
            timeout: -1,
            // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
            post: (message) => worker.postMessage(message),
            on: (receive) => worker.on('message', receive),
          },
        );
        const broken = (message: string): BuilderEnd => ({ kind: 'broken', code: 'BUG', message });
        worker.on('error', (cause) => resolve(broken(String(cause))));
        worker.on('exit', (code) => resolve(broken(`the builder ended with ${String(code)}`)));
        stopBuild = async (why) => {
          await worker.terminate();
          resolve(why);
        };
      });
      stopBuild = null;
      await worker.terminate();
      if (end.kind === 'done') return end.result;
      const code = REPLICA_ERROR_CODES.find((known) => known === end.code);
      throw code === undefined
        ? new Error(end.message)
        : new ReplicaError(code satisfies ReplicaErrorCode, end.message);
    },
    putInPlace: async (scope, part, change) => {
      await world.unshared();
      return world.replica.putInPlace(scope, part, change);
    },
    stop: async () => {
      await stopBuild?.({ kind: 'done', result: err(CUT) });
    },
    setCable: (connected) => {
      cable = connected;
      if (!connected) void stopBuild?.({ kind: 'done', result: err(CUT) });
    },
  };
}
