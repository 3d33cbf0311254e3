import type { MessageTexts } from './message-texts.ts';

/** Boodskappe aan kliënte in Afrikaans. */
export const af: MessageTexts = {
  bodies: {
    moved:
      'Hallo {client}, dit is {business}. Ons moes u afspraak vir {service} verander: dit is nou {day} om {time} by {person}, {place}. Dit was {old_day} om {old_time} by {old_person}. Laat weet ons asseblief as dit u nie pas nie, dan kry ons ’n ander tyd.',
    cancelled:
      'Hallo {client}, dit is {business}. Ons is jammer, maar ons moes u afspraak vir {service} op {day} om {time} by {person} kanselleer. Laat weet ons asseblief wanneer dit u eerder sal pas.',
    restored:
      'Hallo {client}, dit is {business}. Goeie nuus: u afspraak vir {service} gaan tog voort, {day} om {time} by {person}, {place}. Ons sien uit daarna om u te sien.',
  },
  weekdays: ['Maandag', 'Dinsdag', 'Woensdag', 'Donderdag', 'Vrydag', 'Saterdag', 'Sondag'],
  months: [
    'Januarie',
    'Februarie',
    'Maart',
    'April',
    'Mei',
    'Junie',
    'Julie',
    'Augustus',
    'September',
    'Oktober',
    'November',
    'Desember',
  ],
  day: '{weekday} {date} {month}',
};
