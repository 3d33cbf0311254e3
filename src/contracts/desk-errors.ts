/** Apart from the schemas, so that the page's first screen loads without them. */
export const DESK_ERROR_CODES = [
  'BAD_REQUEST', // arguments that the schema refuses
  'REJECTED', // a business rule said no; see `rejection`
  'SIGNED_OUT',
  'LOCKED', // the desk is locked: unlock with a PIN
  'WRONG_PASSWORD',
  'WRONG_PIN',
  'PIN_BLOCKED', // five failures: sign in online
  'PIN_EXPIRED', // 30 days without a sign-in online
  'OFFLINE', // needs the cloud and there is no connection
  'TIMEOUT',
  'NO_ACCESS', // the person belongs to no business here
  'NOT_ENROLLED', // this PC is not enrolled and the person may not enrol it
  'CHANGED_MEANWHILE', // flag shown is not the flag stored
  'CLOUD_REFUSED',
  'READ_ONLY', // writes are blocked: PIN expired, disk full, device refused
  'REPLICA_LOCKED', // the file's key does not open it
  'REPLICA_NEWER', // made by a newer version of the console
  'REPLICA_CORRUPT',
  'DISK_FULL',
  'DESK_GONE', // the desk process ended while the call was under way
  'FILE_UNREADABLE', // empty, or neither a list nor a calendar
  'FILE_TOO_LONG', // more rows or events than one import may have
  'CANCELLED', // a person stopped it; nothing was written
  'UNKNOWN', // a bug: logged
] as const;
export type DeskErrorCode = (typeof DESK_ERROR_CODES)[number];
