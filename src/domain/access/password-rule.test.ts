import { expect, it } from 'vitest';
import { passwordProblem } from './password-rule.ts';

it.each([
  ['correct horse', null],
  ['123456789', 'short'],
  ['nine signs', null],
  ['x'.repeat(72), null],
  ['x'.repeat(73), 'long'],
  ['é'.repeat(37), 'long'],
  ['🙂'.repeat(18), null],
  ['Thandi.Zulu@salon.example', 'address'],
  ['thandi.zulu', 'address'],
] as const)('"%s" is %s', (password, problem) => {
  expect(passwordProblem(password, 'thandi.zulu@salon.example')).toBe(problem);
});
