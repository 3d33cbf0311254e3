import { type CommandContext, type Rejection, rejection, type RowReader } from '../command.ts';

/**
 * A desk neither holds nor writes rows of other branches than its own: the board of another one is empty here, which
 * is not the same as free. Answers `forbidden`, or null where the device may work.
 */
export function outsideDevice(
  read: RowReader,
  context: CommandContext,
  locationId: string,
): Rejection | null {
  const locations = read.get('device', context.deviceId)?.locations;
  if (!Array.isArray(locations) || locations.includes(locationId)) return null;
  return rejection('forbidden', { message: 'the location is not one of this device' });
}

/** The same for a class of tables, such as the ledger. */
export function withoutClass(read: RowReader, context: CommandContext, name: string): Rejection | null {
  const classes = read.get('device', context.deviceId)?.classes;
  if (!Array.isArray(classes) || classes.includes(name)) return null;
  return rejection('forbidden', { message: `this device does not hold the class ${name}` });
}
