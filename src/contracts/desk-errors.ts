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
  'REPLICA_CORRUPT', // damaged; and again, after it was put aside three times within a day
  'REPLICA_IN_USE', // another console has the same file open
  'REPLICA_IO', // the disk does not answer
  'DISK_FULL',
  'DESK_GONE', // the desk process ended while the call was under way
  'FILE_UNREADABLE', // empty, or neither a list nor a calendar
  'FILE_TOO_LONG', // more rows or events than one import may have
  'WRONG_PASSPHRASE', // it does not open the file, or the file was changed
  'OTHER_BUSINESS', // the file was saved on a PC of another business
  'CANCELLED', // a person stopped it; nothing was written
  // First start: which cloud.
  'LINK_UNREADABLE', // what was pasted holds no invitation link
  'ADDRESS_INVALID', // not an address
  'ADDRESS_NOT_HTTPS',
  'ADDRESS_UNREACHABLE', // no such host, or nobody answers there
  'ADDRESS_UNTRUSTED', // its certificate is not good; or this PC's date is wrong
  'NOT_A_CLOUD', // something else answers there
  'CLOUD_NOT_PREPARED', // a Supabase project without the console's functions
  'KEY_REFUSED',
  'KEY_SECRET', // a key that opens everything: never at a desk
  'CLOCK_WRONG', // this PC's clock is minutes off
  'OTHER_CLOUD', // this PC works with another cloud already
  // Invitations.
  'INVITATION_UNKNOWN',
  'INVITATION_WITHDRAWN',
  'INVITATION_USED',
  'INVITATION_EXPIRED',
  'INVITATION_OTHER_ADDRESS', // the account's address is not the invited one
  'ALREADY_MEMBER',
  'ACCOUNT_EXISTS', // the address has an account; its own password is needed
  'SIGN_UP_OFF', // the cloud lets nobody make an account
  'EMAIL_NOT_CONFIRMED', // the address has to be confirmed by e-mail first
  // Passwords.
  'WEAK_PASSWORD',
  'SAME_PASSWORD',
  'CODE_WRONG', // wrong, used or older than an hour
  'NO_EMAIL', // the cloud sends no e-mail
  'TOO_OFTEN',
  'UNKNOWN', // a bug: logged
] as const;
export type DeskErrorCode = (typeof DESK_ERROR_CODES)[number];
