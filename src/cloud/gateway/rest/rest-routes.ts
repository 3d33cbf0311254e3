import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Identify } from '../caller.ts';
import type { Pool } from '../database.ts';
import { callFunction, chooseFunction } from './call-function.ts';
import type { CallResult, SentArguments } from './call-function.ts';
import { createParameters, quoted } from './identifiers.ts';
import { parseRowQuery } from './query-string.ts';
import type { RowQuery } from './query-string.ts';
import { requestTransaction } from './request-transaction.ts';
import type { RestRequest } from './request-transaction.ts';
import { RestError, restAnswer } from './rest-error.ts';
import { rowsSql } from './row-sql.ts';
import type { SchemaCache } from './schema-cache.ts';

export type RestOptions = {
  readonly pool: Pool;
  readonly cache: SchemaCache;
  readonly identify: Identify;
  readonly schemas: readonly string[];
  readonly onFailure: (error: unknown, request: FastifyRequest, status: number) => void;
};

const JSON_TYPE = 'application/json; charset=utf-8';
const SINGLE_TYPE = 'application/vnd.pgrst.object+json';

function searchOf(request: FastifyRequest): URLSearchParams {
  const mark = request.url.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : request.url.slice(mark + 1));
}

function parseBody(body: unknown): SentArguments {
  const text = body instanceof Buffer ? body.toString('utf8') : '';
  if (text.trim() === '') return { kind: 'json', names: [], text: '{}' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RestError(400, 'PGRST102', 'Empty or invalid json');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RestError(400, 'PGRST102', 'The body must be a JSON object of named arguments');
  }
  return { kind: 'json', names: Object.keys(value), text };
}

/** In a GET the arguments stand beside the filters: a parameter is one when an overload has it. */
function parseArguments(search: URLSearchParams, known: ReadonlySet<string>): SentArguments {
  const values = new Map<string, string>();
  for (const [key, value] of search) {
    const isFilter = /^(not\.)?(eq|neq|gt|gte|lt|lte|like|ilike|in|is|cs|cd)\./.test(value);
    if (known.has(key) || (!isFilter && !['select', 'order', 'limit', 'offset'].includes(key)))
      values.set(key, value);
  }
  return { kind: 'texts', values };
}

function preferences(request: FastifyRequest): { readonly count: boolean; readonly single: boolean } {
  const prefer = String(request.headers['prefer'] ?? '');
  const accept = String(request.headers['accept'] ?? '');
  return { count: /count=(exact|planned|estimated)/.test(prefer), single: accept.includes(SINGLE_TYPE) };
}

function schemaOf(request: FastifyRequest, schemas: readonly string[]): string {
  const header =
    request.method === 'POST' ? request.headers['content-profile'] : request.headers['accept-profile'];
  const schema = header === undefined ? (schemas[0] ?? 'public') : String(header);
  if (!schemas.includes(schema)) {
    throw new RestError(406, 'PGRST106', `The schema must be one of the following: ${schemas.join(', ')}`);
  }
  return schema;
}

function refuseUnlessOne(rows: number): void {
  if (rows === 1) return;
  throw new RestError(
    406,
    'PGRST116',
    'Cannot coerce the result to a single JSON object',
    `The result contains ${rows} rows`,
  );
}

function contentRange(query: RowQuery, result: CallResult): string {
  const range = result.rows === 0 ? '*' : `${query.offset}-${query.offset + result.rows - 1}`;
  return `${range}/${result.total ?? '*'}`;
}

function refuseBeyondEnd(query: RowQuery, result: CallResult): void {
  if (result.total === null || query.offset === 0 || query.offset < Number(result.total)) return;
  const details = `An offset of ${query.offset} was requested, but there are only ${result.total} rows.`;
  throw new RestError(416, 'PGRST103', 'Requested range not satisfiable', details);
}

function answerRows(reply: FastifyReply, query: RowQuery, result: CallResult, single: boolean): FastifyReply {
  const partial = result.total !== null && result.rows < Number(result.total);
  return reply
    .code(partial ? 206 : 200)
    .header('content-type', single ? `${SINGLE_TYPE}; charset=utf-8` : JSON_TYPE)
    .header('content-range', contentRange(query, result))
    .send(result.body);
}

/** Mounts `/rest/v1`: functions by POST and GET, rows by GET; nothing is written but by functions. */
export function restRoutes(app: FastifyInstance, options: RestOptions): void {
  const { pool, cache, identify, schemas } = options;

  const incoming = async (request: FastifyRequest): Promise<RestRequest> => ({
    caller: await identify.request(request.headers),
    method: request.method,
    path: request.url.split('?', 1)[0]?.replace(/^\/rest\/v1/, '') ?? '',
    headers: request.headers,
  });

  app.setErrorHandler(async (failure, request, reply) => {
    const known = (failure as { statusCode?: number }).statusCode;
    const framework = known !== undefined && known < 500 && !(failure instanceof RestError);
    // The role decides between 401 and 403; it was established before, or the failure is its own.
    const role = await identify.request(request.headers).then(
      (caller) => caller.role,
      () => 'anon' as const,
    );
    const answer = framework ? frameworkAnswer(known) : restAnswer(failure, role);
    options.onFailure(failure, request, answer.status);
    if (answer.status === 503) void reply.header('retry-after', '1');
    if (answer.status === 401) void reply.header('www-authenticate', 'Bearer');
    return reply.code(answer.status).header('content-type', JSON_TYPE).send(JSON.stringify(answer.body));
  });

  app.route<{ Params: { name: string } }>({
    method: ['GET', 'HEAD', 'POST'],
    url: '/rpc/:name',
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const rest = await incoming(request);
      const schema = schemaOf(request, schemas);
      const overloads = await cache.functions(schema, request.params.name);
      const search = searchOf(request);
      const known = new Set(overloads.flatMap((fn) => fn.args.map((arg) => arg.name)));
      const isPost = request.method === 'POST';
      const sent = isPost ? parseBody(request.body) : parseArguments(search, known);
      const fn = chooseFunction(schema, request.params.name, overloads, sent);
      const query = parseRowQuery(
        search,
        isPost ? new Set() : new Set(sent.kind === 'texts' ? sent.values.keys() : []),
      );
      const wanted = preferences(request);
      const isRowSet = fn.setOf && fn.returns === 'composite';
      const result = await requestTransaction(
        pool,
        cache,
        rest,
        { readOnly: !isPost || fn.readOnly, settings: fn.settings },
        async (client) => {
          const called = await callFunction(client, fn, sent, query, wanted);
          // Inside the transaction: what could not be answered must not have happened.
          if (wanted.single && fn.setOf) refuseUnlessOne(called.rows);
          if (isRowSet) refuseBeyondEnd(query, called);
          return called;
        },
      );
      if (fn.returns === 'void') return reply.code(204).send();
      if (isRowSet) return answerRows(reply, query, result, wanted.single);
      return reply.header('content-type', JSON_TYPE).send(result.body ?? 'null');
    },
  });

  app.route<{ Params: { relation: string } }>({
    method: ['GET', 'HEAD'],
    url: '/:relation',
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const rest = await incoming(request);
      const schema = schemaOf(request, schemas);
      const { relation } = request.params;
      if (!(await cache.hasRelation(schema, relation))) {
        throw new RestError(
          404,
          'PGRST205',
          `Could not find the table '${schema}.${relation}' in the schema cache`,
        );
      }
      const query = parseRowQuery(searchOf(request));
      const wanted = preferences(request);
      const parameters = createParameters();
      const sql = rowsSql(`${quoted(schema)}.${quoted(relation)}`, query, parameters, wanted);
      const result = await requestTransaction(pool, cache, rest, { readOnly: true }, async (client) => {
        const answer = await client.query<{ body: string | null; n: number; total: string | null }>(
          sql,
          parameters.values,
        );
        const row = answer.rows[0];
        return { body: row?.body ?? null, rows: row?.n ?? 0, total: row?.total ?? null };
      });
      if (wanted.single) refuseUnlessOne(result.rows);
      refuseBeyondEnd(query, result);
      return answerRows(reply, query, result, wanted.single);
    },
  });

  app.route({
    method: ['POST', 'PATCH', 'PUT', 'DELETE'],
    url: '/:relation',
    handler: async (request) => {
      await identify.request(request.headers);
      throw new RestError(
        405,
        'PGRST117',
        `Unsupported HTTP method: ${request.method}`,
        'Rows change through functions only.',
      );
    },
  });
  app.setNotFoundHandler(() => {
    throw new RestError(404, 'PGRST125', 'Invalid path specified in request URL');
  });
}

function frameworkAnswer(status: number): { readonly status: number; readonly body: RestError['body'] } {
  if (status === 413)
    return new RestError(
      413,
      'body_too_large',
      'The body is larger than 1 MiB.',
      null,
      'Send less at a time.',
    );
  if (status === 415)
    return new RestError(415, 'PGRST107', 'Content-Type not acceptable, send application/json');
  return new RestError(status, 'PGRST100', 'The request could not be read');
}
