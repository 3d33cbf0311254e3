import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** An application that is nothing but a window of the console's size: what every Electron application pays. */
export function emptyWindowApp(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'empty-window-'));
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'empty-window', version: '1.0.0', type: 'module', main: 'main.js' }),
  );
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>Empty</title><p id="there">.</p>');
  writeFileSync(
    path.join(folder, 'main.js'),
    `import path from 'node:path';
import { app, BrowserWindow, Menu } from 'electron';
Menu.setApplicationMenu(null);
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1366, height: 768, show: false });
  window.once('ready-to-show', () => window.show());
  return window.loadFile(path.join(import.meta.dirname, 'index.html'));
});
app.on('window-all-closed', () => app.quit());
`,
  );
  return folder;
}
