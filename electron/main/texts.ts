/** Every text that main itself shows: the menu and the few dialogs from before there is a page. */
export const TEXTS = {
  file: 'File',
  newBooking: 'New booking',
  walkIn: 'Walk-in',
  search: 'Search and commands',
  lock: 'Lock',
  quit: 'Quit',
  edit: 'Edit',
  view: 'View',
  today: 'Today',
  demo: 'Demo',
  toggleCable: 'Pull or plug in the network cable',
  help: 'Help',
  shortcuts: 'Keyboard shortcuts',
  cannotStart: 'The console cannot start',
} as const;
