import { describe, expect, it } from 'vitest';
import { uuidV7 } from './ids.ts';

describe('ids', () => {
  it('carry the time and the version of RFC 9562', () => {
    const id = uuidV7(0x017f22e279b0, (bytes) => bytes.fill(0xff));
    expect(id).toBe('017f22e2-79b0-7fff-bfff-ffffffffffff');
  });
});
