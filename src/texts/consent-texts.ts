/**
 * What a client is read, or reads, before agreeing; consent is kept with the version of its text. Whoever changes a
 * word here gives it a new version: older consents stand for the older text.
 */
export const CONSENT_TEXT_VERSION = '2026-11';

export const CONSENT_TEXTS = {
  en: {
    reminders: 'May we remind you of your appointments? You can say no at any time.',
    marketing: 'May we tell you about offers and news? You can say no at any time.',
    special_information:
      'May we note allergies and other health facts that matter for your treatment? Only our team sees them, they are used for nothing else, and we delete them as soon as you say so.',
  },
  af: {
    reminders: 'Mag ons u aan u afsprake herinner? U kan enige tyd nee sê.',
    marketing: 'Mag ons u van aanbiedinge en nuus vertel? U kan enige tyd nee sê.',
    special_information:
      'Mag ons allergieë en ander gesondheidsfeite aanteken wat vir u behandeling saak maak? Net ons span sien dit, dit word vir niks anders gebruik nie, en ons vee dit uit sodra u so sê.',
  },
  zu: {
    reminders: 'Singakukhumbuza ngama-aphoyintimenti akho? Ungenqaba noma nini.',
    marketing: 'Singakwazisa ngezipesheli nezindaba zethu? Ungenqaba noma nini.',
    special_information:
      'Singabhala phansi izinto ezikwaliselayo neminye imininingwane yempilo edingekayo ekwelashweni kwakho? Ibonwa ithimba lethu kuphela, ayisetshenziselwa okunye, futhi siyayisula ngokushesha uma usho njalo.',
  },
} as const;
