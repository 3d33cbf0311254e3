import type pg from 'pg';
import { createParameters, quoted } from './identifiers.ts';
import type { Parameters } from './identifiers.ts';
import type { RowQuery } from './query-string.ts';
import { RestError } from './rest-error.ts';
import { rowsSql } from './row-sql.ts';
import type { FunctionArgument, StoredFunction } from './schema-cache.ts';

/** Arguments as they came: a JSON object (POST) or texts (GET). */
export type SentArguments =
  | { readonly kind: 'json'; readonly names: readonly string[]; readonly text: string }
  | { readonly kind: 'texts'; readonly values: ReadonlyMap<string, string> };

export type CallResult = {
  readonly body: string | null;
  readonly rows: number;
  readonly total: string | null;
};

export function sentNames(sent: SentArguments): readonly string[] {
  return sent.kind === 'json' ? sent.names : [...sent.values.keys()];
}

function accepts(fn: StoredFunction, names: ReadonlySet<string>): boolean {
  return (
    fn.args.every((arg) => arg.name !== '' && (!arg.required || arg.variadic || names.has(arg.name))) &&
    [...names].every((name) => fn.args.some((arg) => arg.name === name))
  );
}

function takesWholeBody(fn: StoredFunction): boolean {
  const [only] = fn.args;
  return fn.args.length === 1 && only?.name === '' && (only.type === 'json' || only.type === 'jsonb');
}

/**
 * The one overload that takes exactly the arguments sent (those with defaults may be missing).
 * Throws PGRST202 (none) or PGRST203 (several).
 */
export function chooseFunction(
  schema: string,
  name: string,
  overloads: readonly StoredFunction[],
  sent: SentArguments,
): StoredFunction {
  const names = sentNames(sent);
  const matching = overloads.filter((fn) => accepts(fn, new Set(names)));
  const wholeBody = sent.kind === 'json' ? overloads.filter(takesWholeBody) : [];
  const candidates = matching.length ? matching : wholeBody;
  const [only] = candidates;
  if (only && candidates.length === 1) return only;
  const list = names.toSorted().join(', ');
  if (candidates.length > 1) {
    const signatures = candidates.map(
      (fn) => `${schema}.${name}(${fn.args.map((arg) => `${arg.name} => ${arg.type}`).join(', ')})`,
    );
    throw new RestError(
      300,
      'PGRST203',
      `Could not choose the best candidate function between: ${signatures.join(', ')}`,
      null,
      'Try renaming the parameters or the function itself in the database so function overloading can be resolved',
    );
  }
  const shown = names.length ? `${schema}.${name}(${list})` : `${schema}.${name} without parameters`;
  const searched = names.length ? `with parameters ${list}` : 'without parameters';
  throw new RestError(
    404,
    'PGRST202',
    `Could not find the function ${shown} in the schema cache`,
    `Searched for the function ${schema}.${name} ${searched}${sent.kind === 'json' ? ' or with a single unnamed json/jsonb parameter' : ''}, but no matches were found in the schema cache.`,
  );
}

/** `f("a" := …)` with only the arguments sent, so that the function's defaults apply to the rest. */
function callSql(fn: StoredFunction, sent: SentArguments, parameters: Parameters): string {
  const target = `${quoted(fn.schema)}.${quoted(fn.name)}`;
  if (sent.kind === 'json' && takesWholeBody(fn))
    return `${target}(${parameters.add(sent.text)}::${fn.args[0]?.type})`;
  const names = new Set(sentNames(sent));
  const used = fn.args.filter((arg) => names.has(arg.name));
  const pass = (arg: FunctionArgument, value: string): string =>
    `${arg.variadic ? 'variadic ' : ''}${quoted(arg.name)} := ${value}`;
  if (used.length === 0) return `${target}()`;
  if (sent.kind === 'texts') {
    return `${target}(${used.map((arg) => pass(arg, `${parameters.add(sent.values.get(arg.name))}::${arg.type}`)).join(', ')})`;
  }
  // Names and types are the catalogue's; the values travel as one JSON parameter.
  return `${target}(${used.map((arg) => pass(arg, `args.${quoted(arg.name)}`)).join(', ')})`;
}

function argumentSource(fn: StoredFunction, sent: SentArguments, parameters: Parameters): string {
  if (sent.kind !== 'json' || takesWholeBody(fn)) return '';
  const names = new Set(sent.names);
  const used = fn.args.filter((arg) => names.has(arg.name));
  if (used.length === 0) return '';
  const columns = used.map((arg) => `${quoted(arg.name)} ${arg.type}`).join(', ');
  return `json_to_record(${parameters.add(sent.text)}::json) as args(${columns}), lateral `;
}

/** Calls the function inside the caller's transaction; rows of a set come filtered and paged. */
export async function callFunction(
  client: pg.PoolClient,
  fn: StoredFunction,
  sent: SentArguments,
  query: RowQuery,
  options: { readonly count: boolean; readonly single: boolean },
): Promise<CallResult> {
  const parameters = createParameters();
  const source = argumentSource(fn, sent, parameters);
  const call = callSql(fn, sent, parameters);
  const asRows = fn.returns === 'composite';
  const result = `with called as materialized (select result.* from ${source}${call} as result${asRows ? '' : '(value)'}) `;
  const value = fn.returns === 'json' ? 'value::text' : 'to_json(value)::text';
  const tail =
    fn.returns === 'void'
      ? 'select null::text as body, count(*)::integer as n, null::text as total from called'
      : fn.setOf && asRows
        ? rowsSql('called', query, parameters, options)
        : fn.setOf
          ? `select coalesce(json_agg(value), '[]')::text as body, count(*)::integer as n, null::text as total from called`
          : `select ${asRows ? 'row_to_json(called)::text' : value} as body, 1 as n, null::text as total from called`;
  const answer = await client.query<{ body: string | null; n: number; total: string | null }>(
    result + tail,
    parameters.values,
  );
  const row = answer.rows[0];
  return { body: row?.body ?? null, rows: row?.n ?? 0, total: row?.total ?? null };
}
