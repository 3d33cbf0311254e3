import { expect, it } from 'vitest';
import { profileFolder, profileFrom } from './profile.ts';

it('keeps one data folder a profile, beside the default one', () => {
  expect(profileFrom(['electron', '.'])).toBe('main');
  expect(profileFrom(['electron', '.', '--profile', 'desk-2'])).toBe('desk-2');
  expect(profileFrom(['electron', '--profile=desk-2', '.'])).toBe('desk-2');
  expect(profileFolder('/home/thandi/.config/Console', 'main')).toBe('/home/thandi/.config/Console');
  expect(profileFolder('/home/thandi/.config/Console', 'desk-2')).toBe('/home/thandi/.config/Console-desk-2');
});

it.each(['', '../elsewhere', 'Desk 2', '.', 'a/b', '-x'])('refuses "%s" as a name', (name) => {
  expect(() => profileFrom(['electron', `--profile=${name}`])).toThrow(RangeError);
});
