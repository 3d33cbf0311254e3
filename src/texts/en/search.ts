/** The palette of Ctrl+K: clients by name or number, and every command. */
export const search = {
  placeholder: 'Name, telephone number, or a command',
  clients: 'Clients',
  commands: 'Commands',
  nothing: 'Nobody and nothing by that name.',
  nothingHint: 'Part of a name or the last digits of a number are enough.',
  bookFor: 'book',
  open: 'open',
  openClient: 'Open {{name}}',
  openGroup: 'What is known of a client',
  noPhone: 'no number',
  doNotBook: 'do not book',
  alert: 'alert',
  noShows_one: '{{count}} no-show',
  noShows_other: '{{count}} no-shows',
} as const;
