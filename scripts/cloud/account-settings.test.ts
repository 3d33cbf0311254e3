import { describe, expect, it } from 'vitest';
import { accountSettings } from './account-settings.ts';

const SMTP = 'smtps://cloud:hush@mail.example:465';

describe('what the environment says of accounts', () => {
  it('is that people make their own, and that no e-mail goes out, when it says nothing', () => {
    expect(accountSettings({})).toEqual({ signUp: 'open' });
  });

  it('is where e-mails go out and where they come from', () => {
    const from = 'Console <console@salon.example>';
    expect(
      accountSettings({ CLOUD_SMTP_URL: SMTP, CLOUD_MAIL_FROM: from, CLOUD_SIGN_UP: 'confirm' }),
    ).toEqual({
      signUp: 'confirm',
      mail: { smtpUrl: SMTP, from },
    });
  });

  it.each([
    [{ CLOUD_SIGN_UP: 'maybe' }, /CLOUD_SIGN_UP is open, confirm, off/],
    [{ CLOUD_SIGN_UP: 'confirm' }, /needs CLOUD_SMTP_URL/],
    [{ CLOUD_SMTP_URL: 'mail.example', CLOUD_MAIL_FROM: 'a@b.example' }, /must be smtp:/],
    [{ CLOUD_SMTP_URL: 'https://mail.example', CLOUD_MAIL_FROM: 'a@b.example' }, /must be smtp:/],
    [{ CLOUD_SMTP_URL: SMTP }, /CLOUD_MAIL_FROM/],
    [{ CLOUD_SMTP_URL: SMTP, CLOUD_MAIL_FROM: 'nobody' }, /CLOUD_MAIL_FROM/],
  ])('refuses %j in words, without the password', (environment, words) => {
    expect(() => accountSettings(environment)).toThrow(words);
    expect(() => accountSettings(environment)).not.toThrow(/hush/);
  });
});
