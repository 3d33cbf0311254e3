import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** The import table, read by the real dependency-cruiser on a small project. */

const ROOT = path.resolve(import.meta.dirname, '../..');
let project = '';

const write = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
  writeFileSync(path.join(project, file), text);
};

beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), 'import-table-'));
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

describe('the import table', () => {
  /** The violated rules of one file's imports. */
  function imports(): readonly string[] {
    const args = [
      '--import',
      path.join(ROOT, 'scripts/checks/typescript-for-cruiser.ts'),
      path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config',
      path.join(ROOT, '.dependency-cruiser.mjs'),
      '--output-type',
      'json',
      'src',
    ];
    const { stdout } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
    const report = JSON.parse(stdout) as {
      readonly summary: {
        readonly violations: readonly { rule: { name: string }; from: string; to: string }[];
      };
    };
    return report.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  }

  it('counts imports of types alone, and names the rule', () => {
    write('src/replica/rows.ts', 'export type Row = { readonly id: string };\n');
    write('src/sync/push.ts', "import type { Row } from '../replica/rows.ts';\nexport type Pushed = Row;\n");
    write(
      'src/domain/money.ts',
      "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n",
    );
    expect(imports().toSorted()).toEqual([
      'no-node-in-pure-code-and-page: src/domain/money.ts → fs',
      'not-in-allowed: src/sync/push.ts → src/replica/rows.ts',
    ]);
  });

  it('lets through what the table allows', () => {
    write('src/base/time.ts', 'export type Instant = number;\n');
    write(
      'src/domain/day.ts',
      "import type { Instant } from '../base/time.ts';\nexport type Day = Instant;\n",
    );
    expect(imports()).toEqual([]);
  });
});
