import { useTranslation } from 'react-i18next';
import type { RefusedItem } from '../../../contracts/queries.ts';
import { BETA_TENDERS, TENDERS } from '../../../domain/money/payment-commands.ts';
import { APPOINTMENT_STATUSES } from '../../../domain/scheduling/status.ts';
import { dayOf } from '../../ui/format.ts';
import { useFormat } from '../../ui/use-format.ts';

/** A command in a few words: "R 200,00 taken, Cash". What the arguments do not say is left out. */
export function useDeedWords(timeZone: string, today: string): (deed: RefusedItem) => string {
  const { t } = useTranslation('conflicts');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const timeOf = (startsAt: unknown): string | null => {
    if (typeof startsAt !== 'number') return null;
    const day = dayOf(startsAt, timeZone);
    const time = format.time(startsAt, timeZone);
    return day === today ? time : `${format.day(day, today)} ${time}`;
  };
  return ({ command, args }) => {
    const lines = Array.isArray(args['lines']) ? (args['lines'] as readonly Record<string, unknown>[]) : [];
    const time = timeOf(lines[0]?.['startsAt']);
    switch (command) {
      case 'payment.take': {
        const tender = [...TENDERS, ...BETA_TENDERS].find((one) => one === args['tender']);
        if (typeof args['amountCents'] !== 'number' || !tender) return t('deed.payment');
        const amount = format.money(args['amountCents']);
        return t('deed.paymentOf', { amount, tender: common(`tender.${tender}`) });
      }
      case 'payment.reverse':
        return t('deed.reversal');
      case 'appointment.book':
        return time === null ? t('deed.book') : t('deed.bookAt', { time });
      case 'appointment.move':
        return time === null ? t('deed.move') : t('deed.moveTo', { time });
      case 'appointment.status': {
        const status = APPOINTMENT_STATUSES.find((one) => one === args['to']);
        return status
          ? t('deed.statusTo', { status: common(`appointmentStatus.${status}`) })
          : t('deed.status');
      }
      case 'appointment.cancel':
        return t('deed.cancel');
      case 'appointment.change_lines':
        return t('deed.lines');
      case 'client.note_add':
        return typeof args['body'] === 'string' ? t('deed.noteOf', { text: args['body'] }) : t('deed.note');
      case 'client.create':
        return typeof args['name'] === 'string'
          ? t('deed.clientOf', { name: args['name'] })
          : t('deed.client');
      case 'client.update':
        return t('deed.clientChange');
      case 'telling.record':
        return t('deed.told');
      default:
        return t('deed.other');
    }
  };
}
