import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The house rules, run by the real linter on a small project that breaks them. */

const ROOT = path.resolve(import.meta.dirname, '../..');
let project = '';

const write = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
  writeFileSync(path.join(project, file), text);
};

function lint(...files: readonly string[]): readonly string[] {
  const args = [path.join(ROOT, 'node_modules/oxlint/bin/oxlint'), '--format=unix', ...files];
  const { stdout } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes('/house('));
}

beforeAll(() => {
  project = mkdtempSync(path.join(tmpdir(), 'house-rules-'));
  cpSync(path.join(ROOT, '.oxlintrc.json'), path.join(project, '.oxlintrc.json'));
  cpSync(
    path.join(ROOT, 'scripts/checks/lint-plugin.ts'),
    path.join(project, 'scripts/checks/lint-plugin.ts'),
  );
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('ambient time and chance', () => {
  it('are refused in the domain, each by name', () => {
    write(
      'src/domain/late.ts',
      'export const late = (): readonly unknown[] => [Date.now(), new Date(), Math.random(), performance.now()];\n',
    );
    const findings = lint('src/domain');
    for (const name of ['Date.now', 'new Date', 'Math.random', 'performance.now']) {
      expect(findings.join('\n')).toContain(`${name} is banned`);
    }
  });

  it('are nobody else’s concern', () => {
    write('src/replica/clock.ts', 'export const now = (): number => Date.now();\n');
    expect(lint('src/replica')).toEqual([]);
  });
});

describe('raw channels of Electron', () => {
  it('are refused outside their one file', () => {
    write(
      'electron/main/menu.ts',
      "import { ipcMain, type BrowserWindow } from 'electron';\nexport const go = (w: BrowserWindow): void => {\n  ipcMain.on('x', () => w.webContents.send('y'));\n};\n",
    );
    expect(lint('electron/main/menu.ts')).toHaveLength(2);
  });

  it('are at home in it', () => {
    write(
      'electron/main/ipc-main.ts',
      "import { ipcMain, type BrowserWindow } from 'electron';\nexport const go = (w: BrowserWindow): void => {\n  ipcMain.on('x', () => w.webContents.send('y'));\n};\n",
    );
    expect(lint('electron/main/ipc-main.ts')).toEqual([]);
  });
});

describe('texts that a person reads', () => {
  it('are found in elements, attributes and braces', () => {
    write(
      'src/renderer/card.tsx',
      "export const Card = () => <b title=\"Late client\" aria-label={`Opens ${'x'}`}>Walk-in {'No show'}</b>;\n",
    );
    expect(lint('src/renderer')).toHaveLength(4);
  });

  it('do not include signs, class names and what the catalogue gives', () => {
    write(
      'src/renderer/card.tsx',
      'export const Card = (props: { readonly t: (key: string) => string }) => <b className="late card">{props.t(\'card.late\')} · × R</b>;\n',
    );
    expect(lint('src/renderer')).toEqual([]);
  });
});
