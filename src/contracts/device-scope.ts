/** What a PC may hold: branches (null: all) and classes of tables. */
export type DeviceHolds = {
  readonly locations: readonly string[] | null;
  readonly classes: readonly string[];
};

/** What both allow. */
export const bothHold = (a: DeviceHolds, b: DeviceHolds): DeviceHolds => ({
  locations:
    a.locations === null
      ? b.locations
      : b.locations === null
        ? a.locations
        : a.locations.filter((id) => b.locations?.includes(id) === true),
  classes: a.classes.filter((name) => b.classes.includes(name)),
});
