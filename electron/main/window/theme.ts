/** What a person may choose; 'system' follows the operating system. */
export type Theme = 'light' | 'dark' | 'system';

export const isTheme = (value: unknown): value is Theme =>
  value === 'light' || value === 'dark' || value === 'system';

/** The page's own background in each theme: shown while the window is resized or the page not yet drawn. */
export const backgroundColour = (dark: boolean): string => (dark ? '#14181a' : '#fbfbfa');

/** The theme of the last run, so that the first frame already has it. */
export function storedTheme(settings: unknown): Theme {
  const theme = (settings as { readonly theme?: unknown } | null)?.theme;
  return isTheme(theme) ? theme : 'system';
}
