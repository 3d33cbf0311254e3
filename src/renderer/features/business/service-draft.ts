import type { ServiceSetup } from '../../../contracts/queries/business.ts';
import type { CommandArgs } from '../../../domain/registry.ts';
import { formatRand, parseRand } from '../../../domain/money/rand.ts';
import type { Command } from '../../data/use-execute.ts';

/** What the panel of a service shows while it is typed in: figures as they were written. */
export type ServiceDraft = {
  readonly name: string;
  readonly category: string;
  readonly duration: string;
  readonly before: string;
  readonly after: string;
  readonly price: string;
  readonly hue: number;
  /** Empty: neither room nor equipment. */
  readonly requires: string;
  readonly staffIds: readonly string[];
};

/** A draft whose figures could be read. */
export type ServiceValues = Omit<ServiceSetup, 'id' | 'active' | 'pending'>;

export type ServiceProblem = 'name' | 'duration' | 'before' | 'after' | 'price';

const LONGEST_MINUTES = 720;
const LONGEST_BUFFER = 240;
const DEAREST_CENTS = 1_000_000_000;

export const draftOf = (service: ServiceValues): ServiceDraft => ({
  name: service.name,
  category: service.category,
  duration: String(service.durationMinutes),
  before: String(service.bufferBeforeMinutes),
  after: String(service.bufferAfterMinutes),
  // Without the R and its blank, as it would be typed.
  price: formatRand(service.priceCents).replaceAll(/[^\d,−-]/g, ''),
  hue: service.hue,
  requires: service.requires ?? '',
  staffIds: service.staffIds,
});

/** Minutes as people type them: '45', '90 min', '1:30', '1h30', '1 h'. Null when they are none. */
export function readMinutes(text: string): number | null {
  const plain = text.trim().toLowerCase();
  const minutes = /^(\d{1,3})\s*(?:min|m)?$/.exec(plain);
  if (minutes) return Number(minutes[1]);
  const hours = /^(\d{1,2})\s*(?:h|:)\s*(\d{2})?$/.exec(plain);
  return hours && Number(hours[2] ?? 0) < 60 ? Number(hours[1]) * 60 + Number(hours[2] ?? 0) : null;
}

const within = (value: number | null, least: number, most: number): value is number =>
  value !== null && value >= least && value <= most;

const readBuffer = (text: string): number | null => (text.trim() === '' ? 0 : readMinutes(text));

/** The values that were typed, or which fields cannot be meant so. */
export function readDraft(
  draft: ServiceDraft,
):
  | { readonly ok: true; readonly values: ServiceValues }
  | { readonly ok: false; readonly problems: readonly ServiceProblem[] } {
  const name = draft.name.trim();
  const durationMinutes = readMinutes(draft.duration);
  const bufferBeforeMinutes = readBuffer(draft.before);
  const bufferAfterMinutes = readBuffer(draft.after);
  const priceCents = parseRand(draft.price);
  if (
    name !== '' &&
    name.length <= 120 &&
    within(durationMinutes, 1, LONGEST_MINUTES) &&
    within(bufferBeforeMinutes, 0, LONGEST_BUFFER) &&
    within(bufferAfterMinutes, 0, LONGEST_BUFFER) &&
    within(priceCents, 0, DEAREST_CENTS)
  ) {
    return {
      ok: true,
      values: {
        name,
        category: draft.category.trim(),
        durationMinutes,
        bufferBeforeMinutes,
        bufferAfterMinutes,
        priceCents,
        hue: draft.hue,
        requires: draft.requires.trim() === '' ? null : draft.requires.trim(),
        staffIds: draft.staffIds,
      },
    };
  }
  const problems: ServiceProblem[] = [];
  if (name === '' || name.length > 120) problems.push('name');
  if (!within(durationMinutes, 1, LONGEST_MINUTES)) problems.push('duration');
  if (!within(bufferBeforeMinutes, 0, LONGEST_BUFFER)) problems.push('before');
  if (!within(bufferAfterMinutes, 0, LONGEST_BUFFER)) problems.push('after');
  if (!within(priceCents, 0, DEAREST_CENTS)) problems.push('price');
  return { ok: false, problems };
}

type Changes = CommandArgs<'service.update'>['changes'];

const columns = (values: ServiceValues) => ({
  name: values.name,
  category: values.category,
  duration_minutes: values.durationMinutes,
  buffer_before_minutes: values.bufferBeforeMinutes,
  buffer_after_minutes: values.bufferAfterMinutes,
  price_cents: values.priceCents,
  hue: values.hue,
  requires: values.requires,
});

/** The single facts in which two states of a service differ, with what they become. */
export function changesBetween(from: ServiceValues, to: ServiceValues): Changes {
  const before: Readonly<Record<string, unknown>> = columns(from);
  return Object.fromEntries(
    Object.entries(columns(to)).filter(([column, value]) => value !== before[column]),
  ) as Changes;
}

/** The commands that make one state of a service into another; none where they are the same. */
export function changeCommands(
  id: string,
  from: ServiceValues,
  to: ServiceValues,
  newId: () => string,
): readonly Command[] {
  const changes = changesBetween(from, to);
  const add = to.staffIds
    .filter((staffId) => !from.staffIds.includes(staffId))
    .map((staffId) => ({ id: newId(), staffId }));
  const remove = from.staffIds.filter((staffId) => !to.staffIds.includes(staffId));
  return [
    ...(Object.keys(changes).length === 0
      ? []
      : [{ name: 'service.update', args: { id, changes } } satisfies Command]),
    ...(add.length + remove.length === 0
      ? []
      : [{ name: 'service.staff', args: { serviceId: id, add, remove } } satisfies Command]),
  ];
}

export const createCommand = (
  id: string,
  values: ServiceValues,
  sortOrder: number,
  newId: () => string,
): Command => ({
  name: 'service.create',
  args: {
    id,
    name: values.name,
    category: values.category,
    durationMinutes: values.durationMinutes,
    bufferBeforeMinutes: values.bufferBeforeMinutes,
    bufferAfterMinutes: values.bufferAfterMinutes,
    priceCents: values.priceCents,
    hue: values.hue,
    requires: values.requires,
    sortOrder,
    staff: values.staffIds.map((staffId) => ({ id: newId(), staffId })),
  },
});
