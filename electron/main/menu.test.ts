import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import type { MenuCommand } from '../../src/contracts/main-api.ts';
import { menuTemplate } from './menu.ts';

const items = (menu: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  menu.flatMap((entry) => [entry, ...(Array.isArray(entry.submenu) ? items(entry.submenu) : [])]);

const menuOf = (platform: NodeJS.Platform, demo = false) => {
  const ran: MenuCommand[] = [];
  const all = items(
    menuTemplate({ platform, demo, development: false, run: (command) => ran.push(command) }),
  );
  return { all, ran };
};

describe('the menu', () => {
  it('passes its commands to the page by name', () => {
    const { all, ran } = menuOf('linux');
    for (const item of all) item.click?.({} as never, undefined, {} as never);
    expect(ran).toEqual(['new-booking', 'walk-in', 'search', 'go-day-sheet', 'lock', 'today', 'shortcuts']);
  });

  it('shows shortcuts without taking them: N must still type an n', () => {
    const booking = menuOf('linux').all.find((item) => item.id === 'new-booking');
    expect(booking).toMatchObject({ accelerator: 'N', registerAccelerator: false });
  });

  it('leaves bare letters out on macOS, which would take them', () => {
    const mac = menuOf('darwin').all;
    expect(mac.find((item) => item.id === 'new-booking')).not.toHaveProperty('accelerator');
    expect(mac.find((item) => item.id === 'lock')).toMatchObject({ accelerator: 'CommandOrControl+L' });
  });

  it('offers the cable in the demo alone, and developer tools never', () => {
    expect(menuOf('linux').all.some((item) => item.id === 'toggle-cable')).toBe(false);
    expect(menuOf('linux', true).all.some((item) => item.id === 'toggle-cable')).toBe(true);
    expect(menuOf('linux').all.some((item) => item.role === 'toggleDevTools')).toBe(false);
  });
});
