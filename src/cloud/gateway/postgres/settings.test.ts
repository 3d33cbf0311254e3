import { expect, test } from 'vitest';
import { dynamicSharedMemory } from './settings.ts';

const MIB = 1024 * 1024;

test('a container with 64 MiB of /dev/shm, or none, keeps shared memory in the data folder', () => {
  expect(dynamicSharedMemory('linux', 64 * MIB)).toBe('mmap');
  expect(dynamicSharedMemory('linux', 0)).toBe('mmap');
  expect(dynamicSharedMemory('linux', 1_024 * MIB)).toBe('posix');
});
