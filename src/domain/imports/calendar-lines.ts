/** A logical line of a file: what was folded is one again. `line` counts from 1 where it begins on the disk. */
export type FileLine = { readonly line: number; readonly text: string };

export type CalendarBlock = { readonly line: number; readonly lines: readonly string[] };

/** One VCALENDAR: what is said of the whole, its zones, its events. */
export type CalendarPart = {
  /** X-WR-CALNAME, as Google and Apple write it, or what Outlook calls it. */
  readonly name: string | null;
  /** X-WR-TIMEZONE: the zone of times that name none. */
  readonly timeZone: string | null;
  /** METHOD:CANCEL takes back everything in it. */
  readonly cancelled: boolean;
  readonly zones: readonly CalendarBlock[];
  readonly events: readonly CalendarBlock[];
};

type OpenPart = {
  name: string | null;
  timeZone: string | null;
  cancelled: boolean;
  zones: CalendarBlock[];
  events: CalendarBlock[];
};
type OpenBlock = { kind: 'VEVENT' | 'VTIMEZONE'; line: number; lines: string[] };

const newPart = (): OpenPart => ({ name: null, timeZone: null, cancelled: false, zones: [], events: [] });

/**
 * Cuts a file into its calendars and their events. Nothing is lost: an event without its end, or outside of any
 * calendar, is a block all the same, so that it can be read or reported. To-dos and journals are no visits.
 */
export function cutCalendars(lines: readonly FileLine[]): readonly CalendarPart[] {
  const parts: OpenPart[] = [];
  let part: OpenPart | null = null;
  let open: OpenBlock | null = null;
  const current = (): OpenPart => {
    if (part === null) parts.push((part = newPart()));
    return part;
  };
  const close = (): void => {
    if (open === null) return;
    const { kind, line, lines: held } = open;
    (kind === 'VEVENT' ? current().events : current().zones).push({ line, lines: held });
    open = null;
  };

  for (const { line, text } of lines) {
    const [, border, name] = /^(BEGIN|END):(VCALENDAR|VEVENT|VTIMEZONE)\s*$/i.exec(text) ?? [];
    const kind = name?.toUpperCase();
    if (kind === 'VCALENDAR') {
      close();
      part = null;
      if (border?.toUpperCase() === 'BEGIN') current();
      continue;
    }
    if (border?.toUpperCase() === 'BEGIN' && (kind === 'VEVENT' || kind === 'VTIMEZONE')) {
      close();
      open = { kind, line, lines: [] };
    }
    if (open) open.lines.push(text);
    else describe(current, text);
    if (border?.toUpperCase() === 'END') close();
  }
  close();
  return parts;
}

function describe(current: () => OpenPart, text: string): void {
  const [, name, value] = /^([\w-]+)(?:;[^:]*)?:(.*)$/.exec(text) ?? [];
  if (value === undefined || value.trim() === '') return;
  switch (name?.toUpperCase()) {
    case 'X-WR-CALNAME':
    case 'NAME':
      current().name ??= value.replaceAll(/\\([,;\\])/g, '$1').trim();
      return;
    case 'X-WR-TIMEZONE':
      current().timeZone = value.trim();
      return;
    case 'METHOD':
      current().cancelled = /^cancel$/i.test(value.trim());
      return;
    default:
  }
}
