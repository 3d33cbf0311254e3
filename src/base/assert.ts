/** A broken promise inside the program: never shown as a business error, always logged. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** Makes the compiler prove that every member of a union was handled. */
export function assertNever(value: never, what = 'value'): never {
  throw new InvariantError(`unhandled ${what}: ${JSON.stringify(value)}`);
}

export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new InvariantError(`${what} is missing`);
  return value;
}
