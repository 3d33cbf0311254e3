import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RejectionCode, TenantRole } from '../../src/domain/command.ts';
import type { CommandName } from '../../src/domain/registry.ts';
import type { TableName } from '../../src/domain/tables.ts';

/**
 * The cases in commands/*.json. In them a text `@name` stands for an id, `T10:00` for that time of the cases' Monday
 * (South African time), `T10:00+31d` for days later.
 */
export type GivenCommand = {
  readonly name: CommandName;
  readonly args: Readonly<Record<string, unknown>>;
};

export type CommandCase = {
  readonly story: string;
  readonly role?: TenantRole;
  /** What the device may hold; everything unless told. */
  readonly device?: { readonly locations?: readonly string[]; readonly classes?: readonly string[] };
  /** Flags that are on for the tenant. */
  readonly flagsOn?: readonly string[];
  /** Names of setups: commands that are applied first, on both sides. */
  readonly after?: readonly string[];
  /** Rows that are there besides the world, on both sides. */
  readonly given?: readonly {
    readonly table: TableName;
    readonly row: Readonly<Record<string, unknown>> & { readonly id: string };
  }[];
  /** Rows that somebody else changed after this desk looked: the base is taken before. */
  readonly meanwhile?: readonly {
    readonly table: TableName;
    readonly id: string;
    readonly values: Readonly<Record<string, unknown>>;
  }[];
  readonly name: CommandName;
  readonly args: Readonly<Record<string, unknown>>;
  /** Replaces the base that the desk would send; `null` sends none. */
  readonly base?: null;
  /** Only the server can know; the TypeScript rule is not asked. */
  readonly serverOnly?: boolean;
  readonly expect:
    | {
        /** Parts of rows as they must be afterwards, by table and id; null: the row is gone. */
        readonly applied: Readonly<
          Record<string, Readonly<Record<string, Readonly<Record<string, unknown>> | null>>>
        >;
      }
    | { readonly rejected: RejectionCode; readonly detail?: Readonly<Record<string, unknown>> };
};

type CaseFile = {
  readonly setups?: Readonly<Record<string, readonly GivenCommand[]>>;
  readonly cases: readonly CommandCase[];
};

export type LoadedCase = CommandCase & { readonly before: readonly GivenCommand[] };

const FOLDER = fileURLToPath(new URL('./commands/', import.meta.url));

/** Monday 10 March 2025, 00:00 in Johannesburg: in the past, because the server refuses deeds of the future. */
export const MONDAY = Date.UTC(2025, 2, 9, 22, 0);

/** The id that a name stands for; the same in every run. */
export function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function resolveText(text: string): unknown {
  if (text.startsWith('@')) return idOf(text.slice(1));
  const time = /^T(\d\d):(\d\d)(?:([+-]\d+)d)?$/.exec(text);
  if (!time) return text;
  const minutes = Number(time[1]) * 60 + Number(time[2]) + Number(time[3] ?? 0) * 1440;
  return MONDAY + minutes * 60_000;
}

export function resolve<T>(value: T): T {
  if (typeof value === 'string') return resolveText(value) as T;
  if (Array.isArray(value)) return value.map((item) => resolve<unknown>(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [String(resolveText(key)), resolve<unknown>(item)]),
  ) as T;
}

export function loadCases(): readonly LoadedCase[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .flatMap((name) => {
      const file = JSON.parse(readFileSync(`${FOLDER}${name}`, 'utf8')) as CaseFile;
      return file.cases.map((entry) => ({
        ...resolve(entry),
        before: (entry.after ?? []).flatMap((setup) => {
          const commands = file.setups?.[setup];
          if (!commands) throw new Error(`${name}: no setup named ${setup}`);
          return resolve(commands);
        }),
      }));
    });
}
