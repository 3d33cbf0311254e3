import type { Pool } from '../database.ts';

export type FunctionArgument = {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly variadic: boolean;
};

export type StoredFunction = {
  readonly schema: string;
  readonly name: string;
  readonly args: readonly FunctionArgument[];
  readonly returns: 'void' | 'scalar' | 'json' | 'composite';
  readonly setOf: boolean;
  readonly readOnly: boolean;
  /** The function's own SET clauses that must be set before the call to have an effect. */
  readonly settings: readonly (readonly [name: string, value: string])[];
};

export type SchemaCache = {
  /** All overloads of a name; re-reads the catalogue once when there is none. */
  functions(schema: string, name: string): Promise<readonly StoredFunction[]>;
  hasRelation(schema: string, name: string): Promise<boolean>;
  /** Settings of ALTER ROLE … SET for the role, which SET ROLE does not load. */
  roleSettings(role: string): Promise<readonly (readonly [name: string, value: string])[]>;
  reload(): Promise<void>;
};

type Catalogue = {
  readonly functions: ReadonlyMap<string, readonly StoredFunction[]>;
  readonly relations: ReadonlySet<string>;
  readonly roleSettings: ReadonlyMap<string, readonly (readonly [string, string])[]>;
};

const FUNCTIONS = `
select n.nspname as schema, p.proname as name,
  coalesce(p.proargnames, '{}') as names,
  coalesce(p.proargmodes::text[], array_fill('i'::text, array[p.pronargs::int])) as modes,
  array(select format_type(t, null) from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality u(t, i) order by i) as types,
  p.pronargs as inputs, p.pronargdefaults as defaults,
  p.proretset as set_of, p.provolatile in ('s', 'i') as read_only,
  t.typname as return_type,
  t.typtype = 'c' or p.prorettype = 'record'::regtype or coalesce(p.proargmodes::text[] && '{t,b,o}', false) as composite,
  coalesce(p.proconfig, '{}') as config
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_type t on t.oid = p.prorettype
where n.nspname = any($1) and p.prokind = 'f' and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)`;

const RELATIONS = `
select n.nspname as schema, c.relname as name
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any($1) and c.relkind in ('r', 'v', 'm', 'f', 'p')`;

const ROLE_SETTINGS = `
select r.rolname as role, split_part(s.entry, '=', 1) as name, substr(s.entry, strpos(s.entry, '=') + 1) as value
from pg_db_role_setting d
join pg_roles r on r.oid = d.setrole
cross join unnest(d.setconfig) as s(entry)
join pg_settings p on p.name = split_part(s.entry, '=', 1) and p.context = 'user'
where d.setdatabase in (0, (select oid from pg_database where datname = current_database()))
  and r.rolname in ('anon', 'authenticated', 'service_role')
order by d.setdatabase`;

/** PostgREST hoists these alone; other settings of a function take effect on entering it. */
const HOISTED = new Set(['statement_timeout', 'default_transaction_isolation']);

type FunctionRow = {
  readonly schema: string;
  readonly name: string;
  readonly names: readonly string[];
  readonly modes: readonly string[];
  readonly types: readonly string[];
  readonly inputs: number;
  readonly defaults: number;
  readonly set_of: boolean;
  readonly read_only: boolean;
  readonly return_type: string;
  readonly composite: boolean;
  readonly config: readonly string[];
};

function toFunction(row: FunctionRow): StoredFunction {
  const args: FunctionArgument[] = [];
  row.modes.forEach((mode, index) => {
    if (mode === 'i' || mode === 'b' || mode === 'v') {
      const required = args.length < row.inputs - row.defaults;
      args.push({
        name: row.names[index] ?? '',
        type: row.types[index] ?? 'text',
        required,
        variadic: mode === 'v',
      });
    }
  });
  const scalar = row.return_type === 'json' || row.return_type === 'jsonb' ? 'json' : 'scalar';
  return {
    schema: row.schema,
    name: row.name,
    args,
    returns: row.return_type === 'void' ? 'void' : row.composite ? 'composite' : scalar,
    setOf: row.set_of,
    readOnly: row.read_only,
    settings: row.config
      .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)] as const)
      .filter(([name]) => HOISTED.has(name)),
  };
}

/** A miss may be a migration that is a moment old; but a stream of misses must not become a stream of reloads. */
const MISS_RELOAD_PAUSE_MS = 500;

export function createSchemaCache(pool: Pool, schemas: readonly string[], now: () => number): SchemaCache {
  let current: Promise<Catalogue> | undefined;
  let loadedAt = 0;

  const load = async (): Promise<Catalogue> =>
    pool.use(async (client) => {
      const functions = await client.query<FunctionRow>(FUNCTIONS, [schemas]);
      const relations = await client.query<{ schema: string; name: string }>(RELATIONS, [schemas]);
      const settings = await client.query<{ role: string; name: string; value: string }>(ROLE_SETTINGS);
      const bySignature = new Map<string, StoredFunction[]>();
      for (const row of functions.rows) {
        const key = `${row.schema}.${row.name}`;
        bySignature.set(key, [...(bySignature.get(key) ?? []), toFunction(row)]);
      }
      const byRole = new Map<string, (readonly [string, string])[]>();
      for (const row of settings.rows)
        byRole.set(row.role, [...(byRole.get(row.role) ?? []), [row.name, row.value]]);
      return {
        functions: bySignature,
        relations: new Set(relations.rows.map((row) => `${row.schema}.${row.name}`)),
        roleSettings: byRole,
      };
    });

  const reload = async (): Promise<void> => {
    loadedAt = now();
    const loading = load();
    current = loading;
    try {
      await loading;
    } catch (error) {
      // The next request tries again; a failure is never remembered as the catalogue.
      if (current === loading) current = undefined;
      throw error;
    }
  };
  const catalogue = async (): Promise<Catalogue> => {
    if (!current) await reload();
    return current ?? load();
  };
  const reloadAfterMiss = async (): Promise<Catalogue> => {
    if (now() - loadedAt > MISS_RELOAD_PAUSE_MS) await reload();
    return catalogue();
  };

  return {
    reload,
    functions: async (schema, name) => {
      const key = `${schema}.${name}`;
      return (await catalogue()).functions.get(key) ?? (await reloadAfterMiss()).functions.get(key) ?? [];
    },
    hasRelation: async (schema, name) => {
      const key = `${schema}.${name}`;
      return (await catalogue()).relations.has(key) || (await reloadAfterMiss()).relations.has(key);
    },
    roleSettings: async (role) => (await catalogue()).roleSettings.get(role) ?? [],
  };
}
