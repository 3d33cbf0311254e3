import { readdirSync, readFileSync } from 'node:fs';

/** What a process and its descendants use, from /proc (Linux). */

/** Megabytes over all processes. `resident` counts shared pages in each, `proportional` shares them out. */
export type MemoryUse = {
  readonly resident: number;
  readonly proportional: number;
  readonly processes: number;
};

function familyOf(pid: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = Number(/\) \S (\d+)/.exec(readOrEmpty(`/proc/${name}/stat`))?.[1] ?? -1);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const family = [pid];
  for (const member of family) family.push(...(children.get(member) ?? []));
  return family;
}

export function memoryOf(pid: number): MemoryUse {
  const figures = familyOf(pid).map((member) => readOrEmpty(`/proc/${String(member)}/smaps_rollup`));
  const alive = figures.filter((text) => text !== '');
  const sum = (field: string): number =>
    Math.round(
      alive.reduce(
        (total, text) => total + Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0),
        0,
      ) / 102.4,
    ) / 10;
  return { resident: sum('Rss'), proportional: sum('Pss'), processes: alive.length };
}

/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;

/** Milliseconds of processor time that the living processes have used since they began. */
export function processorMsOf(pid: number): number {
  return familyOf(pid).reduce((total, member) => {
    // The name may hold blanks and brackets; the figures come after its last bracket.
    const fields =
      readOrEmpty(`/proc/${String(member)}/stat`)
        .split(') ')
        .at(-1)
        ?.split(' ') ?? [];
    return total + (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS;
  }, 0);
}

/** Processes end while they are being counted. */
function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
