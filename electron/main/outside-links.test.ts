import { expect, it } from 'vitest';
import { mayOpenOutside } from './outside-links.ts';

it('opens the listed https hosts in the browser', () => {
  expect(mayOpenOutside('https://appointmentbooking.co.za/help?topic=sync')).toBe(true);
  expect(mayOpenOutside('https://monitor.appointmentbooking.co.za/')).toBe(true);
});

it.each([
  'http://appointmentbooking.co.za/',
  'https://appointmentbooking.co.za.evil.example/',
  'https://evil.example/?appointmentbooking.co.za',
  'https://appointmentbooking.co.za@evil.example/',
  'https://user:secret@appointmentbooking.co.za/',
  'https://appointmentbooking.co.za:8443/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'mailto:someone@appointmentbooking.co.za',
  'ms-msdt:/id',
  '',
  'not an address',
])('refuses %s', (address) => {
  expect(mayOpenOutside(address)).toBe(false);
});
