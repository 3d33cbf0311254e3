/** The frame around every screen: rail, top bar, banners, command names. */
export const frame = {
  skipToContent: 'Skip to the screen',
  rail: {
    label: 'Screens',
    calendar: 'Calendar',
    clients: 'Clients',
    payments: 'Payments',
    roster: 'Roster',
    glance: 'Day glance',
    settings: 'Settings',
    'day-sheet': 'Day sheet',
    flags: 'Flags',
    health: 'Health',
    signedInAs: 'Signed in as {{name}}, {{role}}',
    account: 'Account and lock',
    lock: 'Lock',
    switchPerson: 'Lock or switch person',
    changePin: 'Change my PIN…',
    signOut: 'Sign out',
    theme: 'Appearance',
    themeLight: 'Light',
    themeDark: 'Dark',
    themeSystem: 'As the system',
  },
  top: {
    label: 'Place and day',
    location: 'Location',
    notOnThisPc: 'not on this PC',
    previous: {
      day: 'Previous day',
      rooms: 'Previous day',
      three: 'Three days back',
      week: 'Previous week',
      month: 'Previous month',
      agenda: 'A week back',
    },
    next: {
      day: 'Next day',
      rooms: 'Next day',
      three: 'Three days ahead',
      week: 'Next week',
      month: 'Next month',
      agenda: 'A week ahead',
    },
    today: 'Today',
    pickDay: 'Choose a day: {{day}}',
    search: 'Search or command',
    newBooking: 'New booking',
    daySheet: 'Day sheet',
    daySheetPrinted: 'Day sheet, printed here at {{time}}',
    daySheetNotPrinted: 'Day sheet, not printed here yet today',
  },
  banner: {
    unprotectedKey:
      'The key of this diary is not protected by the operating system: for demo and tests only, not for real clients.',
    demo: 'Demo business: people and numbers are invented.',
    unprotectedDemo:
      'Demo: people and numbers are invented, and the diary’s key is not protected by the operating system.',
    maintenance: 'Maintenance: bookings still work here and are sent later.',
    maintenanceWhy: 'Maintenance: {{reason}}. Bookings still work here and are sent later.',
    readOnly: {
      pin_expired:
        'You can read but not change anything: your PIN has not been confirmed online for 30 days. Sign in with your password.',
      disk_full:
        'You can read but not change anything: the disk of this PC is full. Free some space and work goes on by itself.',
      device_refused:
        'You can read but not change anything: this PC has been taken off the business. Call your manager.',
    },
    reconnecting: 'Reconnecting: the desk is restarting. What you typed is still here.',
    failed: 'The desk could not start. Restart the console; if it stays, call support.',
  },
  notBuilt: 'Not there',
} as const;
