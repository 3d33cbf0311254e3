import { MINUTE } from '../../src/base/time.ts';
import type { QueryParams } from '../../src/contracts/queries.ts';
import { connect } from '../../src/replica/connection.ts';
import { type Bench, percentile, randomFrom } from './bench.ts';
import { type BenchDiary, fillDiary } from './bench-diary.ts';
import { BENCH_KEY, BENCH_SCOPE, openBench, withFile } from './bench-file.ts';
import { naiveSearch } from './naive-slots.ts';

/**
 * The next 20 times within 30 days, 40 people, a full diary: the wishes that callers have, in a fixed mixture. The
 * comparison answers those of one service that it can answer (no days, no times, no second service).
 */

const ROUNDS = 600;
const WARM_UP = 60;

type Wish = QueryParams<'findSlots'>;

export const bench: Bench = {
  name: 'slots',
  targets: [{ figure: 'p95_ms', limit: 30 }],
  run: () => Promise.resolve(withFile(fillDiary, measure)),
};

function measure(file: string, diary: BenchDiary): Readonly<Record<string, number>> {
  const replica = openBench(file);
  const connection = connect({ path: file, key: BENCH_KEY });
  const naive = naiveSearch(connection);
  const random = randomFrom(7);
  const times = new Map<string, number[]>();
  const note = (kind: string, ms: number): void => void times.set(kind, [...(times.get(kind) ?? []), ms]);
  let offered = 0;
  let first = 0;
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    const { kind, wish } = wishOf(diary, round, random);
    const view = { scope: BENCH_SCOPE, now: wish.from, showNames: true };
    let began = performance.now();
    const { slots } = replica.query('findSlots', wish, view);
    const took = performance.now() - began;
    if (round === 0) first = took;
    if (round < WARM_UP) continue;
    offered += slots.length;
    note('all', took);
    note(kind, took);
    const [only] = wish.services;
    if (only === undefined || (kind !== 'anyone' && kind !== 'one_person')) continue;
    began = performance.now();
    naive(only.serviceId, only.staffId, wish.from, wish.count);
    note('naive', performance.now() - began);
    note('same_wishes', took);
  }
  connection.close();
  replica.close();
  const p95 = (kind: string): number => percentile(times.get(kind) ?? [], 0.95);
  return {
    visits: diary.visits,
    mean_offers: Math.round((offered / ROUNDS) * 10) / 10,
    p50_ms: percentile(times.get('all') ?? [], 0.5),
    p95_ms: p95('all'),
    longest_ms: percentile(times.get('all') ?? [], 1),
    first_ms: Math.round(first * 1000) / 1000,
    ...Object.fromEntries(KINDS.map((kind) => [`${kind}_p95_ms`, p95(kind)])),
    same_wishes_p50_ms: percentile(times.get('same_wishes') ?? [], 0.5),
    naive_p50_ms: percentile(times.get('naive') ?? [], 0.5),
    same_wishes_p95_ms: p95('same_wishes'),
    naive_p95_ms: p95('naive'),
  };
}

const KINDS = ['anyone', 'one_person', 'evenings', 'two_services', 'three_services', 'never'] as const;

/** `never`: an evening visit of four hours with one person, for which the search looks at every day in vain. */
function wishOf(diary: BenchDiary, round: number, random: () => number): { kind: string; wish: Wish } {
  const kind = KINDS[round % KINDS.length] ?? 'anyone';
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const services = [...diary.services.keys()];
  const service = (staffId: string | null = null, over: Partial<Wish['services'][number]> = {}) => {
    const able = services.filter((id) => staffId === null || diary.services.get(id)?.includes(staffId));
    return { serviceId: pick(able), staffId, minutes: null, timing: 'after' as const, ...over };
  };
  const plain: Wish = {
    locationId: diary.location,
    services: [service()],
    onlyNamed: false,
    from: diary.midnight(Math.floor(random() * 40)) + (480 + Math.floor(random() * 600)) * MINUTE,
    days: 30,
    weekdays: [],
    startMinute: 0,
    endMinute: 1440,
    count: 20,
    ignoreVisit: null,
  };
  switch (kind) {
    case 'anyone':
      return { kind, wish: plain };
    case 'one_person':
      return { kind, wish: { ...plain, services: [service(pick(diary.staff))], onlyNamed: true } };
    case 'evenings':
      return { kind, wish: { ...plain, weekdays: [4, 5], startMinute: 16 * 60 } };
    case 'two_services':
      return { kind, wish: { ...plain, services: [service(pick(diary.staff)), service()] } };
    case 'three_services': {
      const together = service(null, { timing: 'together' });
      return { kind, wish: { ...plain, services: [service(), together, service()] } };
    }
    case 'never': {
      const long = service(pick(diary.staff), { minutes: 240 });
      return { kind, wish: { ...plain, services: [long], onlyNamed: true, startMinute: 16 * 60 } };
    }
  }
}
