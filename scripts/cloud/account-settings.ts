import type { GatewaySettings } from '../../src/cloud/gateway/gateway.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const SIGN_UP = ['open', 'confirm', 'off'] as const;

/**
 * Reads CLOUD_SMTP_URL, CLOUD_MAIL_FROM and CLOUD_SIGN_UP. Throws an Error with a sentence for the operator, which never
 * repeats the SMTP URL: it holds a password.
 */
export function accountSettings(environment: Environment): Pick<GatewaySettings, 'mail' | 'signUp'> {
  const smtpUrl = environment['CLOUD_SMTP_URL'];
  const from = environment['CLOUD_MAIL_FROM'];
  const wanted = environment['CLOUD_SIGN_UP'] || 'open';
  const signUp = SIGN_UP.find((mode) => mode === wanted);
  if (!signUp) throw new Error(`CLOUD_SIGN_UP is ${SIGN_UP.join(', ')}, not "${wanted}".`);
  if (!smtpUrl) {
    if (signUp === 'confirm') {
      throw new Error('CLOUD_SIGN_UP=confirm needs CLOUD_SMTP_URL: addresses are confirmed by e-mail.');
    }
    return { signUp };
  }
  const url = URL.canParse(smtpUrl) ? new URL(smtpUrl) : null;
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw new Error(
      'CLOUD_SMTP_URL must be smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST:465.',
    );
  }
  if (!from || !/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/.test(from)) {
    throw new Error('CLOUD_MAIL_FROM must be the address that e-mails come from.');
  }
  return { signUp, mail: { smtpUrl, from } };
}
