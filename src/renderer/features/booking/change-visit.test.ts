import { describe, expect, it } from 'vitest';
import { appointmentChangeLines, appointmentMove } from '../../../domain/scheduling/appointment-commands.ts';
import type { AppointmentDetail } from '../../../contracts/queries.ts';
import { aService, at, boardOf, ids } from '../calendar/board-samples.ts';
import { changeCommands, draftOfVisit, undoOf } from './change-visit.ts';
import { addLine, changeLine, type Draft, linesOf, removeLine, withService } from './draft.ts';
import { visitLines } from './visit-lines.ts';

const cut = aService({ durationMinutes: 45 });
const colour = aService({ id: ids('colour'), durationMinutes: 90, priceCents: 95_000 });
let made = 0;
const newId = (): string => ids(`c${String((made += 1))}`);

const line = (word: string, service: typeof cut, staff: string, startsAt: number, endsAt: number) => ({
  id: ids(word),
  serviceId: service.id,
  serviceName: service.name,
  hue: 1,
  staffId: ids(staff),
  staffName: staff,
  resourceId: null,
  resourceName: null,
  startsAt,
  endsAt,
  priceCents: 40_000,
});
const visit = {
  id: ids('visit'),
  locationId: ids('salon'),
  startsAt: at(10),
  endsAt: at(12, 15),
  lines: [line('one', cut, 'Ana', at(10), at(10, 45)), line('two', colour, 'Thandi', at(10, 45), at(12, 15))],
} as unknown as AppointmentDetail;
const change = (step: (draft: Draft) => Draft) => {
  const draft = step(draftOfVisit(visit, newId));
  const facts = visitLines(linesOf(draft), {
    board: boardOf(),
    services: [cut, colour],
    resources: [],
    startsAt: draft.startsAt,
    doNotBook: false,
    ignoreVisit: visit.id,
    roomId: null,
  });
  return changeCommands(visit, facts, null);
};

describe('a change of a visit', () => {
  it('is nothing while all is as it was', () => {
    expect(change((draft) => draft)).toBeNull();
  });

  it('is a move while services and prices stay, with the times that follow', () => {
    const command = change((draft) => ({ ...draft, startsAt: at(14) }));
    expect(command?.name).toBe('appointment.move');
    expect(appointmentMove.schema.parse(command?.args).lines).toMatchObject([
      { id: ids('one'), startsAt: at(14), staffId: ids('Ana') },
      { id: ids('two'), startsAt: at(14, 45), endsAt: at(16, 15) },
    ]);
    expect(undoOf(visit, command!, newId).args).toMatchObject({
      lines: [{ startsAt: at(10) }, { startsAt: at(10, 45) }],
    });
  });

  it('names what is added and taken away, and its undo is the opposite', () => {
    const command = change((draft) => {
      const added = changeLine(addLine(draft, newId), 2, (one) => withService(one, cut));
      return removeLine(added, 0);
    });
    const args = appointmentChangeLines.schema.parse(command?.args);
    expect(args.removed).toEqual([ids('one')]);
    expect(args.lines.map(({ id, startsAt }) => [id === ids('two'), startsAt])).toEqual([
      [true, at(10)],
      [false, at(11, 30)],
    ]);
    const back = appointmentChangeLines.schema.parse(undoOf(visit, command!, newId).args);
    expect(back.removed).toEqual([args.lines[1]?.id]);
    expect(back.lines.map(({ id }) => id)).toEqual([expect.not.stringContaining(ids('one')), ids('two')]);
    expect(back.lines.map(({ priceCents }) => priceCents)).toEqual([40_000, 40_000]);
  });

  it('is a change of lines when only a price is another', () => {
    const command = change((draft) => changeLine(draft, 1, (one) => ({ ...one, priceText: '900' })));
    expect(command).toMatchObject({ name: 'appointment.change_lines', args: { removed: [] } });
  });
});
