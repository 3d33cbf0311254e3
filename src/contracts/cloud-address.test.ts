import { expect, it } from 'vitest';
import { cloudOrigin } from './cloud-address.ts';

it.each([
  ['https://project.supabase.co', 'https://project.supabase.co'],
  ['  HTTPS://Project.Supabase.co/ ', 'https://project.supabase.co'],
  ['https://cloud.salon.example:8443', 'https://cloud.salon.example:8443'],
  ['http://127.0.0.1:54321', 'http://127.0.0.1:54321'],
  ['http://localhost:54321/', 'http://localhost:54321'],
  ['http://[::1]:54321', 'http://[::1]:54321'],
])('%s is an address', (text, url) => {
  expect(cloudOrigin(text)).toEqual({ ok: true, url });
});

it.each([
  ['', 'not_an_address'],
  ['project.supabase.co', 'not_an_address'],
  ['https://', 'not_an_address'],
  ['https://user:word@project.supabase.co', 'not_an_address'],
  ['https://project.supabase.co/dashboard', 'not_an_address'],
  ['https://project.supabase.co:99999', 'not_an_address'],
  ['ftp://project.supabase.co', 'not_an_address'],
  ['http://project.supabase.co', 'not_https'],
  ['http://127.0.0.1.example', 'not_https'],
  ['http://192.168.1.7:54321', 'not_https'],
])('"%s" is none: %s', (text, problem) => {
  expect(cloudOrigin(text)).toEqual({ ok: false, problem });
});
