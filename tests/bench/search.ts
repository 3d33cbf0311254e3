import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FIRST_NAMES, SURNAMES } from '../../scripts/demo/names.ts';
import { columnsOf } from '../../src/domain/tables.ts';
import { connect, sql } from '../../src/replica/connection.ts';
import type { Replica } from '../../src/replica/open-replica.ts';
import { type Bench, percentile, randomFrom } from './bench.ts';
import { BENCH_KEY, BENCH_SCOPE, benchClock, benchId, openBench } from './bench-file.ts';

/**
 * Finding one client of 100,000 while typing, on an encrypted file: names, names with a typing error in each word,
 * surname first, numbers as dialled and their last digits, letter by letter, from the question to the answer with last
 * visit and alerts. The comparison asks the same of the rows themselves with LIKE '%…%', which knows no typing errors.
 */

const CLIENTS = 100_000;
const PAGE = 2_000;
const PEOPLE = 120;
const LIMIT = 7;
/** A scan is so slow that every so many keystrokes are enough. */
const SCAN_EVERY = 12;

export const bench: Bench = {
  name: 'search',
  targets: [{ figure: 'p95_ms', limit: 15 }],
  run: () => Promise.resolve(inFolder(measure)),
};

type Known = { readonly name: string; readonly phone: string };

function inFolder<T>(work: (file: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  try {
    return work(path.join(folder, 'replica.db'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(file: string): Readonly<Record<string, number>> {
  const random = randomFrom(20_261_124);
  const replica = openBench(file);
  const began = performance.now();
  const known = fill(replica, random);
  const fillMs = performance.now() - began;
  const ask = (text: string) =>
    replica.query(
      'clientSearch',
      { text, limit: LIMIT },
      { scope: BENCH_SCOPE, now: benchClock.now(), showNames: true },
    );

  const firstMistyped = performance.now();
  ask('qietre');
  const firstMs = performance.now() - firstMistyped;

  const connection = connect({ path: file, key: BENCH_KEY, readonly: true });
  const scan = sql(
    'bench.like',
    `select id, name, phone, email from client
     where deleted_at is null and (name like ? or phone like ? or email like ?) limit ${LIMIT}`,
  );
  const ours: number[] = [];
  const mistypedOnly: number[] = [];
  const scans: number[] = [];
  let mistyped = 0;
  let found = 0;
  for (let round = 0; round < PEOPLE; round += 1) {
    const person = known[Math.floor(random() * known.length)] as Known;
    for (const [kind, text] of waysToAsk(person, random)) {
      for (let length = 2; length <= text.length; length += 1) {
        const typed = text.slice(0, length);
        const start = performance.now();
        const hits = ask(typed);
        const took = performance.now() - start;
        ours.push(took);
        if (kind === 'mistyped') mistypedOnly.push(took);
        if (kind === 'mistyped' && length === text.length) {
          mistyped += 1;
          if (hits.some(({ name }) => name === person.name)) found += 1;
        }
        if (ours.length % SCAN_EVERY === 0) {
          const pattern = `%${typed}%`;
          const from = performance.now();
          connection.rows(scan, pattern, pattern, pattern);
          scans.push(performance.now() - from);
        }
      }
    }
  }
  connection.close();
  replica.close();
  return {
    clients: CLIENTS,
    keystrokes: ours.length,
    p50_ms: percentile(ours, 0.5),
    p95_ms: percentile(ours, 0.95),
    longest_ms: percentile(ours, 1),
    mistyped_p95_ms: percentile(mistypedOnly, 0.95),
    mistyped_found_percent: Math.round((found / mistyped) * 1000) / 10,
    first_mistyped_ms: Math.round(firstMs),
    scan_p50_ms: percentile(scans, 0.5),
    scan_p95_ms: percentile(scans, 0.95),
    index_us_per_client: Math.round((fillMs * 1000) / CLIENTS),
  };
}

function waysToAsk(
  { name, phone }: Known,
  random: () => number,
): readonly (readonly [kind: 'exact' | 'mistyped' | 'number', text: string])[] {
  const words = name.split(' ');
  const local = `0${phone.slice(3)}`;
  return [
    ['exact', name],
    ['mistyped', words.map((word) => slip(word, random)).join(' ')],
    ['exact', words.toReversed().join(' ').toLowerCase()],
    ['number', `${local.slice(0, 3)} ${local.slice(3, 6)} ${local.slice(6)}`],
    ['number', local.slice(-4)],
  ];
}

/** One typing error in a word of four letters or more: a letter lost, doubled, wrong, or swapped with the next. */
function slip(word: string, random: () => number): string {
  if (word.length < 4) return word;
  const at = 1 + Math.floor(random() * (word.length - 2));
  const [before, letter, next, after] = [
    word.slice(0, at),
    word.charAt(at),
    word.charAt(at + 1),
    word.slice(at + 2),
  ];
  switch (Math.floor(random() * 4)) {
    case 0:
      return before + next + after;
    case 1:
      return before + letter + letter + next + after;
    case 2:
      return before + String.fromCodePoint(97 + Math.floor(random() * 26)) + next + after;
    default:
      return before + next + letter + after;
  }
}

const SYLLABLES =
  'ma kha nde lo zwa thi mba ko la ne dlo vu sa tho mo ka le ra ti pho nku se be nya lwe shu go ri'.split(
    ' ',
  );

/** Common names and, for the length of real lists, many that only a few families bear. */
function nameFrom(random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const rare = [pick(SYLLABLES), pick(SYLLABLES), pick(SYLLABLES), random() < 0.3 ? pick(SYLLABLES) : ''];
  const made = rare.join('');
  return `${pick(FIRST_NAMES)} ${random() < 0.6 ? pick(SURNAMES) : made.charAt(0).toUpperCase() + made.slice(1)}`;
}

/** Fills the file through the same door as a first sync, which keeps the index. */
function fill(replica: Replica, random: () => number): readonly Known[] {
  replica.scopes.follow({
    scope: BENCH_SCOPE,
    scopeName: 'Bench',
    clientId: BENCH_SCOPE,
    deviceId: BENCH_SCOPE,
    deviceSecret: 'a-device-secret-of-some-length',
  });
  const { syncStore } = replica;
  syncStore.beginBootstrap(BENCH_SCOPE, 1);
  syncStore.saveHello(BENCH_SCOPE, { epoch: 'bench', scope_v: 'all' });
  const cols = [...columnsOf('client')];
  const known: Known[] = [];
  for (let page = 0; page < CLIENTS / PAGE; page += 1) {
    const rows = Array.from({ length: PAGE }, () => {
      const name = nameFrom(random);
      const phone = `+278${String(Math.floor(random() * 100_000_000)).padStart(8, '0')}`;
      known.push({ name, phone });
      const row: Readonly<Record<string, unknown>> = {
        id: benchId(),
        row_version: 1,
        name,
        phone,
        email: random() < 0.6 ? `${name.toLowerCase().replaceAll(' ', '.')}@example.com` : null,
        do_not_book: false,
        no_shows: 0,
        created_at: benchClock.now(),
      };
      return cols.map((column) => row[column] ?? null);
    });
    syncStore.storeBootstrapPage(BENCH_SCOPE, 'client', null, {
      cols,
      rows,
      more: (page + 1) * PAGE < CLIENTS,
      head: 1,
    });
  }
  syncStore.publishBootstrap(BENCH_SCOPE);
  return known;
}
