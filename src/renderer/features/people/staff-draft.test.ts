import { describe, expect, it } from 'vitest';
import { changeCommands, createCommands, freshHue, type StaffDraft } from './staff-draft.ts';

const ana: StaffDraft = {
  name: 'Ana',
  title: 'Stylist',
  locationId: 'gateway',
  memberId: null,
  hue: 3,
  serviceIds: ['cut', 'colour'],
};
const ids = (): (() => string) => {
  let made = 0;
  return () => `id ${String((made += 1))}`;
};

describe('what the panel of a person asks for', () => {
  it('is nothing when nothing was changed, spaces aside', () => {
    expect(changeCommands('ana', ana, { ...ana, name: 'Ana ' }, ids())).toEqual([]);
  });

  it('names only the fields and services that changed', () => {
    const to = { ...ana, title: '', memberId: 'login', serviceIds: ['colour', 'wax'] };
    expect(changeCommands('ana', ana, to, ids())).toEqual([
      { name: 'staff.update', args: { id: 'ana', changes: { title: '', member_id: 'login' } } },
      {
        name: 'staff.services',
        args: { staffId: 'ana', add: [{ id: 'id 1', serviceId: 'wax' }], remove: ['cut'] },
      },
    ]);
  });

  it('makes a new person, the link and the services in one go', () => {
    const draft = { ...ana, locationId: 'gateway', memberId: 'login', serviceIds: ['cut'] };
    expect(createCommands('new', draft, 40, ids()).map(({ name }) => name)).toEqual([
      'staff.create',
      'staff.update',
      'staff.services',
    ]);
  });

  it('offers the colour that the fewest have', () => {
    expect(freshHue([])).toBe(0);
    expect(freshHue([{ hue: 0 }, { hue: 1 }, { hue: 3 }])).toBe(2);
  });
});
