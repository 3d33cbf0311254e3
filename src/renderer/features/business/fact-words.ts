import { useTranslation } from 'react-i18next';
import { LANGUAGES, TRADES } from '../../../domain/business/kinds.ts';
import { type Stretch, writeStretches } from '../../../domain/business/stretches.ts';
import { formatPhone } from '../../ui/format.ts';
import type { Week } from '../../ui/hours/week-draft.ts';
import { useWeekWords } from '../../ui/hours/week-words.ts';
import { useFormat } from '../../ui/use-format.ts';

/** A single fact in words: what it is, and what it says. */
export type FactWords = { readonly what: string; readonly value: string };

/**
 * A column of a row in words, as a person knows it: 'price_cents' 38000 is "Price", "R 380,00". Null for a column that
 * means nothing to anybody.
 */
export function useFactWords(): (table: string, column: string, value: unknown) => FactWords | null {
  const { t } = useTranslation('business');
  const format = useFormat();
  const weekWords = useWeekWords();
  const text = (value: unknown): string => (typeof value === 'string' && value !== '' ? value : t('nothing'));
  const minutes = (value: unknown): string => format.duration(Number(value));
  return (table, column, value) => {
    switch (column) {
      case 'name':
        return { what: t('fact.name'), value: text(value) };
      case 'price_cents':
        return { what: t('services.price'), value: format.money(Number(value)) };
      case 'duration_minutes':
        return { what: t('services.duration'), value: minutes(value) };
      case 'buffer_before_minutes':
        return { what: t('services.before'), value: minutes(value) };
      case 'buffer_after_minutes':
        return { what: t('services.after'), value: minutes(value) };
      case 'category':
        return { what: t('services.category'), value: text(value) };
      case 'requires':
        return { what: t('services.requires'), value: text(value) };
      case 'hue':
        return { what: t('fact.hue'), value: t('fact.hueNumber', { number: Number(value) + 1 }) };
      case 'capability':
        return { what: t('rooms.offers'), value: text(value) };
      case 'kind':
        return {
          what: t('rooms.kind'),
          value: t(value === 'equipment' ? 'rooms.kinds.equipment' : 'rooms.kinds.room'),
        };
      case 'active':
        return { what: t('fact.active'), value: t(value === true ? 'fact.yes' : 'fact.no') };
      case 'vat_registered':
        return { what: t('facts.vat'), value: t(value === true ? 'fact.yes' : 'fact.no') };
      case 'trade': {
        const trade = TRADES.find((one) => one === value);
        return { what: t('facts.trade'), value: trade ? t(`facts.trades.${trade}`) : text(value) };
      }
      case 'language': {
        const language = LANGUAGES.find((one) => one === value);
        return {
          what: t('facts.language'),
          value: language ? t(`facts.languages.${language}`) : text(value),
        };
      }
      case 'address':
        return { what: t('places.address'), value: text(value) };
      case 'phone':
        return {
          what: t('places.phone'),
          value: typeof value === 'string' ? formatPhone(value) : t('nothing'),
        };
      case 'email':
        return { what: t('fact.email'), value: text(value) };
      case 'note':
        return { what: t('fact.note'), value: text(value) };
      case 'do_not_book':
        return { what: t('fact.doNotBook'), value: t(value === true ? 'fact.yes' : 'fact.no') };
      case 'do_not_book_reason':
        return { what: t('fact.doNotBookReason'), value: text(value) };
      case 'title':
        return { what: t('fact.title'), value: text(value) };
      case 'time_zone':
        return { what: t('places.zone'), value: text(value) };
      case 'reason':
        return { what: t('days.reason'), value: text(value) };
      case 'hours':
        if (table !== 'location_exception') {
          return { what: t('places.week'), value: weekWords((value ?? {}) as Week) };
        }
        return { what: t('days.hours'), value: dayWords(value, t('days.closedHoliday')) };
      default:
        return null;
    }
  };
}

const dayWords = (value: unknown, closed: string): string => {
  const hours = Array.isArray(value) ? (value as readonly Stretch[]) : [];
  return hours.length === 0 ? closed : writeStretches(hours);
};
