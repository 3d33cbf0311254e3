import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppImageUpdater, CancellationToken } from 'electron-updater';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { updateLibrary } from '../../../electron/main/updates/update-library.ts';
import type { UpdateRecord } from '../../../electron/main/updates/update-record.ts';
import { createUpdates, type Updates } from '../../../electron/main/updates/updates.ts';
import { NodeNetwork } from '../../fixtures/node-network.ts';
import type { UpdateState } from '../../../src/contracts/updates.ts';
import {
  type Release,
  type ReleaseServer,
  sha512Text,
  startReleaseServer,
} from '../../fixtures/release-server.ts';

/** The real electron-updater against a real server; only Electron is not there. */

const RUNNING = '0.1.0';
const BODY = Buffer.from('#!/bin/sh\necho newer\n'.padEnd(200_000, '#'));
const NEWER: Release = { version: '0.2.0', body: BODY };

let folder: string;
let server: ReleaseServer;
let record: UpdateRecord;
let wall: { now: number; timers: { due: number; run: () => void }[] };
let told: UpdateState[];
let happened: string[];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'updates-'));
  server = await startReleaseServer();
  record = { background: false, installing: null };
  wall = { now: 1_000_000, timers: [] };
  told = [];
  happened = [];
  const installed = path.join(folder, 'Console.AppImage');
  writeFileSync(installed, 'the running one');
  process.env['APPIMAGE'] = installed;
});
afterEach(async () => {
  delete process.env['APPIMAGE'];
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Lets time pass; timers run in their order. */
function pass(ms: number): void {
  const end = wall.now + ms;
  for (;;) {
    const next = wall.timers.filter(({ due }) => due <= end).toSorted((a, b) => a.due - b.due)[0];
    if (next === undefined) break;
    wall.timers.splice(wall.timers.indexOf(next), 1);
    wall.now = next.due;
    next.run();
  }
  wall.now = end;
}

function consoleOf(over: { readonly version?: string; readonly fails?: boolean } = {}): Updates {
  const version = over.version ?? RUNNING;
  const app = {
    version,
    name: 'console',
    isPackaged: true,
    appUpdateConfigPath: path.join(folder, 'app-update.yml'),
    userDataPath: folder,
    baseCachePath: path.join(folder, 'cache'),
    whenReady: () => Promise.resolve(),
    relaunch: () => undefined,
    quit: () => undefined,
    onQuit: () => undefined,
  };
  writeFileSync(app.appUpdateConfigPath, `provider: generic\nurl: ${server.url}\nupdaterCacheDirName: u\n`);
  const updater = new AppImageUpdater(null, app);
  // What Electron's network would do.
  Object.assign(updater, { httpExecutor: new NodeNetwork() });
  const library = updateLibrary(updater, CancellationToken, () => undefined);
  return createUpdates({
    version,
    releaseKey: server.publicKey,
    library: () =>
      Promise.resolve({
        ...library,
        install: () => {
          happened.push('install');
          if (over.fails) throw new Error('the disk is full');
        },
      }),
    record: {
      read: () => record,
      write: (next) => {
        record = next;
      },
    },
    report: (state) => told.push(state),
    now: () => wall.now,
    localHour: () => 12,
    after: (ms, run) => {
      const timer = { due: wall.now + ms, run };
      wall.timers.push(timer);
      return () => {
        const index = wall.timers.indexOf(timer);
        if (index >= 0) wall.timers.splice(index, 1);
      };
    },
    standAside: () => {
      happened.push('stand aside');
      return Promise.resolve();
    },
    startAgain: () => happened.push('start again'),
    log: () => undefined,
  });
}
const pending = (): readonly string[] => {
  const cache = path.join(folder, 'cache', 'u', 'pending');
  return existsSync(cache) ? readdirSync(cache).filter((name) => name.endsWith('.AppImage')) : [];
};
const freeHands = { inHand: false, idleMs: 0, closesAt: null };

describe('what the server lists', () => {
  it('newer: is found, fetched when asked for, verified, and handed over only to free hands', async () => {
    server.offer(NEWER);
    const updates = consoleOf();
    expect(await updates.act('check')).toMatchObject({
      phase: 'available',
      next: { version: '0.2.0', bytes: BODY.length },
      failure: null,
    });
    expect(server.asked).toEqual(['latest-linux.yml']);
    expect(await updates.act('download')).toMatchObject({ phase: 'ready', failure: null });
    expect(told.some(({ phase, percent }) => phase === 'downloading' && percent !== null)).toBe(true);
    expect(pending()).toEqual(['Console-0.2.0.AppImage']);

    expect(await updates.act('install-now')).toMatchObject({ phase: 'ready' });
    updates.heard({ ...freeHands, inHand: true });
    expect(await updates.act('install-now')).toMatchObject({ phase: 'ready' });
    expect(happened).toEqual([]);
    updates.heard(freeHands);
    expect(await updates.act('install-now')).toMatchObject({ phase: 'installing' });
    expect(happened).toEqual(['stand aside', 'install']);
    expect(record.installing).toEqual({ from: RUNNING, to: '0.2.0' });
  });

  it('equal or older: nothing, also after a newer one was found and pulled', async () => {
    const updates = consoleOf();
    for (const version of [RUNNING, '0.0.9', '0.1.0-beta.1']) {
      server.offer({ ...NEWER, version });
      expect(await updates.act('check')).toMatchObject({ phase: 'current', next: null, failure: null });
      expect(await updates.act('download')).toMatchObject({ phase: 'current' });
    }
    server.offer(NEWER);
    await updates.act('check');
    expect(await updates.act('download')).toMatchObject({ phase: 'ready' });
    server.offer({ ...NEWER, version: RUNNING });
    updates.heard(freeHands);
    expect(await updates.act('install-now')).toMatchObject({ phase: 'current', next: null });
    expect(happened).toEqual([]);
  });

  it('staging 0: for nobody yet; staging 100: for everybody', async () => {
    const updates = consoleOf();
    server.offer({ ...NEWER, staging: 0 });
    expect(await updates.act('check')).toMatchObject({ phase: 'current', next: null });
    server.offer({ ...NEWER, staging: 100 });
    expect(await updates.act('check')).toMatchObject({ phase: 'available' });
  });

  it.each([
    ['no signature', { ...NEWER, signature: null }, 'UPDATE_NOT_SIGNED'],
    ['a signature that is none', { ...NEWER, signature: 'bm90IG9uZQ==' }, 'UPDATE_SIGNATURE_WRONG'],
    ['no list', null, 'UPDATE_NOT_FOUND'],
    ['a list that is none', { ...NEWER, listText: '<html>Welcome to the Wi-Fi</html>' }, 'UPDATE_UNREADABLE'],
    ['half a list', { ...NEWER, listText: 'version: 0.2.0\nfiles:\n  - url: Conso' }, 'UPDATE_UNREADABLE'],
    ['a version that is none', { ...NEWER, version: 'newest' }, 'UPDATE_UNREADABLE'],
  ] as const)('%s: nothing is downloaded, and the page is told why', async (_, release, failure) => {
    server.offer(release);
    const updates = consoleOf();
    expect(await updates.act('check')).toMatchObject({ phase: 'unknown', next: null, failure });
    await updates.act('download');
    expect(server.asked.filter((name) => name.endsWith('.AppImage'))).toEqual([]);
    server.offer(NEWER);
    expect(await updates.act('check')).toMatchObject({ phase: 'available', failure: null });
  });

  it('a signature for another version or another file: refused', async () => {
    const sha512 = sha512Text(BODY);
    const updates = consoleOf();
    for (const signature of [
      server.sign('0.1.9', sha512),
      server.sign('0.2.0', sha512Text(Buffer.from('another'))),
    ]) {
      server.offer({ ...NEWER, signature });
      expect(await updates.act('check')).toMatchObject({ failure: 'UPDATE_SIGNATURE_WRONG', next: null });
    }
  });
});

describe('what is downloaded', () => {
  it.each([
    [
      'another file than the list says',
      { ...NEWER, sha512: sha512Text(Buffer.from('the right one')) },
      'UPDATE_CHECKSUM_WRONG',
    ],
    ['a file that breaks off', { ...NEWER, cutAt: 50_000 }, 'UPDATE_INCOMPLETE'],
    ['a file that is not there', { ...NEWER, isMissing: true }, 'UPDATE_NOT_FOUND'],
  ] as const)('%s: is thrown away and can be tried again', async (_, release, failure) => {
    server.offer(release);
    const updates = consoleOf();
    expect(await updates.act('check')).toMatchObject({ phase: 'available', failure: null });
    expect(await updates.act('download')).toMatchObject({ phase: 'available', failure });
    expect(pending()).toEqual([]);
    updates.heard(freeHands);
    expect(await updates.act('install-now')).toMatchObject({ phase: 'available' });
    server.offer(NEWER);
    await updates.act('check');
    expect(await updates.act('download')).toMatchObject({ phase: 'ready', failure: null });
    expect(happened).toEqual([]);
  });

  it('a file that was changed on the disk after it was verified: is not installed', async () => {
    server.offer(NEWER);
    const updates = consoleOf();
    await updates.act('check');
    await updates.act('download');
    const file = path.join(folder, 'cache', 'u', 'pending', 'Console-0.2.0.AppImage');
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('\nrm -rf ~')]));
    updates.heard(freeHands);
    expect(await updates.act('install-now')).toMatchObject({ failure: 'UPDATE_CHECKSUM_WRONG' });
    expect(happened).toEqual([]);
    expect(record.installing).toBeNull();
  });
});

describe('a server that is down', () => {
  it('is told as that, and takes nothing away that was ready', async () => {
    server.offer(NEWER);
    const updates = consoleOf();
    await updates.act('check');
    await updates.act('download');
    await server.close();
    expect(await updates.act('check')).toMatchObject({
      phase: 'ready',
      next: { version: '0.2.0' },
      failure: 'UPDATE_SERVER_UNREACHABLE',
    });
    expect(await consoleOf().act('check')).toMatchObject({
      phase: 'unknown',
      next: null,
      failure: 'UPDATE_SERVER_UNREACHABLE',
    });
  });
});

describe('without anybody asking', () => {
  const settled = async (updates: Updates, phase: UpdateState['phase']): Promise<void> => {
    await expect.poll(() => updates.state().phase).toBe(phase);
  };

  it('nothing is asked before the first touch; then soon, and once a day', async () => {
    server.offer({ ...NEWER, version: RUNNING });
    const updates = consoleOf();
    pass(48 * 3_600_000);
    expect(server.asked).toEqual([]);
    updates.heard(freeHands);
    updates.heard(freeHands);
    pass(5_000);
    await settled(updates, 'current');
    expect(server.asked).toHaveLength(1);
    await expect.poll(() => wall.timers.length).toBe(1);
    server.offer(NEWER);
    pass(24 * 3_600_000);
    await settled(updates, 'available');
    expect(server.asked).toHaveLength(2);
  });

  it('downloads it too where a person said so, and never installs it by that', async () => {
    server.offer(NEWER);
    const updates = consoleOf();
    await updates.act('background-on');
    updates.heard({ ...freeHands, idleMs: 3_600_000 });
    pass(5_000);
    await settled(updates, 'ready');
    pass(20 * 60_000);
    expect(happened).toEqual([]);
    expect(record.background).toBe(true);
  });

  it('after closing time it restarts, when the desk is quiet and nothing is in hand', async () => {
    server.offer(NEWER);
    const updates = consoleOf();
    await updates.act('check');
    await updates.act('download');
    const closesAt = wall.now + 3_600_000;
    const say = (over: object): void => updates.heard({ ...freeHands, closesAt, ...over });
    say({ idleMs: 0 });
    expect(await updates.act('install-after-closing')).toMatchObject({ waitsFor: 'closing', phase: 'ready' });
    // The look that nobody asks for finds the same, and what was ready stays so.
    pass(5_000);
    await settled(updates, 'ready');
    await expect.poll(() => wall.timers.length).toBe(2);
    pass(3_600_000);
    say({ inHand: true, idleMs: 3_600_000 });
    pass(60_000);
    expect(updates.state()).toMatchObject({ waitsFor: 'quiet' });
    // A page that was locked meanwhile no longer knows the day.
    say({ inHand: false, idleMs: 3_600_000, closesAt: null });
    pass(60_000);
    await settled(updates, 'installing');
    await expect.poll(() => happened).toEqual(['stand aside', 'install']);
  });

  it('whoever thinks better of it stays', async () => {
    server.offer(NEWER);
    const updates = consoleOf();
    await updates.act('check');
    await updates.act('download');
    updates.heard({ ...freeHands, closesAt: wall.now + 1 });
    await updates.act('install-after-closing');
    expect(await updates.act('stay')).toMatchObject({ waitsFor: null, phase: 'ready' });
    pass(3_600_000);
    expect(happened).toEqual([]);
  });
});

describe('after the restart', () => {
  it('says what it is now, once', async () => {
    record = { background: false, installing: { from: RUNNING, to: '0.2.0' } };
    const updates = consoleOf({ version: '0.2.0' });
    expect(updates.state().outcome).toEqual({ version: '0.2.0', isInstalled: true });
    expect(await updates.act('outcome-seen')).toMatchObject({ outcome: null });
    expect(consoleOf({ version: '0.2.0' }).state().outcome).toBeNull();
  });

  it('says when the newer one did not take', () => {
    record = { background: false, installing: { from: RUNNING, to: '0.2.0' } };
    expect(consoleOf().state().outcome).toEqual({ version: '0.2.0', isInstalled: false });
  });

  it('an installation that fails starts the console of before again', async () => {
    server.offer(NEWER);
    const updates = consoleOf({ fails: true });
    await updates.act('check');
    await updates.act('download');
    updates.heard(freeHands);
    expect(await updates.act('install-now')).toMatchObject({
      phase: 'ready',
      failure: 'UPDATE_NOT_INSTALLED',
    });
    expect(happened).toEqual(['stand aside', 'install', 'start again']);
  });
});
