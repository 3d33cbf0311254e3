/**
 * What set-up tells the person at the terminal. All of it goes to stderr: stdout belongs to results that another
 * program may read.
 */

export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Something is missing that this script cannot mend; `message` is a sentence, `remedy` what to do next. */
export class SetupError extends Error {
  readonly code: string;
  readonly remedy: string;
  constructor(code: string, message: string, remedy: string) {
    super(message);
    this.name = 'SetupError';
    this.code = code;
    this.remedy = remedy;
  }
}

const FIRST_WORD_AFTER_MS = 2_000;
const NEXT_WORD_AFTER_MS = 10_000;

/** Runs `work`; if it takes over two seconds, says what is going on, then again every ten, then that it is done. */
export async function withProgress<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const seconds = (): string => ((performance.now() - began) / 1000).toFixed(0);
  let spoken = false;
  let ticking: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    spoken = true;
    say(`${what} …`);
    ticking = setInterval(() => say(`${what} … ${seconds()} s`), NEXT_WORD_AFTER_MS);
  }, FIRST_WORD_AFTER_MS);
  try {
    const result = await work();
    if (spoken) say(`${what}: done in ${seconds()} s`);
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(ticking);
  }
}

/** Runs a script's main function: a SetupError becomes its sentence and remedy, anything else keeps its stack. */
export async function runScript(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (error instanceof SetupError) {
      say(`\n${error.message} [${error.code}]\n${error.remedy}`);
    } else {
      say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    process.exitCode = 1;
  }
}
