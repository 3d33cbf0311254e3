import type { MessageTexts } from './message-texts.ts';

/** Imiyalezo yamakhasimende ngesiZulu. The names of days carry their "on": ngoMsombuluko, on Monday. */
export const zu: MessageTexts = {
  bodies: {
    moved:
      'Sawubona {client}, sikubhalela sivela kwa-{business}. Kuye kwadingeka sishintshe i-aphoyintimenti yakho ye-{service}: manje usubhukelwe {day} ngo-{time} no-{person}, e-{place}. Ngaphambilini ububhukelwe {old_day} ngo-{old_time} no-{old_person}. Uma lokhu kungakulungeli, sicela usazise sithole esinye isikhathi.',
    cancelled:
      'Sawubona {client}, sikubhalela sivela kwa-{business}. Siyaxolisa, kuye kwadingeka sikhansele i-aphoyintimenti yakho ye-{service} ebihlelelwe {day} ngo-{time} no-{person}. Sicela usazise ukuthi yisiphi esinye isikhathi esikulungele.',
    restored:
      'Sawubona {client}, sikubhalela sivela kwa-{business}. Izindaba ezimnandi: i-aphoyintimenti yakho ye-{service} isekhona, {day} ngo-{time} no-{person}, e-{place}. Sizokujabulela ukukubona.',
  },
  weekdays: [
    'ngoMsombuluko',
    'ngoLwesibili',
    'ngoLwesithathu',
    'ngoLwesine',
    'ngoLwesihlanu',
    'ngoMgqibelo',
    'ngeSonto',
  ],
  months: [
    'Januwari',
    'Februwari',
    'Mashi',
    'Ephreli',
    'Meyi',
    'Juni',
    'Julayi',
    'Agasti',
    'Septhemba',
    'Okthoba',
    'Novemba',
    'Disemba',
  ],
  day: '{weekday}, {date} {month}',
};
