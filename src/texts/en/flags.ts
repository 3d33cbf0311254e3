export const flags = {
  title: 'Flags',
} as const;
