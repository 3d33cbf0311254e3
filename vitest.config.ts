import { defineConfig } from 'vitest/config';

/** Tests that share one PostgreSQL or one screen run one file at a time. */
const serial = { fileParallelism: false, maxWorkers: 1 } as const;

export default defineConfig({
  test: {
    passWithNoTests: true,
    restoreMocks: true,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,electron,scripts}/**/*.test.{ts,tsx}'],
          environment: 'node',
          testTimeout: 10_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/{contracts,model,integration}/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          ...serial,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Sync against everything that can happen to it; `npm run sim` plays more seeds.
        test: {
          name: 'simulation',
          include: ['tests/simulation/**/*.test.ts'],
          environment: 'node',
          testTimeout: 300_000,
          hookTimeout: 120_000,
          ...serial,
          sequence: { groupOrder: 2 },
        },
      },
      {
        // The stories that `npm test` runs in the real Electron.
        test: {
          name: 'core',
          include: ['tests/e2e/core/**/*.test.ts'],
          environment: 'node',
          testTimeout: 90_000,
          hookTimeout: 120_000,
          ...serial,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          exclude: ['tests/e2e/core/**'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          ...serial,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
