import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleApp } from '../harness/console-app.ts';
import { findRuntime } from '../harness/runtime.ts';
import { consoleStories } from '../harness/stories.ts';

/** Electron's security checklist, item by item, in the real thing. */

const stories = consoleStories();
let console1: ConsoleApp;
beforeAll(async () => {
  console1 = await stories.start();
});

describe('the page', () => {
  it('is served from app:// with its policy (items 1, 7, 18)', async () => {
    const { page } = console1;
    expect(page.url()).toMatch(/^app:\/\/console\//);
    const answer = await page.evaluate(async () => {
      const response = await fetch('app://console/');
      return { status: response.status, policy: response.headers.get('content-security-policy') };
    });
    expect(answer.status).toBe(200);
    expect(answer.policy).toContain("default-src 'none'");
    expect(answer.policy).toMatch(/script-src 'self';/);
    expect(answer.policy).not.toContain('unsafe');
  });

  it('finds no file outside its folder (item 18)', async () => {
    const { page } = console1;
    console1.expectErrors(/404/);
    const statuses = await page.evaluate(async () => {
      const ways = [
        '..%2fmain%2findex.js',
        '%2e%2e%2fpreload%2findex.cjs',
        'assets/..%2f..%2fmain%2fdesk.js',
        'x.js',
      ];
      return Promise.all(ways.map(async (way) => (await fetch(`app://console/${way}`)).status));
    });
    expect(statuses).toEqual([404, 404, 404, 404]);
  });

  it('runs no injected script and evaluates no text (item 7)', async () => {
    const { page } = console1;
    console1.expectErrors(/Content Security Policy|unsafe-eval/);
    const ran = await page.evaluate(() => {
      const marks = globalThis as unknown as Record<string, unknown>;
      const script = document.createElement('script');
      script.textContent = 'globalThis.injected = true';
      document.body.append(script);
      const image = document.createElement('div');
      image.innerHTML = '<img src="app://console/none.png" onerror="globalThis.handled = true">';
      document.body.append(image);
      script.remove();
      image.remove();
      return { injected: marks['injected'] ?? null, handled: marks['handled'] ?? null };
    });
    expect(ran).toEqual({ injected: null, handled: null });
    const evaluated = await page.evaluate(() => {
      const button = document.createElement('button');
      button.setAttribute('onclick', 'globalThis.clicked = true');
      document.body.append(button);
      button.click();
      button.remove();
      return (globalThis as unknown as Record<string, unknown>)['clicked'] ?? null;
    });
    expect(evaluated).toBeNull();
  });

  it('has no Node, no Electron, and exactly the verbs of main (items 2, 3, 20)', async () => {
    const seen = await console1.page.evaluate(() => {
      const world = globalThis as unknown as Record<string, object | undefined>;
      return {
        node: ['require', 'process', 'Buffer', 'module', 'global', 'electron'].filter(
          (name) => name in globalThis,
        ),
        verbs: Object.keys(world['consoleMain'] ?? {}).toSorted(),
      };
    });
    expect(seen.node).toEqual([]);
    expect(seen.verbs).toEqual([
      'boot',
      'connect',
      'keepRecoveryCode',
      'newRecoveryCode',
      'onDeskState',
      'onMenuCommand',
      'onUpdate',
      'printPage',
      'recoverKey',
      'reportHand',
      'saveFile',
      'savePdf',
      'setTheme',
      'startOver',
      'unlockKey',
      'update',
    ]);
  });

  it('is sandboxed and isolated (items 3, 4, 6, 8, 9, 10)', async () => {
    const preferences = await console1.electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences: () => Record<string, unknown>;
      };
      const all = contents.getLastWebPreferences();
      const names = [
        'sandbox',
        'contextIsolation',
        'nodeIntegration',
        'webSecurity',
        'allowRunningInsecureContent',
        'experimentalFeatures',
        'webviewTag',
        'devTools',
        'enableBlinkFeatures',
      ];
      return Object.fromEntries(names.map((name) => [name, all[name] || false]));
    });
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      devTools: false,
      enableBlinkFeatures: false,
    });
  });

  it('reaches no network (item 1)', async () => {
    console1.expectErrors(/Content Security Policy|Failed to load|ERR_BLOCKED_BY_CLIENT/);
    const outcome = await console1.page.evaluate(() =>
      fetch('https://example.com/').then(
        () => 'reached',
        () => 'refused',
      ),
    );
    expect(outcome).toBe('refused');
    // Without the policy of a page, the session itself still refuses.
    const session = await console1.electron.evaluate(async ({ BrowserWindow }) => {
      const window = new BrowserWindow({ show: false });
      try {
        await window.loadURL('http://127.0.0.1:9/');
        return 'loaded';
      } catch (error) {
        return String((error as { code?: unknown }).code);
      } finally {
        window.destroy();
      }
    });
    expect(session).toBe('ERR_BLOCKED_BY_CLIENT');
  });
});

describe('what the page may not do', () => {
  it('gets no permission (item 5)', async () => {
    const answers = await console1.page.evaluate(async () => {
      const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'granted',
        (error: DOMException) => error.name,
      );
      const place = await navigator.permissions.query({ name: 'geolocation' });
      return { camera, place: place.state, notifications: await Notification.requestPermission() };
    });
    expect(answers.camera).not.toBe('granted');
    expect(answers.place).toBe('denied');
    expect(answers.notifications).toBe('denied');
  });

  it('navigates nowhere (item 13)', async () => {
    const { page } = console1;
    console1.expectErrors(/Content Security Policy|Not allowed/);
    const before = page.url();
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'https://example.com/';
      document.body.append(link);
      link.click();
      link.remove();
      location.assign('file:///etc/passwd');
    });
    await page.evaluate(() => {
      location.href = 'https://example.com/elsewhere';
    });
    // A round trip through main and page: a navigation that was allowed would have begun.
    await console1.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.isLoading(),
    );
    expect(page.url()).toBe(before);
    expect(console1.mainLog()).toContain('navigation refused');
  });

  it('opens no window, and hands only listed https addresses to the browser (items 14, 15)', async () => {
    await console1.electron.evaluate(({ shell }) => {
      const opened: string[] = [];
      (globalThis as unknown as { opened: string[] }).opened = opened;
      shell.openExternal = (url) => {
        opened.push(url);
        return Promise.resolve();
      };
    });
    const windows = await console1.page.evaluate(() =>
      [
        'https://example.com/',
        'https://appointmentbooking.co.za/help',
        'file:///etc/passwd',
        'app://console/',
      ].map((url) => window.open(url) !== null),
    );
    expect(windows).toEqual([false, false, false, false]);
    const outcome = await console1.electron.evaluate(({ BrowserWindow }) => ({
      windows: BrowserWindow.getAllWindows().length,
      opened: (globalThis as unknown as { opened: string[] }).opened,
    }));
    expect(outcome).toEqual({ windows: 1, opened: ['https://appointmentbooking.co.za/help'] });
  });

  it('embeds nothing (items 11, 12)', async () => {
    console1.expectErrors(/Content Security Policy|frame/);
    const embedded = await console1.page.evaluate(async () => {
      const webview = document.createElement('webview');
      webview.setAttribute('src', 'https://example.com/');
      const frame = document.createElement('iframe');
      frame.src = 'https://example.com/';
      const refused = new Promise((resolve) =>
        document.addEventListener('securitypolicyviolation', resolve, { once: true }),
      );
      document.body.append(webview, frame);
      await refused;
      const methods = 'loadURL' in webview;
      webview.remove();
      frame.remove();
      return methods;
    });
    expect(embedded).toBe(false);
    const contents = await console1.electron.evaluate(
      ({ webContents }) => webContents.getAllWebContents().length,
    );
    expect(contents).toBe(1);
  });
});

describe('main', () => {
  it('answers nobody but the page (item 17)', async () => {
    const { args } = await findRuntime();
    const preloadFile = path.join(args[0] ?? '.', 'out', 'preload', 'index.cjs');
    const answers = await console1.electron.evaluate(async ({ BrowserWindow }, preload) => {
      const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      try {
        await stranger.loadURL('data:text/html,<p>stranger</p>');
        return (await stranger.webContents.executeJavaScript(
          "consoleMain.boot().then(() => 'answered', (error) => String(error))",
        )) as string;
      } finally {
        stranger.destroy();
      }
    }, preloadFile);
    expect(answers).toContain('REFUSED');
  });

  it('refuses arguments that no page of ours sends', async () => {
    const outcome = await console1.page.evaluate(async () => {
      const verbs = (
        globalThis as unknown as Record<string, Record<string, (value: unknown) => Promise<unknown>>>
      )['consoleMain'];
      const ask = (verb: string, value: unknown): Promise<string> =>
        Promise.resolve(verbs?.[verb]?.(value)).then(
          (answer) => JSON.stringify(answer) ?? 'done',
          () => 'refused',
        );
      return [
        await ask('unlockKey', { passphrase: 'x' }),
        await ask('unlockKey', 'x'.repeat(5_000)),
        await ask('recoverKey', { code: 'x', passphrase: 7 }),
        await ask('recoverKey', { code: 'x'.repeat(5_000), passphrase: '' }),
        // The key is open: there is nothing to recover, nothing to give up, and nobody has leave to make a code.
        await ask('recoverKey', { code: '0'.repeat(32), passphrase: '' }),
        await ask('startOver', null),
        await ask('newRecoveryCode', null),
        await ask('keepRecoveryCode', 'ABCD'),
        await ask('update', 'install-anyway'),
        await ask('setTheme', 'neon'),
      ];
    });
    expect(outcome).toEqual([
      '{"ok":false,"code":"BAD_REQUEST"}',
      '{"ok":false,"code":"BAD_REQUEST"}',
      '{"ok":false,"code":"BAD_REQUEST"}',
      '{"ok":false,"code":"BAD_REQUEST"}',
      '{"ok":false,"code":"NOT_ASKED"}',
      'false',
      'null',
      'false',
      'refused',
      'refused',
    ]);
  });

  it('runs with no window open to developer tools', async () => {
    const opened = await console1.electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      contents?.openDevTools();
      return contents?.isDevToolsOpened() ?? null;
    });
    expect(opened).toBe(false);
  });
});
