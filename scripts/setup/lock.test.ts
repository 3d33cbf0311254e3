import { mkdtempSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, withLock } from './lock.ts';

/** Above the largest process number that Linux gives out. */
const NOBODY = 2 ** 22 + 1;

describe('the lock between two starts', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'console-lock-'));
    file = path.join(folder, 'some.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('lets the second in when the first is done, not before', async () => {
    const order: string[] = [];
    let finish = (): void => undefined;
    const first = withLock(file, 'a test', async () => {
      order.push('first in');
      await new Promise<void>((resolve) => (finish = resolve));
      order.push('first out');
    });
    const second = withLock(file, 'a test', async () => {
      order.push('second in');
    });
    finish();
    await Promise.all([first, second]);
    expect(order).toEqual(['first in', 'first out', 'second in']);
  });

  it('is not held by a start that died', async () => {
    writeFileSync(file, String(NOBODY));
    expect(isAlive(NOBODY)).toBe(false);
    await expect(withLock(file, 'a test', async () => 'in')).resolves.toBe('in');
  });

  it('is free again after a failure', async () => {
    await expect(withLock(file, 'a test', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(file)).toBe(false);
  });
});
