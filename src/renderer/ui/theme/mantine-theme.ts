import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Ten equal stops: real colours come from mantine-variables.css, by role. */
const byRole = (role: string): MantineColorsTuple => {
  const value = `var(--${role})`;
  return [value, value, value, value, value, value, value, value, value, value];
};

/**
 * Mantine brings behaviour (focus, keyboard, placing); this theme and the style sheets beside it bring the look.
 * lockScroll is off everywhere: the page itself never scrolls, and locking would inject a <style> element.
 */
export const theme = createTheme({
  primaryColor: 'accent',
  colors: { accent: byRole('accent'), danger: byRole('danger') },
  fontFamily: 'var(--font)',
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '24px' },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', size: 32, color: 'gray' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    Select: {
      defaultProps: { size: 'sm', comboboxProps: { shadow: 'sm', transitionProps: { duration: 100 } } },
    },
    Autocomplete: { defaultProps: { size: 'sm' } },
    Checkbox: { defaultProps: { size: 'sm' } },
    Modal: {
      defaultProps: {
        lockScroll: false,
        centered: true,
        padding: 'lg',
        overlayProps: { color: 'var(--scrim)', backgroundOpacity: 1 },
        transitionProps: { transition: 'fade', duration: 120 },
      },
    },
    Drawer: { defaultProps: { lockScroll: false } },
    Popover: {
      defaultProps: {
        shadow: 'sm',
        transitionProps: { transition: 'fade', duration: 100 },
        withinPortal: true,
      },
    },
    Menu: { defaultProps: { shadow: 'sm', transitionProps: { transition: 'fade', duration: 100 } } },
    Tooltip: {
      defaultProps: { openDelay: 450, closeDelay: 0, transitionProps: { transition: 'fade', duration: 80 } },
    },
  },
});
