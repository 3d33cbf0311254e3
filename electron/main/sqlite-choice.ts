/**
 * True when the runtime cannot load SQLite's shipped binary (Node-API 10) and needs the one built for it. Loading the
 * wrong one is a crash, not an exception, so this is asked before anything is loaded.
 */
export const needsOwnSqliteBinding = (nodeApi: string | undefined): boolean => Number(nodeApi ?? 0) < 10;
