import { err, ok, type Result } from '../../base/result.ts';
import type { MinuteOfDay } from '../../base/time.ts';
import type { WorkedShift } from '../scheduling/roster.ts';
import { meetsItself } from './shifts.ts';

/** A day as a person types it into the roster: "9-13 14-18", "9-17 (13-13:30)", "Ballito 9-17", "leave flu", "off". */
export type TypedDay =
  | { readonly kind: 'shift'; readonly shifts: readonly WorkedShift[] }
  | { readonly kind: 'leave'; readonly reason: string | null }
  | { readonly kind: 'off' };

export type TypedDayProblem = {
  /** `unclear`: no time, word or branch; `backwards`: ends before it starts; `break`: lies in no shift. */
  readonly code: 'empty' | 'unclear' | 'backwards' | 'break' | 'meets';
  /** The part of the text that it is about. */
  readonly part: string;
};

export type DayWords = {
  readonly leave: string;
  readonly off: string;
  readonly locations: readonly { readonly id: string; readonly name: string }[];
  /** The location of shifts that name none. */
  readonly locationId: string;
};

const DASHES = /\s*(?:-|–|—)\s*/;
const TOKEN = /\(([^()]*)\)|\d[\d:h.]*\s*(?:-|–|—)\s*\d[\d:h.]*|[^\s,()]+/giu;
const NOON = 720;

/** Reads what was typed. Nothing typed is `empty`: the screen decides what that means. */
export function parseDay(text: string, words: DayWords): Result<TypedDay, TypedDayProblem> {
  const typed = text.trim();
  if (typed === '') return err({ code: 'empty', part: '' });
  const lower = typed.toLowerCase();
  if (lower === words.off.toLowerCase()) return ok({ kind: 'off' });
  const leave = words.leave.toLowerCase();
  if (lower === leave || lower.startsWith(`${leave} `)) {
    const reason = typed.slice(leave.length).trim().slice(0, 200);
    return ok({ kind: 'leave', reason: reason === '' ? null : reason });
  }

  const shifts: (WorkedShift & { readonly part: string })[] = [];
  let locationId = words.locationId;
  let name = '';
  for (const match of typed.matchAll(TOKEN)) {
    const [part, inBrackets] = match;
    if (inBrackets !== undefined) {
      const last = shifts.at(-1);
      if (!last || name !== '') return err({ code: 'break', part });
      const breaks: [MinuteOfDay, MinuteOfDay][] = [];
      for (const pause of inBrackets.split(/[\s,]+(?=\d)/).filter((one) => one !== '')) {
        const stretch = parseStretch(pause, last.startMinute);
        if (!stretch.ok) return stretch;
        breaks.push(stretch.value);
      }
      const inOrder = breaks.every(
        ([from, to], index) => from >= (breaks[index - 1]?.[1] ?? last.startMinute) && to <= last.endMinute,
      );
      if (!inOrder || breaks.length === 0) return err({ code: 'break', part });
      shifts[shifts.length - 1] = { ...last, breaks: [...last.breaks, ...breaks] };
      continue;
    }
    if (!/^\d/.test(part)) {
      name = name === '' ? part : `${name} ${part}`;
      const place = placeNamed(name, words.locations);
      if (place === undefined) return err({ code: 'unclear', part: name });
      if (place !== null) locationId = place;
      continue;
    }
    if (name !== '' && placeNamed(name, words.locations) === null) {
      return err({ code: 'unclear', part: name });
    }
    name = '';
    const stretch = parseStretch(part, 0);
    if (!stretch.ok) return stretch;
    const [startMinute, endMinute] = stretch.value;
    shifts.push({ locationId, startMinute, endMinute, breaks: [], part });
  }
  if (name !== '' || shifts.length === 0) return err({ code: 'unclear', part: name === '' ? typed : name });
  if (meetsItself(shifts)) return err({ code: 'meets', part: shifts.at(-1)?.part ?? typed });
  return ok({
    kind: 'shift',
    shifts: shifts
      .map(({ part: _, ...shift }): WorkedShift => shift)
      .toSorted((a, b) => a.startMinute - b.startMinute),
  });
}

/** The one location whose name begins so; null while several do, undefined when none does. */
function placeNamed(text: string, locations: DayWords['locations']): string | null | undefined {
  const wanted = text.toLowerCase();
  const exact = locations.filter(({ name }) => name.toLowerCase() === wanted);
  const found =
    exact.length > 0 ? exact : locations.filter(({ name }) => beginsSo(name.toLowerCase(), wanted));
  return found.length > 1 ? null : found[0]?.id;
}

/** From the start of the name or of one of its words. */
const beginsSo = (name: string, wanted: string): boolean =>
  name.startsWith(wanted) || name.includes(` ${wanted}`);

/** "9-5" is nine to five in the afternoon: nobody works backwards. */
function parseStretch(
  text: string,
  notBefore: MinuteOfDay,
): Result<readonly [MinuteOfDay, MinuteOfDay] & [MinuteOfDay, MinuteOfDay], TypedDayProblem> {
  const [first, second, ...more] = text.trim().split(DASHES);
  const from = parseTime(first ?? '');
  const to = parseTime(second ?? '');
  if (from === null || to === null || more.length > 0) return err({ code: 'unclear', part: text });
  const start = from < notBefore && from < NOON ? from + NOON : from;
  const end = to <= start && to <= NOON ? to + NOON : to;
  return end > start && end <= 1440 ? ok([start, end]) : err({ code: 'backwards', part: text });
}

/** "9", "9:30", "9h30", "9.30", "930" or "0930"; null when it is no time of a day. */
function parseTime(text: string): MinuteOfDay | null {
  const match = /^(\d{1,2})(?:[:h.](\d{2})?|(\d{2}))?$/i.exec(text.trim());
  if (!match) return null;
  const hour = Number(match[1]);
  const minute = Number(match[2] ?? match[3] ?? 0);
  const at = hour * 60 + minute;
  return minute < 60 && at <= 1440 ? at : null;
}

/** The text that `parseDay` reads back as the same day. */
export function writeTypedDay(day: TypedDay, words: DayWords): string {
  if (day.kind === 'off') return words.off;
  if (day.kind === 'leave') return day.reason ? `${words.leave} ${day.reason}` : words.leave;
  let locationId = words.locationId;
  return day.shifts
    .map((shift) => {
      const name =
        shift.locationId === locationId
          ? ''
          : `${words.locations.find(({ id }) => id === shift.locationId)?.name ?? ''} `;
      locationId = shift.locationId;
      const breaks = shift.breaks.map(([from, to]) => `${clock(from)}-${clock(to)}`).join(' ');
      return `${name}${clock(shift.startMinute)}-${clock(shift.endMinute)}${breaks === '' ? '' : ` (${breaks})`}`;
    })
    .join(' ');
}

const clock = (minute: MinuteOfDay): string => {
  const rest = minute % 60;
  return `${Math.floor(minute / 60)}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
};
