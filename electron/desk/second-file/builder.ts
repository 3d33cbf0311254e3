import { webcrypto } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { WebSocket } from 'ws';
import { present } from '../../../src/base/assert.ts';
import { idsFrom } from '../../../src/base/ids.ts';
import type { RemoteSession, RemoteFailure } from '../../../src/contracts/ports.ts';
import type { Result } from '../../../src/base/result.ts';
import { createRemote } from '../../../src/remote/create-remote.ts';
import { ReplicaError } from '../../../src/replica/replica-error.ts';
import { openSecondFile } from '../../../src/replica/second-file.ts';
import { buildSecondFile } from '../../../src/sync/build-second-file.ts';
import type { BuilderEnd, BuilderEvents, BuilderSetup } from './builder-contract.ts';

/** Entry of the builder's thread: see builder-contract.ts. */

const setup = workerData as BuilderSetup;
const port = present(parentPort, 'a parent thread');
const clock = { now: () => Date.now() + setup.offsetMs };

const rpc = createBirpc<BuilderEvents>(
  {},
  {
    // A session may have to be renewed over a slow line, and a file that others have open be waited for.
    timeout: -1,
    post: (message) => port.postMessage(message),
    on: (receive) => port.on('message', receive),
  },
);

/** A person sees ten changes a second at most; the desk need not hear of more. */
const TELL_EVERY_MS = 100;
let told = 0;

async function build(): Promise<BuilderEnd> {
  const { order, cloud, nativeBinding } = setup;
  const remote = createRemote({ ...cloud, webSocket: WebSocket });
  const store = openSecondFile(
    {
      path: setup.file,
      key: setup.key,
      migrationsFolder: setup.migrationsFolder,
      clock,
      newId: idsFrom(clock, (into) => webcrypto.getRandomValues(into as Uint8Array<ArrayBuffer>)),
      ...(nativeBinding === null ? {} : { nativeBinding }),
    },
    order,
  );
  try {
    const result = await buildSecondFile(order, {
      store,
      remote,
      session: () => rpc.session() as Promise<Result<RemoteSession, RemoteFailure>>,
      clock,
      progress: (progress) => {
        const now = performance.now();
        if (now - told < TELL_EVERY_MS) return;
        told = now;
        void rpc.progress.asEvent(progress);
      },
      near: setup.wantsNear ? () => rpc.near() : null,
      // The thread is ended from outside; a transaction under way is taken back at the next opening.
      stopped: () => false,
    });
    return { kind: 'done', result };
  } finally {
    store.close();
  }
}

const end = await build().catch((cause: unknown): BuilderEnd => ({
  kind: 'broken',
  code: cause instanceof ReplicaError ? cause.code : 'BUG',
  message: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
}));
await rpc.ended(end);
