import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invitationLink, readInvitationLink } from './invitation-link.ts';

const invited = {
  url: 'https://project.supabase.co',
  publishableKey: 'sb_publishable_a-b_c',
  token: '0123456789abcdef'.repeat(4),
};
const link = invitationLink(invited);

describe('an invitation link', () => {
  it.each([
    ['alone', link],
    ['with spaces around it', `\n  ${link} \n`],
    ['in a sentence', `Hi Thandi, here is your link: ${link}. See you on Monday!`],
    ['in brackets and quotes', `"(${link})"`],
    ['broken over two lines', `${link.slice(0, 60)}\r\n${link.slice(60)}`],
    ['broken within its token', `${link.slice(0, -9)}\n${link.slice(-9)}\nSee you on Monday!`],
    ['with a slash that a program added', link.replace('join?', 'join/?')],
  ])('is read when it is pasted %s', (_, text) => {
    expect(readInvitationLink(text)).toEqual(invited);
  });

  it.each([
    ['nothing', ''],
    ['something else', 'https://appointmentbooking.co.za'],
    ['the start of a link', link.slice(0, 40)],
    ['a link without its token', link.replace(/&token=.*/, '')],
    ['a link that was damaged', link.replace('%3A', '%ZZ')],
  ])('is not seen in %s', (_, text) => {
    expect(readInvitationLink(text)).toBeNull();
  });

  it('survives whatever a key and an address may hold, and any text throws nothing', () => {
    const word = fc.stringMatching(/^[!-~]{1,60}$/);
    const token = fc.stringMatching(/^[0-9a-f]{64}$/);
    fc.assert(
      fc.property(word, word, token, (url, publishableKey, secret) => {
        const made = { url, publishableKey, token: secret };
        expect(readInvitationLink(`so: ${invitationLink(made)}`)).toEqual(made);
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readInvitationLink(text)));
  });
});
