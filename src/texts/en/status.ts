/** The status bar and its diagnosis, in words that a receptionist understands. */
export const status = {
  label: 'Connection',
  short: {
    connected: 'Connected',
    syncing: 'Sending and fetching',
    offline: 'Offline',
    opening: 'Opening',
    first: 'First fetch',
    attention: 'Needs attention',
    reconnecting: 'Reconnecting',
  },
  completeTo: 'complete to {{time}}',
  completeNever: 'not complete yet',
  waiting_one: '{{count}} change waiting',
  waiting_other: '{{count}} changes waiting',
  nothingWaiting: 'nothing waiting',
  conflicts_one: '{{count}} conflict',
  conflicts_other: '{{count}} conflicts',
  hold: 'Held back: look before it is sent',
  version: 'Version {{version}}',
  open: 'Explain the connection',
  line: 'The diary is complete to {{time}}',
  diagnosis: {
    connected: {
      title: 'Everything is in step',
      text: 'This PC and the cloud hold the same diary. Other desks see your bookings within a second.',
    },
    syncing: {
      title: 'Sending and fetching',
      text: 'Changes are on their way. Keep working, nothing waits for it.',
    },
    offline: {
      title: 'No connection to the cloud',
      text: 'Keep booking and taking money: everything is saved on this PC and sent when the line is back. Another desk could take the same time meanwhile; if so, you will be told.',
      action:
        'Check the network cable or the Wi-Fi. Other PCs in the shop offline too? Then it is the line or the power of the router.',
    },
    opening: { title: 'Opening the diary', text: 'The diary on this PC is being opened.' },
    first: {
      title: 'Fetching the diary for the first time',
      text: 'Today comes first and can be used already; older months follow.',
    },
    closed: {
      title: 'This PC does not exchange data now',
      text: 'What is saved here stays here. It begins as soon as somebody of the business signs in.',
    },
    recovering: {
      title: 'The diary is fetched again after damage',
      text: 'The file on this PC was damaged and was put aside. What had not been sent was kept and is sent now; the diary comes back, today first.',
      action: 'Nothing to do. If this comes again, the disk of this PC may be failing: call support.',
    },
    reset: {
      title: 'The diary is fetched anew',
      text: 'The cloud was put back, or what this PC may hold has changed. What waits is kept.',
    },
    auth_required: {
      title: 'Sign in again to send',
      text: 'The cloud no longer accepts the sign-in of this desk. Your work is saved here and waits.',
      action: 'Sign out and in with email and password.',
    },
    upgrade_required: {
      title: 'This version is too old to send',
      text: 'Work goes on and is saved here, but the cloud wants a newer console.',
      action: 'Install the newest version.',
    },
    disk_full: {
      title: 'The disk is full',
      text: 'Nothing new can be saved on this PC. What was saved is safe, is still sent, and can be read.',
      action:
        'Free some space: empty the bin, remove films and downloads. Work goes on by itself within a quarter of a minute. Until then write bookings down on paper.',
    },
    device_refused: {
      title: 'This PC may not exchange data',
      text: 'It has been taken off the business, or was never added.',
      action: 'Ask the owner or a manager.',
    },
    reconnecting: {
      title: 'The desk is restarting',
      text: 'The part of the console that keeps the diary stopped and is coming back by itself. What you typed is still here.',
    },
  },
  fact: {
    completeTo: 'Complete to',
    waiting: 'Waiting to be sent',
    conflicts: 'Conflicts to decide',
    progress: 'Fetched so far',
    rows: '{{rows}} rows',
    rowsOf: '{{rows}} of {{ofRows}} rows',
    speed: '{{rows}} a second',
    secondsLeft_one: 'about {{count}} second left',
    secondsLeft_other: 'about {{count}} seconds left',
    minutesLeft_one: 'about {{count}} minute left',
    minutesLeft_other: 'about {{count}} minutes left',
    lastError: 'Last trouble',
    device: 'This PC',
  },
  syncNow: 'Send and fetch now',
  showConflicts: 'Show conflicts',
  cable: {
    label: 'Network cable (demo)',
    in: 'plugged in',
    out: 'pulled',
    pull: 'Pull the cable',
    plug: 'Plug it in',
    pulled: 'Cable pulled: this desk is offline',
    plugged: 'Cable plugged in',
  },
} as const;
