import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../../src/contracts/main-api.ts';
import { TEXTS } from './texts.ts';

type MenuContext = {
  readonly platform: NodeJS.Platform;
  readonly demo: boolean;
  readonly development: boolean;
  readonly run: (command: MenuCommand) => void;
};

/**
 * The application menu. The page handles its own keys, some of them bare letters that must still type a letter in a
 * field; so the menu shows a command's shortcut without registering it. macOS always registers, so bare letters are
 * left out there.
 */
export function menuTemplate(context: MenuContext): MenuItemConstructorOptions[] {
  const { platform, demo, development, run } = context;
  const mac = platform === 'darwin';
  const item = (command: MenuCommand, label: string, shortcut?: string): MenuItemConstructorOptions => {
    const shown = shortcut !== undefined && !(mac && shortcut.length === 1);
    return {
      id: command,
      label,
      ...(shown ? { accelerator: shortcut, registerAccelerator: false } : {}),
      click: () => run(command),
    };
  };
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  return [
    ...(mac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: TEXTS.file,
      submenu: [
        item('new-booking', TEXTS.newBooking, 'N'),
        item('walk-in', TEXTS.walkIn, 'W'),
        item('search', TEXTS.search, 'CommandOrControl+K'),
        separator,
        item('go-day-sheet', TEXTS.daySheet, 'CommandOrControl+P'),
        separator,
        item('lock', TEXTS.lock, 'CommandOrControl+L'),
        ...(mac ? [] : [separator, { role: 'quit', label: TEXTS.quit } satisfies MenuItemConstructorOptions]),
      ],
    },
    {
      label: TEXTS.edit,
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: TEXTS.view,
      submenu: [
        item('today', TEXTS.today, 'T'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(development
          ? ([
              separator,
              { role: 'reload' },
              { role: 'toggleDevTools' },
            ] satisfies MenuItemConstructorOptions[])
          : []),
      ],
    },
    ...(demo ? [{ label: TEXTS.demo, submenu: [item('toggle-cable', TEXTS.toggleCable)] }] : []),
    { role: 'help', label: TEXTS.help, submenu: [item('shortcuts', TEXTS.shortcuts, '?')] },
  ];
}
