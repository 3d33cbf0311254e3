/** Words that tie rooms and services together must be spelt alike: the spelling that is there already wins. */
export const knownSpelling = (text: string, known: readonly string[]): string => {
  const plain = text.trim();
  return known.find((one) => one.toLowerCase() === plain.toLowerCase()) ?? plain;
};

/** Each text once, in alphabetical order, without empty ones. */
export const distinct = (texts: readonly string[]): readonly string[] =>
  [...new Set(texts.filter((text) => text !== ''))].toSorted((a, b) => a.localeCompare(b));
