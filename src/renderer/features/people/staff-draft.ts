import type { RosterPerson } from '../../../contracts/queries/people.ts';
import type { Command } from '../../data/use-execute.ts';

/** What the panel of a person shows while it is typed in. */
export type StaffDraft = {
  readonly name: string;
  readonly title: string;
  readonly locationId: string | null;
  readonly memberId: string | null;
  readonly hue: number;
  readonly serviceIds: readonly string[];
};

export const draftOf = (person: RosterPerson): StaffDraft => ({
  name: person.name,
  title: person.title,
  locationId: person.locationId,
  memberId: person.memberId,
  hue: person.hue,
  serviceIds: person.serviceIds,
});

/** The colour that the fewest people have, so that neighbours can be told apart. */
export function freshHue(people: readonly Pick<RosterPerson, 'hue'>[]): number {
  const uses = Array.from({ length: 10 }, (_, hue) => people.filter((person) => person.hue === hue).length);
  return uses.indexOf(Math.min(...uses));
}

export const isComplete = (draft: StaffDraft): boolean =>
  draft.name.trim() !== '' && draft.locationId !== null;

/** The commands that make what stands into what was typed; none where nothing was changed. */
export function changeCommands(
  id: string,
  from: StaffDraft,
  to: StaffDraft,
  newId: () => string,
): readonly Command[] {
  const changes = {
    ...(to.name.trim() === from.name ? {} : { name: to.name.trim() }),
    ...(to.title.trim() === from.title ? {} : { title: to.title.trim() }),
    ...(to.locationId === null || to.locationId === from.locationId ? {} : { location_id: to.locationId }),
    ...(to.memberId === from.memberId ? {} : { member_id: to.memberId }),
    ...(to.hue === from.hue ? {} : { hue: to.hue }),
  };
  const update: readonly Command[] =
    Object.keys(changes).length === 0 ? [] : [{ name: 'staff.update', args: { id, changes } }];
  return [...update, ...serviceCommands(id, from.serviceIds, to.serviceIds, newId)];
}

/** The commands that put a new person on the roster, last on the board. */
export function createCommands(
  id: string,
  draft: StaffDraft & { readonly locationId: string },
  sortOrder: number,
  newId: () => string,
): readonly Command[] {
  const { locationId, hue, memberId } = draft;
  const create: Command = {
    name: 'staff.create',
    args: { id, locationId, name: draft.name.trim(), title: draft.title.trim(), hue, sortOrder },
  };
  const link: readonly Command[] =
    memberId === null ? [] : [{ name: 'staff.update', args: { id, changes: { member_id: memberId } } }];
  return [create, ...link, ...serviceCommands(id, [], draft.serviceIds, newId)];
}

function serviceCommands(
  staffId: string,
  from: readonly string[],
  to: readonly string[],
  newId: () => string,
): readonly Command[] {
  const add = to
    .filter((service) => !from.includes(service))
    .map((serviceId) => ({ id: newId(), serviceId }));
  const remove = from.filter((service) => !to.includes(service));
  return add.length + remove.length === 0 ? [] : [{ name: 'staff.services', args: { staffId, add, remove } }];
}
