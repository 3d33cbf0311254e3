import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Interval, MINUTE } from '../../base/time.ts';
import { type DiaryLine, planPushBack, type PushBackDay, type PushBackPlan } from './push-back.ts';

const LAST = 720;
const ROOMS = [
  { id: 'room 1', capability: 'room' },
  { id: 'room 2', capability: 'room' },
];

const heldBy = (line: DiaryLine): Interval => ({
  from: line.startsAt - line.bufferBeforeMinutes * MINUTE,
  to: line.endsAt + line.bufferAfterMinutes * MINUTE,
});
const meets = (a: Interval, b: Interval): boolean => a.from < b.to && b.from < a.to;
const clash = (a: DiaryLine, b: DiaryLine): boolean =>
  meets(heldBy(a), heldBy(b)) &&
  (a.staffId === b.staffId || (a.resourceId !== null && a.resourceId === b.resourceId));

const line = (lineId: string, start: number, minutes: number, over: Partial<DiaryLine> = {}): DiaryLine => ({
  lineId,
  visitId: over.visitId ?? lineId,
  staffId: 'Ana',
  resourceId: null,
  startsAt: start * MINUTE,
  endsAt: (start + minutes) * MINUTE,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  movable: true,
  ...over,
});

const wish = fc.record({
  start: fc.integer({ min: 0, max: 60 }),
  minutes: fc.constantFrom(15, 30, 45),
  staffId: fc.constantFrom('Ana', 'Ana', 'Ben'),
  resourceId: fc.constantFrom(null, null, 'room 1', 'room 2'),
  bufferBeforeMinutes: fc.constantFrom(0, 0, 5),
  bufferAfterMinutes: fc.constantFrom(0, 0, 10),
  /** Rarely under way; the second service follows the first, or stands beside it. */
  movable: fc.constantFrom(true, true, true, true, false),
  second: fc.constantFrom('none', 'none', 'Ana after', 'Ben after', 'Ben together'),
});

/** A diary without overlaps: wishes are taken in turn, and those that find their place taken are dropped. */
const diaries = fc.array(wish, { minLength: 2, maxLength: 12 }).map((wishes): readonly DiaryLine[] => {
  const diary: DiaryLine[] = [];
  for (const [index, one] of wishes.entries()) {
    const { bufferBeforeMinutes, bufferAfterMinutes, movable, staffId, resourceId } = one;
    const visitId = `visit ${String(index)}`;
    const lines = [
      line(`${visitId} first`, one.start * 10, one.minutes, {
        visitId,
        staffId,
        resourceId,
        movable,
        bufferBeforeMinutes,
        bufferAfterMinutes,
      }),
    ];
    if (one.second !== 'none') {
      const [person, when] = one.second.split(' ');
      const start = one.start * 10 + (when === 'after' ? one.minutes : 0);
      lines.push(line(`${visitId} second`, start, 30, { visitId, movable, staffId: person ?? 'Ana' }));
    }
    const free = lines.every((wanted, at) =>
      [...diary, ...lines.slice(0, at)].every((other) => !clash(wanted, other)),
    );
    if (free) diary.push(...lines);
  }
  return diary;
});
const cases = fc.record({
  lines: diaries.filter((lines) => lines.some(({ staffId }) => staffId === 'Ana')),
  which: fc.nat(),
  later: fc.constantFrom(5, 10, 25, 60),
  overrun: fc.boolean(),
  keepFree: fc.array(
    fc.integer({ min: 0, max: 60 }).map((at) => ({ from: at * 10 * MINUTE, to: (at * 10 + 30) * MINUTE })),
    { maxLength: 2 },
  ),
});

type Case = { readonly day: PushBackDay; readonly anchor: DiaryLine; readonly plan: PushBackPlan };
const planned = (one: Parameters<Parameters<typeof cases.map>[0]>[0]): Case => {
  const own = one.lines.filter(({ staffId }) => staffId === 'Ana');
  const old = own[one.which % own.length]!;
  const by = one.later * MINUTE;
  const anchor = { ...old, startsAt: old.startsAt + (one.overrun ? 0 : by), endsAt: old.endsAt + by };
  const day = { lines: one.lines, resources: ROOMS, keepFree: one.keepFree };
  return { day, anchor, plan: planPushBack(day, anchor) };
};

/** The diary after the plan. */
const afterwards = ({ day, plan }: Case): readonly DiaryLine[] => {
  const moved = new Map(
    plan.visits.flatMap(({ lines }) => lines.map(({ from, ...now }) => [from.lineId, now] as const)),
  );
  return day.lines.map((old) => moved.get(old.lineId) ?? old);
};

describe('pushing back what follows', () => {
  it('leaves no overlap, moves nobody to an earlier time, and says so where it cannot', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const result = planned(one);
        const after = afterwards(result);
        for (const [index, now] of after.entries()) {
          expect(now.startsAt).toBeGreaterThanOrEqual(result.day.lines[index]!.startsAt);
          expect(now.staffId).toBe(result.day.lines[index]!.staffId);
        }
        const overlapping = after.some((a, index) => after.slice(index + 1).some((b) => clash(a, b)));
        if (result.plan.stuck.length === 0) expect(overlapping).toBe(false);
        else expect(overlapping || result.plan.stuck[0]!.on === 'order').toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('moves a following booking exactly as far as the model, which tries every minute', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const result = planned(one);
        const { day, anchor } = result;
        const after = afterwards(result);
        const nowOf = (old: DiaryLine): DiaryLine => after.find(({ lineId }) => lineId === old.lineId)!;
        const following = day.lines
          .filter(
            (old) =>
              old.staffId === 'Ana' &&
              old.lineId !== anchor.lineId &&
              old.startsAt >= anchor.startsAt - (one.overrun ? 0 : one.later * MINUTE),
          )
          .toSorted((a, b) => a.startsAt - b.startsAt || (a.lineId < b.lineId ? -1 : 1));
        const unsettled = new Set(following.filter(({ movable }) => movable).map(({ lineId }) => lineId));
        for (const old of following.filter(({ movable }) => movable)) {
          const now = nowOf(old);
          const others = after.filter(({ lineId }) => lineId !== old.lineId && !unsettled.has(lineId));
          // The client comes from the visit's earlier services, and stays with those at the same time.
          const siblings = day.lines.filter(
            ({ visitId, lineId, startsAt }) =>
              visitId === old.visitId && lineId !== old.lineId && startsAt <= old.startsAt,
          );
          const earliest = Math.max(
            old.startsAt,
            ...siblings.map((sibling) =>
              sibling.endsAt <= old.startsAt
                ? nowOf(sibling).endsAt
                : old.startsAt + nowOf(sibling).startsAt - sibling.startsAt,
            ),
          );
          const isFree = (at: number): boolean => {
            const there = { ...old, startsAt: at, endsAt: at + old.endsAt - old.startsAt };
            const busy = others.some((other) => clash({ ...other, resourceId: null }, there));
            if (busy) return false;
            if (at === old.startsAt) return true;
            if (day.keepFree.some((free) => meets(free, { from: there.startsAt, to: there.endsAt })))
              return false;
            return (
              old.resourceId === null ||
              ROOMS.some(({ id }) =>
                others.every(
                  (other) =>
                    other.visitId === old.visitId ||
                    !clash({ ...other, staffId: '' }, { ...there, resourceId: id }),
                ),
              )
            );
          };
          let at = earliest;
          while (!isFree(at) && at < LAST * 3 * MINUTE) at += MINUTE;
          expect((now.startsAt - old.startsAt) / MINUTE).toBe((at - old.startsAt) / MINUTE);
          unsettled.delete(old.lineId);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('can be carried out visit by visit, and taken back in the reverse order', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { day, plan } = planned(one);
        if (plan.stuck.length > 0) return;
        let diary = day.lines;
        const move = (visitId: string, lines: readonly DiaryLine[]): void => {
          const others = diary.filter((other) => other.visitId !== visitId);
          expect(lines.some((wanted) => others.some((other) => clash(wanted, other)))).toBe(false);
          diary = [...others, ...lines];
        };
        for (const { visitId, lines } of plan.visits)
          move(
            visitId,
            lines.map(({ from: _, ...now }) => now),
          );
        for (const { visitId, lines } of plan.visits.toReversed())
          move(
            visitId,
            lines.map(({ from }) => from),
          );
        const byId = (lines: readonly DiaryLine[]) =>
          lines.toSorted((a, b) => (a.lineId < b.lineId ? -1 : 1));
        expect(byId(diary)).toEqual(byId(day.lines));
      }),
      { numRuns: 2_000 },
    );
  });

  const starts = (plan: PushBackPlan): Readonly<Record<string, number>> =>
    Object.fromEntries(
      plan.visits.flatMap(({ lines }) => lines.map(({ lineId, startsAt }) => [lineId, startsAt / MINUTE])),
    );
  const push = (lines: readonly DiaryLine[], by: number, keepFree: readonly Interval[] = []) => {
    const [late] = lines;
    const anchor = { ...late!, startsAt: late!.startsAt + by * MINUTE, endsAt: late!.endsAt + by * MINUTE };
    return planPushBack({ lines, resources: ROOMS, keepFree }, anchor);
  };

  it('stops at the first gap that takes up the delay', () => {
    const day = [line('late', 0, 30), line('next', 30, 30), line('gap', 70, 30), line('evening', 100, 30)];
    expect(starts(push(day, 10))).toEqual({ late: 10, next: 40 });
    expect(starts(push(day, 20))).toEqual({ late: 20, next: 50, gap: 80, evening: 110 });
  });

  it('keeps lunch free if told so, and fills the time before it with what still fits', () => {
    const lunch = { from: 75 * MINUTE, to: 105 * MINUTE };
    const day = [line('late', 0, 30), line('long', 30, 40)];
    expect(starts(push(day, 15, [lunch]))).toEqual({ late: 15, long: 105 });
    expect(starts(push(day, 15))).toEqual({ late: 15, long: 45 });
  });

  it('takes another room, and waits where all of them are taken', () => {
    const busy = (room: string) => line(room, 30, 60, { staffId: 'Ben', resourceId: room, movable: true });
    const day = [line('late', 0, 20), line('room', 20, 10, { resourceId: 'room 1' })];
    const other = push([...day, busy('room 1')], 10);
    expect(
      other.visits.flatMap(({ lines }) => lines).find(({ lineId }) => lineId === 'room')?.resourceId,
    ).toBe('room 2');
    const away = line('room 2', 30, 60, { staffId: 'Zola', resourceId: 'room 2' });
    expect(starts(push([...day, busy('room 1'), away], 10))).toMatchObject({ room: 90 });
  });

  it('says who is in the way of a second service that would have to move along', () => {
    const colour = line('colour', 60, 60, { visitId: 'two', staffId: 'Ben' });
    const day = [line('late', 0, 30), line('cut', 30, 30, { visitId: 'two' }), colour];
    expect(starts(push(day, 15))).toEqual({ late: 15, cut: 45, colour: 75 });
    const plan = push([...day, line('other', 120, 30, { staffId: 'Ben' })], 15);
    expect(plan.stuck).toMatchObject([{ line: { lineId: 'colour' }, on: 'staff', by: { lineId: 'other' } }]);
  });
});
