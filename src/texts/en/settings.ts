/** The settings: the names of their sections, and what each is for. */
export const settings = {
  title: 'Settings',
  sections: {
    business: 'Business',
    locations: 'Locations and hours',
    people: 'People',
    services: 'Services',
    rooms: 'Rooms',
    messages: 'Messages',
    devices: 'PCs',
    import: 'Import and export',
    updates: 'Updates and about',
  },
} as const;
