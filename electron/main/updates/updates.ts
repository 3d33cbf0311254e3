import type { KeyObject } from 'node:crypto';
import type { Hand, UpdateAction, UpdateState } from '../../../src/contracts/updates.ts';
import { hasFreeHands, type HeardHand, restartWaitsFor } from './quiet-moment.ts';
import { readRelease, type Release, signatureProblem } from './release-list.ts';
import { isSignedRelease, sha512Of } from './signature.ts';
import { UpdateProblem, updateFailureOf } from './update-failure.ts';
import type { UpdateLibrary } from './update-library.ts';
import type { UpdateRecord } from './update-record.ts';

export type UpdatesWorld = {
  readonly version: string;
  /** The one key whose releases are installed. */
  readonly releaseKey: KeyObject;
  /** Fetched when it is first needed; null where this console cannot be replaced by an installer. */
  readonly library: () => Promise<UpdateLibrary | null>;
  readonly record: { readonly read: () => UpdateRecord; readonly write: (record: UpdateRecord) => void };
  readonly report: (state: UpdateState) => void;
  readonly now: () => number;
  /** Of the PC's clock on the wall. */
  readonly localHour: () => number;
  /** Runs once after `ms`; the returned function takes it back. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** Ends the desk and lets the next console start; afterwards there is nothing left to work with here. */
  readonly standAside: () => Promise<void>;
  /** Starts the console as it is again. */
  readonly startAgain: () => void;
  readonly log: (event: string, detail: Readonly<Record<string, string>>) => void;
};

export type Updates = {
  readonly state: () => UpdateState;
  readonly act: (action: UpdateAction) => Promise<UpdateState>;
  /** What the page has in hand; the first word of it begins the checks that nobody asks for. */
  readonly heard: (hand: Hand) => void;
};

/** After the first key or click, so that no start waits for it. */
const FIRST_CHECK_MS = 5_000;
const EVERY_MS = 24 * 3_600_000;
const AGAIN_AFTER_FAILURE_MS = 3_600_000;
const LOOK_FOR_QUIET_MS = 30_000;
/** A download that stands still for so long is given up. */
const STALLED_MS = 60_000;

/** Finds, fetches and installs newer consoles: nothing is installed that the release key has not signed. */
export function createUpdates(world: UpdatesWorld): Updates {
  const { version, record } = world;
  let state: UpdateState = {
    version,
    phase: 'unknown',
    next: null,
    percent: null,
    failure: null,
    checkedAt: null,
    background: record.read().background,
    waitsFor: null,
    outcome: outcomeOf(record.read(), version),
  };
  let release: Release | null = null;
  let file: string | null = null;
  let hand: HeardHand | null = null;
  let began = false;
  let under: Promise<void> | null = null;
  let cancelLook: (() => void) | null = null;

  const become = (change: Partial<UpdateState>): void => {
    state = { ...state, ...change };
    world.report(state);
  };
  const fail = (error: unknown, during: 'check' | 'download' | 'install'): void => {
    const failure = updateFailureOf(error, during);
    world.log('update failed', { during, failure, message: String(error).slice(0, 300) });
    const phase = during === 'check' ? 'unknown' : during === 'download' ? 'available' : 'ready';
    become({ phase: state.next === null ? 'unknown' : phase, failure, percent: null, waitsFor: null });
  };

  const check = async (): Promise<void> => {
    const before = state.phase;
    become({ phase: 'checking', failure: null });
    try {
      const library = await world.library();
      const found = (await library?.check()) ?? null;
      if (found === null) {
        become({ phase: 'unsupported', next: null });
        return;
      }
      const listed = readRelease(found.listed);
      if (listed === null) throw new UpdateProblem('UPDATE_UNREADABLE');
      if (!found.isNewer) {
        release = null;
        file = null;
        become({ phase: 'current', next: null, checkedAt: world.now(), waitsFor: null });
        return;
      }
      const problem = signatureProblem(listed, world.releaseKey);
      if (problem !== null) throw new UpdateProblem(problem);
      const isSame = before === 'ready' && JSON.stringify(listed) === JSON.stringify(release);
      release = listed;
      if (!isSame) file = null;
      const next = { version: listed.version, bytes: listed.files[0]?.bytes ?? null };
      become({ phase: isSame ? 'ready' : 'available', next, checkedAt: world.now() });
    } catch (error) {
      // A server that is not there says nothing against what was found before; any other answer does.
      const isSilent = updateFailureOf(error, 'check') === 'UPDATE_SERVER_UNREACHABLE';
      if (isSilent && (before === 'available' || before === 'ready')) {
        become({ phase: before, failure: 'UPDATE_SERVER_UNREACHABLE' });
        return;
      }
      release = null;
      file = null;
      state = { ...state, next: null };
      fail(error, 'check');
    }
  };

  /** The file is one that the release lists, and the list is signed for it: asked of the bytes on the disk. */
  const prove = async (path: string): Promise<void> => {
    const sha512 = await sha512Of(path);
    const listed = release?.files.find((one) => one.sha512 === sha512);
    if (release === null || listed === undefined) throw new UpdateProblem('UPDATE_CHECKSUM_WRONG');
    const signed = { version: release.version, sha512, signature: listed.signature ?? '' };
    if (!isSignedRelease(signed, world.releaseKey)) throw new UpdateProblem('UPDATE_SIGNATURE_WRONG');
  };

  const download = async (): Promise<void> => {
    if (state.phase !== 'available') return;
    become({ phase: 'downloading', percent: 0, failure: null });
    const giveUp = new AbortController();
    let stall = world.after(STALLED_MS, () => giveUp.abort());
    try {
      const library = await world.library();
      if (library === null) throw new UpdateProblem('UPDATE_NOT_FOUND');
      const fetched = await library.download((percent) => {
        stall();
        stall = world.after(STALLED_MS, () => giveUp.abort());
        const whole = Math.floor(percent);
        if (whole !== state.percent) become({ percent: whole });
      }, giveUp.signal);
      await prove(fetched);
      file = fetched;
      become({ phase: 'ready', percent: null });
    } catch (error) {
      file = null;
      fail(giveUp.signal.aborted ? new UpdateProblem('UPDATE_INCOMPLETE') : error, 'download');
    } finally {
      stall();
    }
  };

  const install = async (): Promise<void> => {
    const next = state.next;
    if (state.phase !== 'ready' || file === null || next === null) return;
    cancelLook?.();
    cancelLook = null;
    become({ phase: 'installing', waitsFor: null, failure: null });
    let isAside = false;
    try {
      const library = await world.library();
      // Time has passed since the download: what is installed is what lies there now.
      await prove(file);
      record.write({ ...record.read(), installing: { from: version, to: next.version } });
      isAside = true;
      await world.standAside();
      library?.install();
      world.log('update handed over', { from: version, to: next.version });
    } catch (error) {
      fail(error, 'install');
      if (isAside) world.startAgain();
      else file = null;
    }
  };

  /** A release that was pulled meanwhile is not installed, if the server can still be asked. */
  const installWhatStands = async (): Promise<void> => {
    if (state.phase !== 'ready') return;
    await check();
    if (state.phase === 'ready') await install();
  };

  /** Each look is cheap: it asks what the page said last. */
  const lookForQuiet = (): void => {
    cancelLook?.();
    cancelLook = null;
    if (state.waitsFor === null) return;
    const waitsFor = restartWaitsFor(hand, world.now(), world.localHour());
    if (waitsFor === null && state.phase === 'ready') {
      void run(installWhatStands).then(lookForQuiet);
      return;
    }
    if (waitsFor !== null && waitsFor !== state.waitsFor) become({ waitsFor });
    cancelLook = world.after(LOOK_FOR_QUIET_MS, lookForQuiet);
  };

  /** One step at a time; a step asked for while another runs is that one. */
  const run = (step: () => Promise<void>): Promise<void> => {
    under ??= step().finally(() => {
      under = null;
    });
    return under;
  };
  const checkAndFetch = async (): Promise<void> => {
    await check();
    if (state.phase === 'available' && state.background) await download();
  };
  const checkDaily = async (): Promise<void> => {
    await run(checkAndFetch);
    if (state.phase === 'unsupported') return;
    world.after(state.failure === null ? EVERY_MS : AGAIN_AFTER_FAILURE_MS, () => void checkDaily());
  };

  const setBackground = async (background: boolean): Promise<void> => {
    record.write({ ...record.read(), background });
    become({ background });
    if (background) await run(download);
  };

  return {
    state: () => state,
    act: async (action) => {
      switch (action) {
        case 'look':
          break;
        case 'check':
          if (state.phase !== 'installing') await run(checkAndFetch);
          break;
        case 'download':
          await run(download);
          break;
        case 'install-now':
          if (hasFreeHands(hand, world.now())) await run(installWhatStands);
          break;
        case 'install-after-closing':
          if (state.phase === 'ready') {
            become({ waitsFor: 'closing' });
            lookForQuiet();
          }
          break;
        case 'stay':
          become({ waitsFor: null });
          lookForQuiet();
          break;
        case 'background-on':
        case 'background-off':
          await setBackground(action === 'background-on');
          break;
        case 'outcome-seen':
          record.write({ ...record.read(), installing: null });
          become({ outcome: null });
          break;
      }
      return state;
    },
    heard: (said) => {
      // A page that has lost the day (locked, or another screen) knows no closing time; the last one still holds.
      hand = { ...said, closesAt: said.closesAt ?? hand?.closesAt ?? null, heardAt: world.now() };
      if (began) return;
      began = true;
      world.after(FIRST_CHECK_MS, () => void checkDaily());
    },
  };
}

/** What became of the restart before this one. */
function outcomeOf({ installing }: UpdateRecord, version: string): UpdateState['outcome'] {
  return installing === null ? null : { version: installing.to, isInstalled: installing.to === version };
}
