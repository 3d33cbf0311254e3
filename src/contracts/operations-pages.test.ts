import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPLICA_ERROR_CODES } from '../replica/replica-error.ts';
import { en } from '../texts/index.ts';
import { SYNC_CODES, SYNC_TROUBLES, syncTroubleOf } from './diagnosis.ts';
import { SYNC_STATES } from './ports.ts';

/** The operator's handbook against the program: every state and code that a person may be shown has its page. */

const OPERATIONS = path.resolve(import.meta.dirname, '../../docs/operations');
const page = (name: string): string => readFileSync(path.join(OPERATIONS, name), 'utf8');
const PARTS = ['What it means', 'What the receptionist sees', 'Check', 'Do', 'Escalate'];

describe('the operator’s pages', () => {
  it.each(SYNC_STATES)('explain the state %s, from what it means to when to escalate', (state) => {
    const text = page(`states/${state}.md`);
    expect(text).toMatch(new RegExp(`^# ${state}: `));
    expect(PARTS.filter((part) => !new RegExp(`^\\*\\*${part}\\b`, 'm').test(text))).toEqual([]);
    expect(page('states/README.md')).toContain(`(${state}.md)`);
    expect(en.diagnosis.state[state]).not.toBe('');
  });

  it('are of states that there are', () => {
    const pages = readdirSync(path.join(OPERATIONS, 'states')).filter((name) => name !== 'README.md');
    expect(pages.toSorted()).toEqual(SYNC_STATES.map((state) => `${state}.md`).toSorted());
  });

  it('have a section for each kind of trouble, in which each of its codes stands', () => {
    const sections = new Map(
      page('sync-codes.md')
        .split(/^#+ /m)
        .map((section) => [/`(\w+)`$/m.exec(section.split('\n')[0] ?? '')?.[1], section]),
    );
    for (const trouble of SYNC_TROUBLES) {
      expect(sections.get(trouble), trouble).toBeDefined();
      expect(en.diagnosis.trouble[trouble]).not.toBe('');
    }
    const missing = SYNC_CODES.filter((code) => !sections.get(syncTroubleOf(code))?.includes(`\`${code}\``));
    expect(missing).toEqual([]);
  });

  it('explain every code of the file', () => {
    const text = page('sync-codes.md');
    expect(REPLICA_ERROR_CODES.filter((code) => !text.includes(`| \`${code}\` |`))).toEqual([]);
  });

  it('link to pages that there are', () => {
    const broken: string[] = [];
    for (const name of [
      'sync-codes.md',
      ...readdirSync(path.join(OPERATIONS, 'states')).map((file) => `states/${file}`),
    ]) {
      for (const [, target = ''] of page(name).matchAll(/\]\(([^)#]+)\)/g)) {
        if (!existsSync(path.resolve(OPERATIONS, path.dirname(name), target)))
          broken.push(`${name}: ${target}`);
      }
    }
    expect(broken).toEqual([]);
  });
});
