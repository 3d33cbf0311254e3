import { normalisePhone } from '../../src/domain/clients/phone.ts';
import type { RowValues } from '../../src/domain/tables.ts';
import { CONSENT_TEXT_VERSION } from '../../src/texts/consent-texts.ts';
import type { Instant, PlainDate } from '../../src/base/time.ts';
import { DAY } from '../../src/base/time.ts';
import { type BusinessPlan, DEMO_TIME_ZONE } from './businesses.ts';
import { DemoRows } from './demo-rows.ts';
import { FIRST_NAMES, SURNAMES } from './names.ts';
import type { Chance } from './random.ts';

export type Business = {
  readonly tenantId: string;
  readonly plan: BusinessPlan;
  readonly rows: DemoRows;
};

/** Everything of a business but its diary: places, people, hours, services, rooms, clients. */
export function businessRows(
  plan: BusinessPlan,
  chance: Chance,
  now: Instant,
  validFrom: PlainDate,
): Business {
  const rows = new DemoRows();
  const founded = now - 900 * DAY;
  const tenantId = chance.id(founded);
  rows.add('tenant', {
    id: tenantId,
    name: plan.name,
    slug: plan.slug,
    trade: plan.trade,
    vat_registered: plan.vatRegistered,
    language: 'en',
    status: 'active',
  });
  for (const member of plan.members) {
    rows.add('member', {
      id: chance.id(founded),
      user_id: null, // the account is made when the rows are loaded
      name: member.name,
      email: `${member.mailbox}@${plan.slug}.example`,
      role: member.role,
      active: true,
    });
  }
  for (const [order, service] of plan.services.entries()) {
    rows.add('service', {
      id: chance.id(founded),
      name: service.name,
      category: service.category,
      duration_minutes: service.minutes,
      buffer_before_minutes: service.before ?? 0,
      buffer_after_minutes: service.after ?? 0,
      price_cents: service.rand * 100,
      hue: service.hue,
      requires: service.requires ?? null,
      sort_order: order,
      active: true,
    });
  }
  for (const [order, branch] of plan.branches.entries())
    addBranch(plan, branch, order, rows, chance, founded, validFrom);
  addClients(plan, rows, chance, now);
  return { tenantId, plan, rows };
}

function addBranch(
  plan: BusinessPlan,
  branch: BusinessPlan['branches'][number],
  order: number,
  rows: DemoRows,
  chance: Chance,
  founded: Instant,
  validFrom: PlainDate,
): void {
  const location = rows.add('location', {
    id: chance.id(founded),
    name: branch.name,
    time_zone: DEMO_TIME_ZONE,
    address: branch.address,
    phone: branch.phone,
    sort_order: order,
    hours: plan.hours,
    active: true,
  });
  for (const [position, room] of branch.rooms.entries()) {
    rows.add('resource', {
      id: chance.id(founded),
      location_id: location.id,
      name: room.name,
      kind: room.kind,
      capability: room.capability,
      sort_order: position,
      active: true,
    });
  }
  for (const [position, person] of branch.staff.entries()) {
    const staff = rows.add('staff', {
      id: chance.id(founded),
      name: person.name,
      title: person.title,
      location_id: location.id,
      member_id: null,
      hue: position % 10,
      sort_order: order * 100 + position,
      active: true,
    });
    const skilled = rows.of('service').filter(({ category }) => person.does.includes(category));
    for (const service of skilled) {
      rows.add('service_staff', { id: chance.id(founded), service_id: service.id, staff_id: staff.id });
    }
    const lunch = 720 + (position % 4) * 30;
    for (const [weekday, [stretch]] of Object.entries(plan.hours)) {
      if (!stretch || Number(weekday) === person.off) continue;
      const [start, end] = stretch;
      rows.add('roster_pattern', {
        id: chance.id(founded),
        staff_id: staff.id,
        location_id: location.id,
        weekday: Number(weekday),
        start_minute: start + (position % 3 === 2 ? 60 : 0),
        end_minute: end,
        breaks: end - start > 360 ? [[lunch, lunch + 30]] : [],
        valid_from: validFrom,
        valid_to: null,
      });
    }
  }
}

const ALLERGIES = [
  'Allergic to PPD (hair colour): patch test first',
  'Latex allergy',
  'Nut oils: use grapeseed',
];
const NOTES = [
  'Prefers the window seat',
  'Always early; offer coffee',
  'Pays by card',
  'Brings her daughter along',
];

function doNotBook(chance: Chance): Pick<RowValues<'client'>, 'do_not_book' | 'do_not_book_reason'> {
  const unwanted = chance.happens(0.003);
  return {
    do_not_book: unwanted,
    do_not_book_reason: unwanted ? 'Left twice without paying; ask a manager' : null,
  };
}

function addClients(plan: BusinessPlan, rows: DemoRows, chance: Chance, now: Instant): void {
  for (let index = 0; index < plan.clients; index += 1) {
    const name = `${chance.pick(FIRST_NAMES)} ${chance.pick(SURNAMES)}`;
    const created = now - chance.between(5, 880) * DAY;
    // The 555 exchange keeps made-up numbers from ringing at somebody's.
    const number = `0${chance.pick(['60', '71', '72', '73', '76', '79', '82', '83', '84'])}555${String(index % 10_000).padStart(4, '0')}`;
    const client = rows.add('client', {
      id: chance.id(created),
      name,
      phone: chance.happens(0.96) ? normalisePhone(number) : null,
      email: chance.happens(0.6)
        ? `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}${index}@example.com`
        : null,
      language: chance.weighted([
        ['en', 6],
        ['af', 2],
        ['zu', 2],
      ]),
      note: chance.happens(0.06) ? chance.pick(NOTES) : null,
      ...doNotBook(chance),
      no_shows: 0,
      import_id: null,
      created_at: created,
    });
    if (plan.trade !== 'barber' && chance.happens(0.03)) {
      rows.add('client_alert', {
        id: chance.id(created),
        client_id: client.id,
        kind: 'allergy',
        text: chance.pick(ALLERGIES),
        created_at: created,
        author_id: null,
      });
      rows.add('consent', {
        id: chance.id(created),
        client_id: client.id,
        purpose: 'special_information',
        channel: null,
        given: true,
        how: 'form',
        text_version: CONSENT_TEXT_VERSION,
        at: created,
        actor_id: null,
      });
    }
  }
}
