import { describe, expect, it } from 'vitest';
import { deskSettings, storedCloud } from './desk-settings.ts';

const reception = { role: 'front_desk', label: 'Reception', email: 'r@demo.test', password: 'demo' };
const demo = JSON.stringify({ now: 1_795_000_000_000, signIns: [reception] });

describe('what the environment says', () => {
  it('starts without a cloud, a demo or a key file when it says nothing', () => {
    expect(deskSettings({}, '10')).toEqual({
      cloud: null,
      cloudFixed: false,
      demo: null,
      nativeBinding: null,
      keyFileAllowed: false,
    });
  });

  it('brings the demo and its cloud, and lets the demo keep its key in a file', () => {
    const settings = deskSettings(
      {
        CONSOLE_CLOUD_URL: 'http://127.0.0.1:54321',
        CONSOLE_CLOUD_KEY: 'sb_publishable_x',
        CONSOLE_DEMO: demo,
      },
      '10',
    );
    expect(settings.cloud).toEqual({ url: 'http://127.0.0.1:54321', publishableKey: 'sb_publishable_x' });
    expect(settings.cloudFixed).toBe(true);
    expect(settings.demo).toEqual({ now: 1_795_000_000_000, signIns: [reception] });
    expect(settings.keyFileAllowed).toBe(true);
  });

  it('hands the binding on only to a runtime that needs it', () => {
    const environment = { CONSOLE_SQLITE_BINDING: '/cache/better_sqlite3.node' };
    expect(deskSettings(environment, '9').nativeBinding).toBe('/cache/better_sqlite3.node');
    expect(deskSettings(environment, '10').nativeBinding).toBeNull();
    expect(() => deskSettings({}, '9')).toThrow(/npm start/);
  });

  it.each([
    [{ CONSOLE_CLOUD_URL: 'http://cloud.example', CONSOLE_CLOUD_KEY: 'k' }, /https/],
    [{ CONSOLE_CLOUD_URL: 'nonsense', CONSOLE_CLOUD_KEY: 'k' }, /https/],
    [{ CONSOLE_CLOUD_URL: 'https://project.supabase.co' }, /CONSOLE_CLOUD_KEY/],
    [{ CONSOLE_DEMO: '{' }, /not JSON/],
    [{ CONSOLE_DEMO: '{"now":"soon","signIns":[]}' }, /CONSOLE_DEMO/],
    [{ CONSOLE_DEMO: '{"now":1,"signIns":[{"role":"owner"}]}' }, /signIns/],
  ])('refuses %j in words', (environment, words) => {
    expect(() => deskSettings(environment, '10')).toThrow(words);
  });
});

describe('the cloud that an earlier start was told of', () => {
  const cloud = { url: 'https://project.supabase.co', publishableKey: 'sb_publishable_x' };
  it('is known again', () => {
    expect(storedCloud({ theme: 'dark', cloud })).toEqual(cloud);
  });
  it.each([
    [null],
    ['text'],
    [{ theme: 'dark' }],
    [{ cloud: null }],
    [{ cloud: { ...cloud, url: 'http://project.supabase.co' } }],
    [{ cloud: { ...cloud, url: 7 } }],
    [{ cloud: { url: cloud.url } }],
  ])('is asked for again when the settings hold %j', (settings) => {
    expect(storedCloud(settings)).toBeNull();
  });
});
