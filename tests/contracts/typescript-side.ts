import type { CommandContext, Rejection, TenantRole } from '../../src/domain/command.ts';
import { commandNamed } from '../../src/domain/registry.ts';
import { rejection } from '../../src/domain/command.ts';
import { MONDAY } from './command-case.ts';
import type { MemoryRows } from './memory-rows.ts';
import { DEVICE, memberOf, TENANT } from './world.ts';

/** Nine o'clock on the cases' Monday: when every command is given. */
export const ACTED_AT = MONDAY + 9 * 3_600_000;

/** Decides as a desk does: role, schema, rule; applies what was decided. Returns the refusal, or null. */
export function decideInTypeScript(
  rows: MemoryRows,
  role: TenantRole,
  name: string,
  args: unknown,
): Rejection | null {
  const command = commandNamed(name);
  if (!command) return rejection('unknown_command');
  if (!command.roles.includes(role)) return rejection('forbidden');
  const parsed = command.schema.safeParse(args);
  if (!parsed.success) return rejection('invalid', { message: parsed.error.message });
  const context: CommandContext = {
    tenantId: TENANT,
    actorId: memberOf(role),
    deviceId: DEVICE,
    role,
    at: ACTED_AT,
  };
  const decision = command.decide(rows, parsed.data, context);
  if (!decision.ok) return decision.error;
  rows.apply(decision.value);
  return null;
}
