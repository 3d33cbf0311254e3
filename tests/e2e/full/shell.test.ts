import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { until } from '../harness/until.ts';
import { findRuntime } from '../harness/runtime.ts';
import { consoleStories } from '../harness/stories.ts';

const stories = consoleStories();

/** A zombie that nobody has reaped yet is not running. */
function isRunning(pid: number): boolean {
  const stat = existsSync(`/proc/${String(pid)}`) ? readFileSync(`/proc/${String(pid)}/stat`, 'utf8') : ') Z';
  return !/\) Z/.test(stat);
}

describe('the window', () => {
  it('opens at once in the middle of the first display, at the size of the commonest screen', async () => {
    const { electron } = await stories.start();
    await until('the window is shown', () =>
      electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() === true),
    );
    const place = await electron.evaluate(({ BrowserWindow, screen }) => {
      const window = BrowserWindow.getAllWindows()[0];
      const { workArea } = screen.getPrimaryDisplay();
      const bounds = window?.getNormalBounds();
      return { bounds, workArea };
    });
    expect(place.bounds).toMatchObject({
      width: Math.min(1366, place.workArea.width),
      height: Math.min(768, place.workArea.height),
    });
  });

  it('comes back where and as large as it was', async () => {
    const first = await stories.start();
    await first.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 60, width: 1100, height: 700 }),
    );
    await until('the window has moved', () =>
      first.electron.evaluate(
        ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds().width === 1100,
      ),
    );
    await first.quit();
    const second = await stories.start({ dataDir: first.dataDir });
    const bounds = await second.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getNormalBounds(),
    );
    expect(bounds).toMatchObject({ x: 40, y: 60, width: 1100, height: 700 });
  });

  it('has the chosen theme behind it before the page is drawn', async () => {
    const first = await stories.start();
    // As the rail's menu does it: the page keeps the choice and tells main; a page that disagreed would take it back.
    await first.page.evaluate(() => localStorage.setItem('mantine-color-scheme-value', 'dark'));
    await first.page.reload();
    await until('main has heard of it', () =>
      first.electron.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors),
    );
    await first.quit();
    const second = await stories.start({ dataDir: first.dataDir });
    const colour = await second.electron.evaluate(({ BrowserWindow, nativeTheme }) => ({
      dark: nativeTheme.shouldUseDarkColors,
      behind: BrowserWindow.getAllWindows()[0]?.getBackgroundColor(),
    }));
    expect(colour.dark).toBe(true);
    expect(parseInt(colour.behind?.slice(1, 3) ?? 'ff', 16)).toBeLessThan(0x40);
  });

  it('is one per profile: a second start shows the first', async () => {
    const first = await stories.start();
    await first.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    const runtime = await findRuntime();
    const second = spawn(runtime.executable, [...runtime.args, `--user-data-dir=${first.dataDir}`], {
      stdio: 'ignore',
      env: { ...process.env, ...runtime.env, CONSOLE_KEY: 'file' },
    });
    const [code] = (await once(second, 'exit')) as [number];
    expect(code).toBe(0);
    await until('the first window is shown', () =>
      first.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() === true),
    );
  });

  it('opens beside the first under another profile, with data of its own', async () => {
    const first = await stories.start();
    const second = await stories.start({ dataDir: first.dataDir, profile: 'desk-2' });
    const folder = await second.electron.evaluate(({ app }) => app.getPath('userData'));
    expect(folder).toBe(`${first.dataDir}-desk-2`);
    expect(await second.deskPid()).not.toBe(await first.deskPid());
  });
});

describe('the start', () => {
  it('refuses settings that make no sense, in words, instead of half starting', async () => {
    const runtime = await findRuntime();
    const child = spawn(runtime.executable, [...runtime.args, '--profile', '../elsewhere'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...runtime.env },
    });
    let words = '';
    child.stderr.on('data', (chunk) => (words += String(chunk)));
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(1);
    expect(words).toContain('--profile needs a name');
  });

  it('without a key store asks for a passphrase, and opens with it only', async () => {
    const first = await stories.start({ env: { CONSOLE_KEY: '' } });
    const asked = await first.page.evaluate(async () => {
      const { consoleMain } = globalThis as unknown as {
        consoleMain: {
          boot: () => Promise<{ passphrase: string; keyProtection: string }>;
          unlockKey: (text: string) => Promise<{ ok: boolean; code: string | null }>;
        };
      };
      const boot = await consoleMain.boot();
      return {
        step: boot.passphrase,
        short: await consoleMain.unlockKey('short'),
        good: await consoleMain.unlockKey('koeksister by the sea'),
      };
    });
    expect(asked).toEqual({
      step: 'choose',
      short: { ok: false, code: 'PASSPHRASE_TOO_SHORT' },
      good: { ok: true, code: null },
    });
    await until('the desk runs', async () => (await first.deskPid()) !== null);
    await first.quit();

    const second = await stories.start({ dataDir: first.dataDir, env: { CONSOLE_KEY: '' } });
    expect(await second.deskPid()).toBeNull();
    const again = await second.page.evaluate(async () => {
      const { consoleMain } = globalThis as unknown as {
        consoleMain: {
          boot: () => Promise<{ passphrase: string }>;
          unlockKey: (text: string) => Promise<{ ok: boolean; code: string | null }>;
        };
      };
      const boot = await consoleMain.boot();
      return { step: boot.passphrase, wrong: await consoleMain.unlockKey('koeksister by the see') };
    });
    expect(again).toEqual({ step: 'needed', wrong: { ok: false, code: 'WRONG_PASSPHRASE' } });
    expect(await second.deskPid()).toBeNull();
  });
});

describe('the desk', () => {
  it('that is killed is started again, and the page gets a new port by itself', async () => {
    const { page, deskPid, killDesk } = await stories.start();
    await page.evaluate(() => {
      const world = globalThis as unknown as {
        consoleMain: { onDeskState: (listener: (state: string) => void) => void };
        heard: string[];
      };
      world.heard = [];
      world.consoleMain.onDeskState((state) => world.heard.push(state));
      window.addEventListener('message', (event) => {
        if ((event.data as { type?: string }).type === 'desk-port') world.heard.push('port');
      });
    });
    const heard = (): Promise<string[]> =>
      page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
    await until('the desk is ready', async () => (await heard()).includes('port'));
    const before = await deskPid();
    const soFar = (await heard()).length;
    await killDesk();
    const after = async (): Promise<string[]> => (await heard()).slice(soFar);
    await until('a new port arrived', async () => {
      const words = await after();
      return words.includes('reconnecting') && words.lastIndexOf('port') > words.indexOf('reconnecting');
    });
    const states = (await after()).filter((word) => word !== 'port');
    expect(states.slice(states.indexOf('reconnecting'))).toEqual(['reconnecting', 'ready']);
    expect(await deskPid()).not.toBe(before);
  });

  it('ends with the window: nothing stays behind', async () => {
    const first = await stories.start();
    await until('the desk runs', async () => (await first.deskPid()) !== null);
    const pid = await first.deskPid();
    await first.quit();
    await until('the desk is gone', () => !isRunning(pid ?? 0), 2_000);
  });
});
