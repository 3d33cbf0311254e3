import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DESK_CALLS, DESK_PROTOCOL } from './desk-api.ts';
import { QUERY_PARAMS } from './queries.ts';
import * as wire from './wire.ts';

/**
 * Both sides of a link are built from these schemas, and an older one may still be out there. Whoever changes a shape
 * raises the version beside it and then writes the new fingerprint here.
 */
const fingerprint = (schemas: Readonly<Record<string, z.ZodType>>): string => {
  const shapes = Object.entries(schemas)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, schema]) => [name, z.toJSONSchema(schema, { unrepresentable: 'any' })]);
  return createHash('sha256').update(JSON.stringify(shapes)).digest('hex').slice(0, 16);
};

const wireSchemas: Record<string, z.ZodType> = {};
for (const [name, exported] of Object.entries(wire)) {
  if (exported instanceof z.ZodType) wireSchemas[name] = exported;
}

describe('protocol versions', () => {
  it('the wire to the cloud has the shapes of its version', () => {
    expect([wire.WIRE_VERSION, fingerprint(wireSchemas)]).toMatchInlineSnapshot(`
      [
        3,
        "8e82f5084cac253f",
      ]
    `);
  });

  it('the link between page and desk has the shapes of its version', () => {
    expect([DESK_PROTOCOL, fingerprint({ ...DESK_CALLS, ...QUERY_PARAMS })]).toMatchInlineSnapshot(`
      [
        3,
        "84af963c2d621037",
      ]
    `);
  });
});
