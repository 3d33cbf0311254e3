import { describe, expect, it } from 'vitest';
import { aService, at, ids } from '../calendar/board-samples.ts';
import {
  addLine,
  changeLine,
  draftSpan,
  isClientUnchosen,
  isUntouched,
  linesOf,
  newClientFrom,
  newDraft,
  parseClock,
  placeDraft,
  removeLine,
  withService,
} from './draft.ts';
import { readDraft } from './draft-store.ts';
import { takeSlot } from './take-slot.ts';

let made = 0;
const newId = (): string => ids(String((made += 1)));
const ana = { staffId: ids('Ana'), startsAt: at(10), minutes: null };

describe('a booking being written', () => {
  it('takes the duration of its service, and a drawn stretch before that', () => {
    const clicked = withService(newDraft(ids('salon'), newId, ana), aService({ durationMinutes: 45 }));
    expect(draftSpan(clicked)).toEqual({ from: at(10), to: at(10, 45) });
    const drawn = withService(newDraft(ids('salon'), newId, { ...ana, minutes: 90 }), aService());
    expect(draftSpan(drawn)).toEqual({ from: at(10), to: at(11, 30) });
  });

  it('keeps client and service when another time is clicked', () => {
    const service = aService({ durationMinutes: 45 });
    const draft = withService(newDraft(ids('salon'), newId, ana), service);
    const moved = placeDraft(draft, { staffId: ids('Thandi'), startsAt: at(14), minutes: null }, service);
    expect(moved).toMatchObject({
      staffId: ids('Thandi'),
      serviceId: service.id,
      minutes: 45,
      ids: draft.ids,
    });
  });

  it('does not lose a name that was typed but not chosen', () => {
    const draft = newDraft(ids('salon'), newId, ana);
    expect(isClientUnchosen(draft)).toBe(false);
    expect(isClientUnchosen({ ...draft, clientText: 'Zodwa' })).toBe(true);
    expect(
      isClientUnchosen({ ...draft, clientText: 'Zodwa', client: { kind: 'new', name: 'Zodwa', phone: '' } }),
    ).toBe(false);
  });

  it('has several services, each changed and removed by itself, and keeps at least one', () => {
    const cut = aService({ durationMinutes: 45 });
    const colour = aService({ id: ids('colour'), durationMinutes: 90 });
    const one = withService(newDraft(ids('salon'), newId, ana), cut);
    const two = changeLine(addLine(one, newId), 1, (line) => withService(line, colour));
    expect(linesOf(two).map(({ serviceId, minutes, timing }) => [serviceId, minutes, timing])).toEqual([
      [cut.id, 45, 'after'],
      [colour.id, 90, 'after'],
    ]);
    const priced = changeLine(two, 0, (line) => ({ ...line, priceText: '300' }));
    expect(linesOf(priced).map(({ priceText }) => priceText)).toEqual(['300', null]);
    expect(priced.ids).toEqual(two.ids);
    const left = removeLine(two, 0);
    expect(linesOf(left)).toMatchObject([{ serviceId: colour.id, ids: { line: two.more[0]?.ids.line } }]);
    expect(left.ids.visit).toBe(two.ids.visit);
    expect(removeLine(left, 0)).toEqual(left);
    expect(linesOf(removeLine(two, 1))).toHaveLength(1);
  });

  it('lets whoever was found go with another service, and keeps who was chosen', () => {
    const found = { ...newDraft(ids('salon'), newId, null), staffId: ids('Ana') };
    expect(withService(found, aService()).staffId).toBeNull();
    expect(withService({ ...found, personChosen: true }, aService()).staffId).toBe(ids('Ana'));
  });

  it('takes an offered time with its people, and remembers who was asked for', () => {
    const draft = changeLine(
      addLine(withService(newDraft(ids('salon'), newId, ana), aService()), newId),
      1,
      (line) => withService(line, aService()),
    );
    const line = (name: string, startsAt: number) => ({
      serviceId: aService().id,
      staffId: ids(name),
      staffName: name,
      resourceId: null,
      startsAt,
      endsAt: startsAt + 1,
    });
    const slot = { startsAt: at(14), endsAt: at(15), lines: [line('Zola', at(14)), line('Ben', at(14, 30))] };
    const taken = takeSlot(draft, slot);
    expect(taken).toMatchObject({ startsAt: at(14), timeChosen: true, searchFrom: at(10) });
    expect(linesOf(taken)).toMatchObject([
      { staffId: ids('Zola'), personChosen: true, wishId: ids('Ana') },
      { staffId: ids('Ben'), personChosen: false, wishId: null },
    ]);
  });

  it('is worth keeping once something was typed', () => {
    expect(isUntouched(newDraft(ids('salon'), newId, ana))).toBe(true);
    expect(isUntouched({ ...newDraft(ids('salon'), newId, ana), clientText: 'Ler' })).toBe(false);
  });
});

describe('a draft that was stored', () => {
  it('comes back as it was, with its client', () => {
    const draft = addLine(withService(newDraft(ids('salon'), newId, ana), aService()), newId);
    const known = {
      kind: 'known',
      id: ids('client'),
      name: 'Lerato',
      phone: null,
      noShows: 0,
      doNotBook: false,
      hasAlert: true,
    } as const;
    for (const client of [{ kind: 'none' }, known, { kind: 'new', name: 'Zola', phone: '082' }] as const) {
      expect(readDraft(JSON.stringify({ ...draft, client }))).toEqual({ ...draft, client });
    }
  });

  it('is left out when another version wrote it, or nobody did', () => {
    expect(readDraft(null)).toBeNull();
    expect(readDraft('{"mode":"booking"}')).toBeNull();
    expect(readDraft('not json')).toBeNull();
  });
});

describe('what people type', () => {
  it('reads times with and without a colon', () => {
    expect([parseClock('10'), parseClock('1030'), parseClock('9:15'), parseClock('9.15')]).toEqual([
      600, 630, 555, 555,
    ]);
    expect([parseClock('25'), parseClock('10:75'), parseClock('ten')]).toEqual([null, null, null]);
  });

  it('makes a client of a name and a number typed in one breath', () => {
    expect(newClientFrom('Zodwa Nkosi 082 555 0199')).toEqual({ name: 'Zodwa Nkosi', phone: '082 555 0199' });
    expect(newClientFrom('Zodwa, +27 82 555 0199')).toEqual({ name: 'Zodwa', phone: '+27 82 555 0199' });
    expect(newClientFrom('0825550199')).toEqual({ name: '', phone: '0825550199' });
    expect(newClientFrom('Zodwa 2')).toEqual({ name: 'Zodwa 2', phone: '' });
  });
});
