export const glance = {
  title: 'Glance',
} as const;
