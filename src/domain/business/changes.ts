/** The fields that are really named: under exactOptionalPropertyTypes an absent key is absent, never undefined. */
export const namedValues = <T extends object>(changes: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as never;

export const namesSomething = (changes: object): boolean => Object.keys(changes).length > 0;

/** Setting a business up is for those who run it. */
export const MANAGING = ['owner', 'manager'] as const;
