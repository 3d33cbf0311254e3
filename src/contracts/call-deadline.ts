import type { DeskCalls } from './desk-api.ts';

/** Deadlines of calls in ms; those that go to the cloud wait longer. */
export const callDeadline = (name: keyof DeskCalls): number => {
  // Progress is shown and a person may stop it: only a desk that hangs needs an end.
  if (/^(import|export)\./.test(name)) return 10 * 60_000;
  return /^(session\.(signIn|demoSignIn|enrol|join|resetPassword)|cloud|password|invitation|flags|health|devices)/.test(
    name,
  )
    ? 60_000
    : 10_000;
};
