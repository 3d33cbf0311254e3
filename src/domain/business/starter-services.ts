import type { TRADES } from './kinds.ts';

/**
 * Services that a new business of a trade may begin with. Names are texts, under `setup.starter.<key>`; prices are
 * suggestions in round rand, VAT included, and are shown as such.
 */
export type StarterService = {
  readonly key: StarterKey;
  readonly category: StarterCategory;
  readonly minutes: number;
  readonly after: number;
  readonly cents: number;
};

export type StarterKey =
  | 'ladiesCut'
  | 'blowDry'
  | 'mensCut'
  | 'colour'
  | 'highlights'
  | 'braids'
  | 'gelManicure'
  | 'pedicure'
  | 'facial'
  | 'firstVisit'
  | 'followUp'
  | 'treatment'
  | 'sportsMassage'
  | 'vaccination'
  | 'telephone'
  | 'haircut'
  | 'fade'
  | 'cutAndBeard'
  | 'beardTrim'
  | 'hotTowelShave'
  | 'childrensCut'
  | 'lineUp';

export type StarterCategory = 'hair' | 'colour' | 'nails' | 'skin' | 'consultation' | 'treatment' | 'beard';

const service = (
  key: StarterKey,
  category: StarterCategory,
  minutes: number,
  rand: number,
  after = 0,
): StarterService => ({ key, category, minutes, after, cents: rand * 100 });

export const STARTER_SERVICES: Readonly<Record<(typeof TRADES)[number], readonly StarterService[]>> = {
  salon: [
    service('ladiesCut', 'hair', 60, 420),
    service('blowDry', 'hair', 45, 250),
    service('mensCut', 'hair', 30, 180),
    service('colour', 'colour', 120, 850, 10),
    service('highlights', 'colour', 150, 1100, 10),
    service('braids', 'hair', 240, 900),
    service('gelManicure', 'nails', 60, 320),
    service('pedicure', 'nails', 60, 380),
    service('facial', 'skin', 60, 550, 10),
  ],
  clinic: [
    service('firstVisit', 'consultation', 45, 850, 5),
    service('followUp', 'consultation', 30, 520, 5),
    service('telephone', 'consultation', 15, 300),
    service('treatment', 'treatment', 45, 600, 10),
    service('sportsMassage', 'treatment', 45, 610, 10),
    service('vaccination', 'treatment', 15, 250),
  ],
  barber: [
    service('haircut', 'hair', 30, 150),
    service('fade', 'hair', 45, 180),
    service('cutAndBeard', 'hair', 60, 230),
    service('childrensCut', 'hair', 30, 120),
    service('lineUp', 'hair', 15, 70),
    service('beardTrim', 'beard', 20, 90),
    service('hotTowelShave', 'beard', 45, 240, 5),
  ],
};
