import { webcrypto } from 'node:crypto';
import { idsFrom } from '../../src/base/ids.ts';
import type { AccountPort, CloudPlace } from '../../src/contracts/account-port.ts';
import type { DeskInit, DeskToMain, MainToDesk } from '../../src/contracts/main-api.ts';
import type { RemotePort } from '../../src/contracts/ports.ts';
import { markDamaged } from '../../src/replica/rescue.ts';
import { expectedFailure } from './call-failure.ts';
import { type Desk, openDesk } from './desk.ts';
import { openDeskLog } from './desk-log.ts';
import { serveFile } from './file-ports.ts';
import { lazyAccounts } from './lazy-accounts.ts';
import { lazyRemote } from './lazy-remote.ts';
import { servePage } from './page-ports.ts';

/**
 * Entry of the desk process: it connects replica, sync and remote, and serves pages. Its only channels are main's and
 * the ports that main hands over.
 */

const port = process.parentPort;
const say = (message: DeskToMain): void => port.postMessage(message);
let desk: Desk | null = null;

/** Told apart from a crash in main's log. */
const DAMAGED_EXIT = 3;
const pcClock = { now: Date.now };
/** The cloud waits while the window opens, the person types the PIN and the board is drawn; a sign-in does not. */
const CLOUD_AFTER_MS = 2_000;
const calm = new Promise<void>((resolve) => setTimeout(resolve, CLOUD_AFTER_MS));

async function connect(cloud: CloudPlace): Promise<RemotePort> {
  const [{ createRemote }, { WebSocket }] = await Promise.all([
    import('../../src/remote/create-remote.ts'),
    import('ws'),
  ]);
  return createRemote({ ...cloud, webSocket: WebSocket });
}

async function connectAccounts(cloud: CloudPlace): Promise<AccountPort> {
  const [{ createAccounts }, { WebSocket }] = await Promise.all([
    import('../../src/remote/create-accounts.ts'),
    import('ws'),
  ]);
  return createAccounts({ ...cloud, webSocket: WebSocket });
}

const newId = idsFrom(pcClock, (into) => webcrypto.getRandomValues(into));

function start(init: DeskInit): void {
  const log = openDeskLog(init.userDataDir, Date.now);
  // Neither a lost promise nor a bug in a timer may leave a half-working writer: main starts a fresh desk.
  const die = (cause: unknown): void => {
    log('died', { message: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) });
    process.exit(1);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
  try {
    desk = openDesk({
      init,
      pcClock,
      newId,
      log,
      tellPresent: (memberId) => say({ type: 'present', memberId }),
      tellRevoked: (home, sharesKey) => say({ type: 'revoked', home, sharesKey }),
      onDamaged: (file) => {
        // At once: nothing more is to be written there. Main starts a fresh desk, and the page comes back to it.
        markDamaged(file);
        log('replica damaged', {});
        process.exit(DAMAGED_EXIT);
      },
      allowRecoveryCode: () => say({ type: 'recovery-allowed' }),
      scheduler: {
        now: Date.now,
        random: Math.random,
        after: (ms, run) => {
          const timer = setTimeout(run, ms);
          return () => clearTimeout(timer);
        },
      },
      keepCloud: (place) => say({ type: 'cloud', ...place }),
      accounts: (cloud) => lazyAccounts(() => connectAccounts(cloud)),
      connect: (cloud, urgency) => {
        // After a crash the board is on the screen already.
        const waits = urgency === 'behind' && init.resumeAs === undefined;
        return lazyRemote(() => (waits ? calm.then(() => connect(cloud)) : connect(cloud)));
      },
    });
    log('ready', { profile: init.profile });
    say({ type: 'ready' });
  } catch (cause) {
    const failure = expectedFailure(cause);
    const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    log('cannot open', { code: failure?.code ?? 'UNKNOWN', message });
    say({ type: 'failed', code: failure?.code ?? 'UNKNOWN', message: failure?.message ?? message });
  }
}

/** A transaction that runs is synchronous, so it has finished before this message is read. */
async function shutDown(): Promise<void> {
  await desk?.close();
  say({ type: 'closed' });
  process.exit(0);
}

port.on('message', ({ data, ports }) => {
  const message = data as MainToDesk;
  if (message.type === 'init') start(message);
  else if (message.type === 'shutdown') void shutDown();
  else if (message.type === 'file-port' && desk && ports[0]) serveFile(desk.files, message.ticket, ports[0]);
  else if (message.type === 'page-port' && desk && ports[0]) servePage(desk, ports[0]);
});
