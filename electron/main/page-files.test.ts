import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerPageRequest, CONTENT_SECURITY_POLICY, fileFor } from './page-files.ts';

const base = mkdtempSync(path.join(tmpdir(), 'page-files-'));
const root = path.join(base, 'renderer');

beforeAll(() => {
  mkdirSync(path.join(root, 'assets'), { recursive: true });
  writeFileSync(path.join(base, 'secret.json'), '{"never":"served"}');
  writeFileSync(path.join(root, '.hidden.json'), '{}');
  writeFileSync(path.join(root, 'index.html'), '<!doctype html><title>Page</title>');
  writeFileSync(path.join(root, 'assets', 'page.js'), 'export {};');
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const get = (url: string, method = 'GET') => answerPageRequest(root, { url, method });

describe('the page asks for its files', () => {
  it('gets the page at the root and at every route of its router', async () => {
    for (const route of ['', 'calendar', 'payments/2026-11-23', 'people/Sipho%20Dlamini']) {
      const response = await get(`app://console/${route}`);
      expect([route, response.status]).toEqual([route, 200]);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    }
  });

  it('gets a script with its own type, to be kept for ever', async () => {
    const response = await get('app://console/assets/page.js');
    expect(await response.text()).toBe('export {};');
    expect(response.headers.get('content-type')).toContain('text/javascript');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toContain('immutable');
  });

  it('gets the policy with every answer, a refusal included', async () => {
    const page = await get('app://console/');
    expect(page.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(page.headers.get('cache-control')).toBe('no-store');
    const refusal = await get('app://console/missing.js');
    expect(refusal.headers.get('content-security-policy')).toBe("default-src 'none'");
  });

  it('finds no way out of its folder, however the dots are written', async () => {
    for (const way of [
      '../secret.json',
      '%2e%2e/secret.json',
      '..%2fsecret.json',
      '%2e%2e%2fsecret.json',
      'assets/..%2f..%2fsecret.json',
      '..%5csecret.json',
      '%252e%252e%252fsecret.json',
      '..%00/secret.json',
      '%2fetc%2fpasswd.json',
      '.hidden.json',
      '%E0%A4%A.json',
    ]) {
      const response = await get(`app://console/${way}`);
      expect([way, response.status]).toEqual([way, 404]);
      expect(await response.text()).not.toContain('never');
    }
  });

  it('gets nothing from another host, another scheme, another method or a missing file', async () => {
    expect(fileFor(root, 'app://elsewhere/index.html')).toBeNull();
    expect(fileFor(root, 'file:///etc/passwd')).toBeNull();
    expect((await get('app://console/', 'POST')).status).toBe(404);
    expect((await get('app://console/assets/missing.js')).status).toBe(404);
    expect((await get('app://console/assets/page.sh')).status).toBe(404);
  });
});

describe('the policy of the page', () => {
  it('never allows inline or evaluated code, frames or another host', () => {
    expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
    expect(CONTENT_SECURITY_POLICY).toMatch(/script-src 'self'(;|$)/);
    expect(CONTENT_SECURITY_POLICY).toContain("frame-ancestors 'none'");
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|https?:|\*/);
  });
});
