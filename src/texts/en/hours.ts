/** The editor of weekly hours, and what can be wrong with typed ones. */
export const hours = {
  closed: 'Closed',
  placeholder: 'closed',
  field: 'Hours on {{day}}',
  copyDown: 'Copy to the days below',
  copyDownOf: 'Copy the hours of {{day}} to the days below',
  help: 'Type as you would say it: 8-12 13-17:30. Empty is closed. ↑ and ↓ move between days.',
  problem: {
    unreadable: '“{{part}}” is not a time. Write 8-12, or 08:30-17:00.',
    reversed: '{{part}} ends before it starts. Afternoon hours are written 13 to 24.',
    overlap: '{{part}} and {{other}} overlap.',
    too_many: 'At most six stretches a day.',
  },
  range: '{{from}}–{{to}}',
  weekPart: '{{days}} {{hours}}',
  neverOpen: 'No hours yet',
} as const;
