import type { Instant } from '../../../base/time.ts';
import type { ToTellItem, VisitInWords } from '../../../contracts/queries/telling.ts';
import {
  type ClientLanguage,
  fillMessage,
  type MessageKind,
  type Placeholder,
} from '../../../domain/clients/message-text.ts';
import { MESSAGES } from '../../../texts/messages/index.ts';
import { dayOf, dayParts, formatTime } from '../../ui/format.ts';

/** What a message is made of, whatever its language. */
export type MessageFacts = {
  readonly clientName: string;
  readonly services: readonly string[];
  readonly place: string;
  readonly timeZone: string;
  readonly knows: Pick<VisitInWords, 'startsAt' | 'staffNames'>;
  readonly stands: Pick<VisitInWords, 'startsAt' | 'staffNames'>;
};

export const factsOf = (item: ToTellItem): MessageFacts => ({
  clientName: item.client.name,
  services: item.services,
  place: item.locationName,
  timeZone: item.timeZone,
  knows: item.knows,
  stands: item.stands,
});

/** A message as the client reads it. Of a cancelled visit the client hears the time that he knows of. */
export function messageText(
  kind: MessageKind,
  language: ClientLanguage,
  body: string,
  businessName: string,
  facts: MessageFacts,
): string {
  const said = kind === 'cancelled' ? facts.knows : facts.stands;
  const values: Record<Placeholder, string> = {
    client: facts.clientName.split(' ')[0] ?? facts.clientName,
    service: facts.services.join(', '),
    person: said.staffNames.join(', '),
    day: dayIn(language, said.startsAt, facts.timeZone),
    time: formatTime(said.startsAt, facts.timeZone),
    place: facts.place,
    business: businessName,
    old_day: dayIn(language, facts.knows.startsAt, facts.timeZone),
    old_time: formatTime(facts.knows.startsAt, facts.timeZone),
    old_person: facts.knows.staffNames.join(', '),
  };
  return fillMessage(body, values);
}

/** `Thursday 26 November` in a language that the screens need not speak. */
function dayIn(language: ClientLanguage, at: Instant, zone: string): string {
  const { weekdays, months, day } = MESSAGES[language];
  const { weekday, date, month } = dayParts(dayOf(at, zone));
  return day
    .replace('{weekday}', weekdays[weekday - 1] ?? '')
    .replace('{date}', String(date))
    .replace('{month}', months[month - 1] ?? '');
}

/** The wording that counts: the business's own, otherwise the one that ships. */
export const bodyOf = (
  own: readonly { readonly kind: MessageKind; readonly language: ClientLanguage; readonly body: string }[],
  kind: MessageKind,
  language: ClientLanguage,
): string =>
  own.find((one) => one.kind === kind && one.language === language)?.body ?? MESSAGES[language].bodies[kind];
