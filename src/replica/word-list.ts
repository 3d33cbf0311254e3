/** How far a typed word may be from a known one: a slip in a short word is another word. */
export const editsAllowed = (word: string): number => (word.length < 3 ? 0 : word.length < 8 ? 1 : 2);

/** Letters added, left out, replaced or swapped with their neighbour, at least (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + same,
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] as number) + 1);
      }
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return last[b.length] as number;
}

export type NearWords = {
  /** Known words within so many edits of the whole word. */
  readonly whole: readonly string[];
  /** Beginnings of known words within so many edits: for a word that is still being typed. */
  readonly beginnings: readonly string[];
};

/**
 * The known words in alphabetical order, walked like a tree: words with the same beginning share its work, and a beginning
 * that is too far off is left out with everything under it. Some 30,000 words take about a millisecond.
 */
export class WordList {
  readonly #words: readonly string[];

  /** `words` in the order of their code units. */
  constructor(words: readonly string[]) {
    this.#words = words;
  }

  near(typed: string, edits: number): NearWords {
    const words = this.#words;
    const width = typed.length + 1;
    const whole: string[] = [];
    const beginnings: string[] = [];
    // rows[d] holds the distances of the first d letters of the word to every beginning of what was typed.
    const rows: number[][] = [Array.from({ length: width }, (_, index) => index)];
    let index = 0;
    let previous = '';
    let depth = 0;
    while (index < words.length) {
      const word = words[index] as string;
      let at = Math.min(sharedLength(previous, word), depth);
      let next = index + 1;
      let dead = false;
      while (at < word.length) {
        at += 1;
        const least = extend(rows, at, word, typed);
        if (least > edits) {
          next = firstAfter(words, index, word.slice(0, at));
          dead = true;
          break;
        }
        if ((rows[at]?.[width - 1] as number) <= edits) beginnings.push(word.slice(0, at));
      }
      depth = at;
      if (!dead && (rows[word.length]?.[width - 1] as number) <= edits) whole.push(word);
      previous = word;
      index = next;
    }
    return { whole, beginnings: [...new Set(beginnings)] };
  }
}

/** Adds the row of the word's `depth`-th letter; answers the least of its distances. */
function extend(rows: number[][], depth: number, word: string, typed: string): number {
  const last = rows[depth - 1] as number[];
  const before = rows[depth - 2];
  const row = (rows[depth] ??= []);
  const letter = word[depth - 1];
  row[0] = depth;
  let least = depth;
  for (let j = 1; j <= typed.length; j += 1) {
    const same = letter === typed[j - 1] ? 0 : 1;
    let cost = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + same);
    if (before && j > 1 && letter === typed[j - 2] && word[depth - 2] === typed[j - 1]) {
      cost = Math.min(cost, (before[j - 2] as number) + 1);
    }
    row[j] = cost;
    if (cost < least) least = cost;
  }
  return least;
}

function sharedLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a.codePointAt(at) === b.codePointAt(at)) at += 1;
  return at;
}

/** The first index after `from` whose word no longer begins so: steps double, then halve. */
function firstAfter(words: readonly string[], from: number, beginning: string): number {
  let low = from;
  let step = 1;
  while (low + step < words.length && words[low + step]?.startsWith(beginning)) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, words.length);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (words[middle]?.startsWith(beginning)) low = middle;
    else high = middle;
  }
  return high;
}
