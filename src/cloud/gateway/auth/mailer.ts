import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import { mail } from '../../../texts/en/mail.ts';

/** Where e-mails go out: an SMTP URL (smtp://user:password@host:587) and the address they come from. */
export type MailSettings = { readonly smtpUrl: string; readonly from: string };

export type MailKind = keyof typeof mail;

export type Mailer = {
  /**
   * Sends in the background: how long the server takes, and whether there was anybody to write to, must not show in
   * the answer. A failure is logged, without the address.
   */
  readonly send: (kind: MailKind, email: string, code: string) => void;
  /** Waits for what is under way, within the transport's own time-outs. */
  readonly close: () => Promise<void>;
};

const TIMEOUT_MS = 10_000;

export function createMailer({ smtpUrl, from }: MailSettings, logger: Logger): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  const underWay = new Set<Promise<void>>();
  return {
    send: (kind, email, code) => {
      const fill = (text: string): string =>
        text.replaceAll('{{code}}', () => code).replaceAll('{{email}}', () => email);
      const sending = transport
        .sendMail({
          from,
          // As an object the address is one address, whatever is in it.
          to: { name: '', address: email },
          subject: fill(mail[kind].subject),
          text: fill(mail[kind].text),
        })
        .then(
          () => undefined,
          (error: unknown) => {
            const { code: reason = 'unknown', responseCode } = error as {
              code?: string;
              responseCode?: number;
            };
            logger.error({ kind, reason, responseCode }, 'an e-mail could not be sent');
          },
        );
      underWay.add(sending);
      void sending.finally(() => underWay.delete(sending));
    },
    close: async () => {
      await Promise.all(underWay);
      transport.close();
    },
  };
}
