import type { RowReader } from '../command.ts';

/** A flag as this tenant has to obey it: its override, otherwise the default, otherwise off. */
export function flagIsOn(read: RowReader, tenantId: string, key: string): boolean {
  const [flag] = read.find('flag', { key });
  if (!flag) return false;
  const [override] = read.find('flag_override', { tenant_id: tenantId, flag_id: flag.id });
  return override?.is_on ?? flag.default_on;
}
