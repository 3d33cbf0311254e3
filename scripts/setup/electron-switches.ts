import { statfsSync } from 'node:fs';

/** Chromium keeps its pictures in shared memory; with less than this it crashes on large windows. */
const ENOUGH_SHARED_MEMORY = 256 * 1024 * 1024;

function isSharedMemorySmall(): boolean {
  try {
    const { bsize, blocks } = statfsSync('/dev/shm');
    return bsize * blocks < ENOUGH_SHARED_MEMORY;
  } catch {
    return true;
  }
}

/**
 * The switches that this machine asks for. Chromium refuses to run its sandbox as root, so root alone goes without;
 * every other start keeps it. `virtual`: the screen is one in memory, which has no graphics card.
 */
export function electronSwitches({ virtual }: { readonly virtual: boolean }): readonly string[] {
  if (process.platform !== 'linux') return [];
  return [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(isSharedMemorySmall() ? ['--disable-dev-shm-usage'] : []),
    ...(virtual ? ['--disable-gpu'] : []),
  ];
}
