import type { DeskCalls } from './desk-api.ts';

/** Deadlines of calls in ms; those that go to the cloud wait longer. */
export const callDeadline = (name: keyof DeskCalls): number =>
  /^(session\.(signIn|demoSignIn|enrol)|flags|health|devices|import)/.test(name) ? 60_000 : 10_000;
