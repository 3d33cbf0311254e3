/**
 * Failures in three parts: what happened, what it means for the work, what to do. Keys are the codes of the desk
 * (DESK_ERROR_CODES) and of refused commands (REJECTION_CODES); a test holds them complete.
 */
export const errors = {
  code: 'Code {{code}}',
  screen: {
    what: 'This screen stopped.',
    means: 'Nothing you saved is lost: it is kept on this PC.',
    action: 'Open the screen again. If it stops again, restart the console.',
    again: 'Open again',
  },
  start: {
    KEY_STORE_UNAVAILABLE: {
      what: 'The key of the diary cannot be read.',
      means: 'The operating system’s safe place for keys does not answer. The diary is untouched.',
      action: 'Unlock the key ring of this PC, or sign in to the PC again, and start the console once more.',
    },
    KEY_NEWER: {
      what: 'The key of the diary was made by a newer version of the console.',
      means: 'This version cannot read it. The diary is untouched.',
      action: 'Install the newest version and start again.',
    },
    DEVICE_REVOKED: {
      what: 'This PC was taken off the business.',
      means:
        'An owner or manager did it. The key of its diary was destroyed: nothing that it held can be read any more.',
      action:
        'Close the console. To use this PC again, start it, and let an owner or manager sign in and add it as a new one.',
    },
    DESK_CRASHES: {
      what: 'The desk stopped several times in a row.',
      means: 'What you saved is kept on this PC, but nothing can be shown now.',
      action: 'Restart the PC. If it stays, call support: do not delete the file.',
    },
  },
  desk: {
    BAD_REQUEST: {
      what: 'The console could not read what was entered.',
      means: 'Nothing was changed.',
      action: 'Check the fields and try again.',
    },
    REJECTED: {
      what: 'That is not possible here.',
      means: 'Nothing was changed.',
      action: 'Look at the reason and choose another way.',
    },
    SIGNED_OUT: {
      what: 'Nobody is signed in.',
      means: 'Your work is kept on this PC.',
      action: 'Sign in and carry on.',
    },
    LOCKED: {
      what: 'The desk is locked.',
      means: 'Nothing is shown or changed while it is.',
      action: 'Unlock it with your PIN.',
    },
    WRONG_PASSWORD: {
      what: 'The email address and password do not match.',
      means: 'You are not signed in.',
      action: 'Check both and try again. Caps Lock matters.',
    },
    WRONG_PIN: {
      what: 'That is not the PIN.',
      means: 'The desk stays locked.',
      action: 'Try again. After five wrong PINs you need your password and a connection.',
    },
    PIN_BLOCKED: {
      what: 'Five wrong PINs: this PIN is blocked.',
      means: 'You cannot switch in by PIN. What waits to be sent is kept.',
      action: 'Sign in with email and password while online.',
    },
    PIN_EXPIRED: {
      what: 'Your PIN has not been confirmed online for 30 days.',
      means: 'You can read, but not change anything. What waits to be sent is kept.',
      action:
        'Connect and sign in with email and password once. If the date of this PC is wrong, set it right: that is enough.',
    },
    OFFLINE: {
      what: 'There is no connection to the cloud.',
      means: 'This one thing needs it. Bookings and payments still work and are sent later.',
      action: 'Check the network cable or Wi-Fi, then try again.',
    },
    TIMEOUT: {
      what: 'There was no answer in time.',
      means: 'It may or may not have been done.',
      action: 'Look at the screen before you try again.',
    },
    NO_ACCESS: {
      what: 'You do not belong to the business of this PC.',
      means: 'You cannot work here with this account.',
      action: 'Ask the owner to add you, or use another account.',
    },
    NOT_ENROLLED: {
      what: 'This PC has not been added to the business yet.',
      means: 'It may not hold the diary.',
      action: 'Ask an owner or manager to sign in here once.',
    },
    CHANGED_MEANWHILE: {
      what: 'Somebody else changed it while you were looking.',
      means: 'Your change was not made.',
      action: 'Look at the new value and decide again.',
    },
    CLOUD_REFUSED: {
      what: 'The cloud refused it.',
      means: 'Nothing was changed there.',
      action: 'Try again in a minute. If it stays, tell support the code.',
    },
    READ_ONLY: {
      what: 'This desk may only read at the moment.',
      means: 'The diary is shown, but nothing can be changed.',
      action: 'Look at the notice at the top for the reason.',
    },
    REPLICA_LOCKED: {
      what: 'The diary on this PC could not be unlocked.',
      means: 'The file is untouched, but its key does not open it.',
      action: 'Restart the console. If it stays, call support: do not delete the file.',
    },
    REPLICA_NEWER: {
      what: 'The diary on this PC was made by a newer version of the console.',
      means: 'This version cannot open it without harm.',
      action: 'Install the newest version and start again.',
    },
    REPLICA_CORRUPT: {
      what: 'The diary file on this PC is damaged.',
      means:
        'It is put aside whole. Work not yet sent is kept in a second copy, and the rest is fetched again.',
      action:
        'The console restarts by itself. If it says this again, the disk of this PC is failing: call support.',
    },
    REPLICA_IN_USE: {
      what: 'The diary is open in another console on this PC.',
      means: 'Two at once would not see each other’s work. Nothing was changed.',
      action: 'Use the other window. If there is none, restart the PC and open the console once.',
    },
    REPLICA_IO: {
      what: 'The disk of this PC did not answer.',
      means: 'Nothing was changed by this. What was saved is safe.',
      action: 'Try again. If it stays, restart the PC; then call support before anything else.',
    },
    DISK_FULL: {
      what: 'The disk of this PC is full.',
      means: 'Nothing new can be saved. What was saved is safe.',
      action: 'Free some space; work goes on by itself.',
    },
    DESK_GONE: {
      what: 'The desk was restarting at that moment.',
      means: 'It may or may not have been done. What you typed is still here.',
      action: 'Wait for "connected", look, and try again if it is missing.',
    },
    FILE_UNREADABLE: {
      what: 'That file cannot be read here: it is empty, cut short, or of another kind.',
      means: 'Nothing was changed.',
      action: 'Clients come as CSV, a diary as .ics, saved work as .work. Save or export it again.',
    },
    FILE_TOO_LONG: {
      what: 'That file has more than 20 000 entries.',
      means: 'Nothing was imported.',
      action: 'Split it and bring it in parts.',
    },
    WRONG_PASSPHRASE: {
      what: 'That passphrase does not open the file.',
      means: 'Nothing was brought back.',
      action: 'Type it again as it was when the file was saved: spaces and capitals count.',
    },
    OTHER_BUSINESS: {
      what: 'That file belongs to another business.',
      means: 'Nothing was brought back.',
      action: 'Choose the file that was saved on a PC of this business.',
    },
    CANCELLED: {
      what: 'It was stopped.',
      means: 'Nothing was imported.',
      action: 'Choose the file again when you are ready.',
    },
    LINK_UNREADABLE: {
      what: 'This is not an invitation link.',
      means:
        'A link begins with appointmentbooking://join and is long; perhaps only a part of it was copied.',
      action: 'Copy the whole message that you were given and paste it here.',
    },
    ADDRESS_INVALID: {
      what: 'This is not the address of a cloud.',
      means: 'An address looks like https://name.supabase.co, with nothing behind it.',
      action: 'Check it letter by letter, or paste an invitation link instead.',
    },
    ADDRESS_NOT_HTTPS: {
      what: 'The address does not begin with https.',
      means: 'Over http anybody on the way could read what is sent, so the console does not use it.',
      action: 'Type the address with https, or ask whoever runs the cloud for it.',
    },
    ADDRESS_UNREACHABLE: {
      what: 'Nobody answers at this address.',
      means: 'Either it has a typing error, or this PC has no connection at the moment.',
      action: 'Check the address and the network, then try again.',
    },
    ADDRESS_UNTRUSTED: {
      what: 'The certificate of this address is not good.',
      means: 'Somebody could stand between this PC and the cloud; or the date of this PC is wrong.',
      action: 'Check this PC’s date. If it is right, tell whoever runs the cloud.',
    },
    NOT_A_CLOUD: {
      what: 'Something answers at this address, but it is no cloud of the console.',
      means: 'It may be a web site or another program.',
      action: 'Check the address, or paste an invitation link instead.',
    },
    CLOUD_NOT_PREPARED: {
      what: 'This cloud has not been prepared for the console.',
      means: 'The address and the key are good, but the console’s tables and functions are missing there.',
      action: 'Ask whoever runs the cloud to prepare it (npm run cloud:migrate).',
    },
    KEY_REFUSED: {
      what: 'The cloud does not accept this key.',
      means: 'It may have a typing error, or it was replaced.',
      action: 'Copy the publishable key again, or ask for a new invitation link.',
    },
    KEY_SECRET: {
      what: 'This is a secret key. It must never be on a desk.',
      means: 'Whoever has it can read and change everything of every business. It was not kept here.',
      action:
        'Use the publishable key. If the secret one was sent to you, ask whoever runs the cloud to replace it.',
    },
    CLOCK_WRONG: {
      what: 'The clock of this PC is wrong.',
      means: 'Links, codes and sign-ins are good for a limited time, so they cannot be checked here.',
      action: 'Set the date and the time of this PC, then try again.',
    },
    OTHER_CLOUD: {
      what: 'This belongs to another cloud than this PC works with.',
      means: 'Nothing was changed.',
      action: 'Use it on a PC of that business, or ask for a link of this one.',
    },
    INVITATION_UNKNOWN: {
      what: 'The cloud does not know this invitation.',
      means: 'It was replaced by a newer one, or a part of the link is missing.',
      action: 'Paste the newest link as a whole, or ask whoever invited you for a new one.',
    },
    INVITATION_WITHDRAWN: {
      what: 'This invitation was withdrawn.',
      means: 'The link opens nothing any more.',
      action: 'Ask whoever invited you.',
    },
    INVITATION_USED: {
      what: 'This invitation has been used.',
      means: 'A link works once.',
      action: 'If it was you, sign in with your email address and password. Otherwise ask for a new link.',
    },
    INVITATION_EXPIRED: {
      what: 'This invitation has expired.',
      means: 'A link works for seven days.',
      action: 'Ask whoever invited you for a new one.',
    },
    INVITATION_OTHER_ADDRESS: {
      what: 'This account is not the one that was invited.',
      means: 'An invitation is for one email address alone.',
      action: 'Sign in with the address that was invited, or ask for a link for yours.',
    },
    ALREADY_MEMBER: {
      what: 'Somebody with this email address signs in here already.',
      means: 'No invitation was made.',
      action: 'Look for the name under “Who signs in”.',
    },
    ACCOUNT_EXISTS: {
      what: 'There is an account with this email address already.',
      means: 'It keeps its own password, which is not the one that was typed.',
      action: 'Type the password of that account. If it is forgotten, choose a new one by email.',
    },
    SIGN_UP_OFF: {
      what: 'This cloud does not let people make accounts.',
      means: 'The invitation stays good.',
      action: 'Ask whoever runs the cloud to make the account, then come back with its password.',
    },
    EMAIL_NOT_CONFIRMED: {
      what: 'The email address has not been confirmed yet.',
      means: 'The account waits until it is.',
      action: 'Look for the email of the cloud, also among unwanted mail.',
    },
    WEAK_PASSWORD: {
      what: 'This password is too easy to guess.',
      means: 'It was not taken.',
      action: 'Choose a longer one: four words make a good one.',
    },
    SAME_PASSWORD: {
      what: 'This is the password of before.',
      means: 'Nothing was changed.',
      action: 'Choose another one, or sign in with it.',
    },
    CODE_WRONG: {
      what: 'This code is not good.',
      means: 'It has a typing error, was used already, or is older than an hour.',
      action: 'Check it, or let a new code be sent.',
    },
    NO_EMAIL: {
      what: 'This cloud sends no email.',
      means: 'A forgotten password cannot be replaced from here.',
      action: 'Ask an owner, or whoever runs the cloud, to set a new one.',
    },
    TOO_OFTEN: {
      what: 'That was tried too often.',
      means: 'The cloud asks for a pause, to keep others from guessing.',
      action: 'Wait a minute, then try again.',
    },
    UNKNOWN: {
      what: 'Something went wrong that should not.',
      means: 'It was written to the log of this PC.',
      action: 'Try again. If it stays, tell support the code.',
    },
  },
  rejection: {
    overlap: {
      what: 'That time is taken.',
      means: 'The person or the room has another booking then.',
      action: 'Choose another time, person or room.',
    },
    stale: {
      what: 'It changed while you were looking.',
      means: 'Your change was not made, so that nothing is overwritten.',
      action: 'Look at what it says now and decide again.',
    },
    transition: {
      what: 'That step does not follow from where it stands.',
      means: 'The status was not changed.',
      action: 'Look at the status now and choose a step that fits.',
    },
    not_found: {
      what: 'It is no longer there.',
      means: 'Somebody removed it.',
      action: 'Look at the day again.',
    },
    forbidden: {
      what: 'Your role may not do that.',
      means: 'Nothing was changed.',
      action: 'Ask a manager to do it, or to sign in here.',
    },
    invalid: {
      what: 'Something in it cannot be right.',
      means: 'Nothing was changed.',
      action: 'Check times and amounts and try again.',
    },
    duplicate: {
      what: 'That has already been done.',
      means: 'It was not done a second time.',
      action: 'Look at the screen: it should be there.',
    },
    paid: {
      what: 'Money has been taken for it.',
      means: 'A paid visit is not cancelled or removed.',
      action: 'Reverse the payment first.',
    },
    unknown_command: {
      what: 'This version of the console does not know how to do that.',
      means: 'Nothing was changed.',
      action: 'Restart the console to update it.',
    },
    no_consent: {
      what: 'The client has not agreed to this being kept.',
      means: 'Allergies and health alerts are special personal information. Nothing was written down.',
      action: 'Record the client’s consent first, then add it again.',
    },
    immutable: {
      what: 'That cannot be changed afterwards.',
      means: 'Nothing was changed.',
      action: 'Cancel it and make a new one.',
    },
    stale_version: {
      what: 'This version of the console is too old for that.',
      means: 'The cloud did not accept it. It is kept here.',
      action: 'Update the console, then send it again.',
    },
    own_role: {
      what: 'Nobody changes their own role or shuts themselves out.',
      means: 'Nothing was changed.',
      action: 'Ask another owner or manager to do it.',
    },
    last_owner: {
      what: 'This is the only owner who can sign in.',
      means: 'Without one nobody could run the business, so nothing was changed.',
      action: 'Make somebody else an owner first.',
    },
    resolved: {
      what: 'Somebody else has finished this conflict already.',
      means: 'What they decided stands. Nothing was sent twice.',
      action: 'Look at how it stands now; do it again only if it is still wanted.',
    },
    in_use: {
      what: 'It is still needed.',
      means: 'Visits that are to come, or people, still belong to it. Nothing was changed.',
      action: 'Move or cancel those visits and move the people first.',
    },
  },
} as const;
