/** Chance that a seed decides: the same seed and stream, the same draws. */
export type Chance = {
  /** 0 ≤ x < 1 */
  readonly next: () => number;
  /** An integer, 0 ≤ x < limit. */
  readonly below: (limit: number) => number;
  readonly happens: (probability: number) => boolean;
  readonly pick: <T>(list: readonly T[]) => T;
  /** One of the values, as often as its weight says. */
  readonly weighted: <T>(options: readonly (readonly [weight: number, value: T])[]) => T;
  readonly bytesInto: (into: Uint8Array) => Uint8Array;
};

/** Four words from a text: FNV-1a, mixed once more for each word. */
function wordsOf(text: string): [number, number, number, number] {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  const word = (): number => {
    hash = (hash + 0x9e3779b9) | 0;
    let mixed = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  return [word(), word(), word(), word()];
}

/**
 * `stream` names what the draws are for. What one stream draws leaves the others as they are, so that a change of one
 * subject does not make every seed another story.
 */
export function chanceFrom(seed: number, stream: string): Chance {
  let [a, b, c, d] = wordsOf(`${seed}/${stream}`);
  /** sfc32 */
  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let warm = 0; warm < 12; warm += 1) next();
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    happens: (probability) => next() < probability,
    pick: (list) => list[below(list.length)]!,
    weighted: (options) => {
      let left = next() * options.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, value] of options) {
        left -= weight;
        if (left < 0) return value;
      }
      return options.at(-1)![1];
    },
    bytesInto: (into) => {
      for (let index = 0; index < into.length; index += 1) into[index] = below(256);
      return into;
    },
  };
}
