/** What a person may choose; 'system' follows the operating system. */
export type Theme = 'light' | 'dark' | 'system';

export const isTheme = (value: unknown): value is Theme =>
  value === 'light' || value === 'dark' || value === 'system';

/** The page's own background in each theme (as in its shell.css), for moments when the page is not drawn. */
export const backgroundColour = (dark: boolean): string => (dark ? '#0f1313' : '#f6f8f8');

/** The theme of the last run, so that the first frame already has it. */
export function storedTheme(settings: unknown): Theme {
  const theme = (settings as { readonly theme?: unknown } | null)?.theme;
  return isTheme(theme) ? theme : 'system';
}
