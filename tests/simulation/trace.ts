const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** What happened, line by line, in words that are the same in every run of a seed. */
export type Trace = {
  readonly say: (line: string) => void;
  /** Calls an id by a name from now on; ids that nobody named get a number when they are first said. */
  readonly name: (id: string, name: string) => void;
  /** A text with ids replaced by their names. */
  readonly named: (text: string) => string;
  readonly lines: () => readonly string[];
};

export function createTrace(now: () => number): Trace {
  const began = now();
  const names = new Map<string, string>();
  const lines: string[] = [];
  const named = (text: string): string =>
    text.replaceAll(ID, (id) => {
      let name = names.get(id);
      if (name === undefined) names.set(id, (name = `#${names.size + 1}`));
      return name;
    });
  return {
    say: (line) => lines.push(`${((now() - began) / 1_000).toFixed(3).padStart(10)}  ${named(line)}`),
    name: (id, name) => names.set(id, name),
    named,
    lines: () => lines,
  };
}
