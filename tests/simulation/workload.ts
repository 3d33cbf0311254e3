import { DAY, HOUR, MINUTE } from '../../src/base/time.ts';
import type { CommandArgs, CommandName } from '../../src/domain/registry.ts';
import { TRANSITIONS, type AppointmentStatus } from '../../src/domain/scheduling/status.ts';
import { dayOf } from '../../src/domain/scheduling/zoned-time.ts';
import type { CommandToRun } from '../../src/replica/run-commands.ts';
import type { Chance } from './chance.ts';
import type { ViewRow } from './desk-file.ts';
import type { SimDesk } from './sim-desk.ts';

/** Monday, eight o'clock in South Africa. */
export const OPENING = Date.UTC(2024, 4, 13, 6);

/** Few slots for many bookings, on two days and in the month after, so that desks get into each other's way. */
const SLOT_DAYS = [OPENING + HOUR, OPENING + DAY + HOUR, OPENING + 21 * DAY + HOUR];
const SLOTS_A_DAY = 5;

type Make = (desk: SimDesk, chance: Chance, newId: () => string) => CommandToRun | null;

const command = <N extends CommandName>(
  name: N,
  args: CommandArgs<N>,
  resolves: string | null = null,
): CommandToRun => ({ name, args: args as Record<string, unknown>, resolves });

const live = (desk: SimDesk, table: Parameters<SimDesk['eye']['rows']>[0]): readonly ViewRow[] =>
  desk.eye.rows(table).filter((row) => row['deleted_at'] === null);

const anyOf = (chance: Chance, rows: readonly ViewRow[]): ViewRow | null =>
  rows.length === 0 ? null : chance.pick(rows);

const slot = (chance: Chance): number =>
  chance.weighted([
    [5, SLOT_DAYS[0]!],
    [3, SLOT_DAYS[1]!],
    [2, SLOT_DAYS[2]!],
  ]) +
  chance.below(SLOTS_A_DAY) * 30 * MINUTE;

/** A service with its person, and its room where it needs one, in one of the branches. */
function placed(desk: SimDesk, chance: Chance) {
  const locations = live(desk, 'location').map(({ id }) => id);
  const device = live(desk, 'device').find(({ id }) => id === desk.device.deviceId);
  const held = (device?.['locations'] ?? null) as readonly string[] | null;
  const locationId = chance.pick(locations.filter((id) => held === null || held.includes(id)));
  const staff = live(desk, 'staff').filter((row) => row['location_id'] === locationId);
  const room = live(desk, 'resource').find((row) => row['location_id'] === locationId)?.id ?? null;
  const services = live(desk, 'service').filter((row) => row['requires'] === null || room !== null);
  const service = chance.pick(services);
  return {
    locationId,
    staffId: chance.pick(staff).id,
    serviceId: service.id,
    resourceId: service['requires'] === null ? null : room,
    minutes: service['duration_minutes'] as number,
    priceCents: service['price_cents'] as number,
  };
}

function bookAt(
  desk: SimDesk,
  chance: Chance,
  newId: () => string,
  resolves: string | null = null,
): CommandToRun {
  const { locationId, minutes, ...line } = placed(desk, chance);
  const startsAt = slot(chance);
  return command(
    'appointment.book',
    {
      id: newId(),
      eventId: newId(),
      locationId,
      clientId: chance.happens(0.8) ? (anyOf(chance, live(desk, 'client'))?.id ?? null) : null,
      status: chance.pick(['requested', 'confirmed'] as const),
      source: 'desk',
      lines: [
        {
          id: newId(),
          ...line,
          staffHoldId: newId(),
          resourceHoldId: line.resourceId === null ? null : newId(),
          startsAt,
          endsAt: startsAt + minutes * MINUTE,
        },
      ],
      note: null,
      softReason: null,
      importId: null,
    },
    resolves,
  );
}

const move: Make = (desk, chance, newId) => {
  const visit = anyOf(chance, live(desk, 'appointment'));
  const line = visit && live(desk, 'appointment_line').find((row) => row['appointment_id'] === visit.id);
  if (!visit || !line) return null;
  const staff = live(desk, 'staff').filter((row) => row['location_id'] === visit['location_id']);
  const startsAt = slot(chance);
  const lasts = (line['ends_at'] as number) - (line['starts_at'] as number);
  const resourceId = line['resource_id'] as string | null;
  return command('appointment.move', {
    id: visit.id,
    lines: [
      {
        id: line.id,
        staffId: chance.pick(staff).id,
        resourceId,
        resourceHoldId: resourceId === null ? null : newId(),
        startsAt,
        endsAt: startsAt + lasts,
      },
    ],
    softReason: null,
  });
};

const step: Make = (desk, chance, newId) => {
  const visit = anyOf(chance, live(desk, 'appointment'));
  if (!visit) return null;
  const following = TRANSITIONS[visit['status'] as AppointmentStatus].filter((to) => to !== 'cancelled');
  if (following.length === 0) return null;
  return command('appointment.status', {
    id: visit.id,
    eventId: newId(),
    to: chance.pick(following),
    reason: null,
  });
};

const cancel: Make = (desk, chance, newId) => {
  const visit = anyOf(chance, live(desk, 'appointment'));
  return (
    visit &&
    command('appointment.cancel', {
      id: visit.id,
      eventId: newId(),
      reasonCode: chance.pick(['client_request', 'staff_unavailable'] as const),
      note: null,
    })
  );
};

/** The desk's own day, as its screen would send it. */
const today = (desk: SimDesk): string => dayOf(desk.now(), 'Africa/Johannesburg');

const pay: Make = (desk, chance, newId) => {
  const visit = anyOf(chance, live(desk, 'appointment'));
  return (
    visit &&
    command('payment.take', {
      id: newId(),
      appointmentId: visit.id,
      tender: chance.pick(['cash', 'card'] as const),
      amountCents: (1 + chance.below(60)) * 1_000,
      tradingDay: today(desk),
    })
  );
};

const reverse: Make = (desk, chance, newId) => {
  const entry = anyOf(
    chance,
    live(desk, 'ledger_entry').filter(({ kind }) => kind === 'payment'),
  );
  return (
    entry &&
    command('payment.reverse', {
      id: newId(),
      entryId: entry.id,
      tradingDay: today(desk),
      reason: 'typed wrong',
    })
  );
};

const changeClient: Make = (desk, chance) => {
  const client = anyOf(chance, live(desk, 'client'));
  if (!client) return null;
  const word = `version ${chance.below(1_000)}`;
  const changes = chance.pick([
    { name: word },
    { note: word },
    { name: word, note: word },
    { do_not_book: client['do_not_book'] !== true },
  ]);
  return command('client.update', { id: client.id, changes });
};

const newClient: Make = (_, chance, newId) =>
  command('client.create', {
    id: newId(),
    name: `New ${chance.below(100)}`,
    phone: null,
    email: null,
    note: null,
    importId: null,
  });

const addNote: Make = (desk, chance, newId) => {
  const client = anyOf(chance, live(desk, 'client'));
  return client && command('client.note_add', { id: newId(), clientId: client.id, body: 'Prefers mornings' });
};

const consent: Make = (desk, chance, newId) => {
  const client = anyOf(chance, live(desk, 'client'));
  return (
    client &&
    command('consent.record', {
      id: newId(),
      clientId: client.id,
      purpose: 'special_information',
      channel: null,
      given: chance.happens(0.7),
      how: 'in_person',
      textVersion: '2024-01',
    })
  );
};

const alert: Make = (desk, chance, newId) => {
  const client = anyOf(chance, live(desk, 'client'));
  return (
    client &&
    command('client.alert_add', { id: newId(), clientId: client.id, kind: 'allergy', text: 'Ammonia' })
  );
};

const block: Make = (desk, chance, newId) => {
  const { locationId, staffId } = placed(desk, chance);
  const startsAt = slot(chance);
  return command('block.create', {
    id: newId(),
    locationId,
    staffId,
    startsAt,
    endsAt: startsAt + HOUR,
    reason: 'Training',
  });
};

const changeBlock: Make = (desk, chance) => {
  const found = anyOf(chance, live(desk, 'block'));
  if (!found) return null;
  if (chance.happens(0.4)) return command('block.remove', { id: found.id });
  const startsAt = slot(chance);
  return command('block.update', {
    id: found.id,
    staffId: found['staff_id'] as string,
    startsAt,
    endsAt: startsAt + HOUR,
    reason: 'Training',
  });
};

/** Managers only: what a demoted manager still has in the queue is above the sender's role. */
const changePrice: Make = (desk, chance) => {
  const service = anyOf(chance, live(desk, 'service'));
  if (!service) return null;
  return command('service.update', {
    id: service.id,
    changes: { price_cents: (200 + chance.below(300)) * 100 },
  });
};

const answerConflict: Make = (desk, chance, newId) => {
  const conflict = anyOf(
    chance,
    live(desk, 'conflict').filter(({ state }) => state === 'open'),
  );
  if (!conflict) return null;
  return chance.happens(0.5)
    ? command('conflict.dismiss', { id: conflict.id, reason: 'Not needed any more' })
    : bookAt(desk, chance, newId, conflict.id);
};

const MAKES: readonly (readonly [number, Make])[] = [
  [30, (desk, chance, newId) => bookAt(desk, chance, newId)],
  [14, move],
  [14, step],
  [8, cancel],
  [10, pay],
  [4, reverse],
  [10, changeClient],
  [4, newClient],
  [5, addNote],
  [3, consent],
  [3, alert],
  [5, block],
  [4, changeBlock],
  [4, changePrice],
  [6, answerConflict],
];

/** What the present person at this desk does next, going by what its screen shows; null: nothing fits. */
export const nextCommand: Make = (desk, chance, newId) => {
  // Before a first sync, or in the middle of one, there is nothing to work on.
  if (!desk.ready) return null;
  return chance.weighted(MAKES)(desk, chance, newId);
};
