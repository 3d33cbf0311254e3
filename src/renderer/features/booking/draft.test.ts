import { describe, expect, it } from 'vitest';
import { aService, at, ids } from '../calendar/board-samples.ts';
import {
  draftSpan,
  isClientUnchosen,
  isUntouched,
  newClientFrom,
  newDraft,
  parseClock,
  placeDraft,
  withService,
} from './draft.ts';
import { readDraft } from './draft-store.ts';

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

  it('is worth keeping once something was typed', () => {
    expect(isUntouched(newDraft(ids('salon'), newId, ana))).toBe(true);
    expect(isUntouched({ ...newDraft(ids('salon'), newId, ana), clientText: 'Ler' })).toBe(false);
  });
});

describe('a draft that was stored', () => {
  it('comes back as it was, with its client', () => {
    const draft = withService(newDraft(ids('salon'), newId, ana), aService());
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
