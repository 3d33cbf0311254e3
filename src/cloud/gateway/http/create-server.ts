import fastify from 'fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { compressAnswers } from './compress.ts';

export const BODY_LIMIT_BYTES = 1024 * 1024;

/** The HTTP server without its routes: limits, raw bodies, answers to what nobody else answers. */
export function createServer(): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: 60_000,
    keepAliveTimeout: 72_000,
    // Closing ends idle connections at once and lets answers under way be finished.
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    frameworkErrors: (_error, _request, reply: FastifyReply) => {
      void reply
        .code(400)
        .type('application/json')
        .send('{"code":"bad_request","message":"The request could not be read"}');
    },
    // What is not even HTTP is answered in one line, without the parser's own words.
    clientErrorHandler: (_error, socket) => {
      if (socket.writable)
        socket.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
    },
  });
  // Bodies stay bytes: each interface parses its own and words its own refusals.
  app.removeAllContentTypeParsers();
  for (const type of ['application/json', 'text/plain']) {
    app.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  }
  compressAnswers(app);
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ code: 'not_found', message: 'There is nothing here' }),
  );
  app.setErrorHandler((error, _request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    const body =
      status >= 500
        ? { code: 'unexpected_failure', message: 'The cloud could not answer this request' }
        : { code: 'bad_request', message: 'The request could not be read' };
    return reply.code(status).send(body);
  });
  return app;
}
