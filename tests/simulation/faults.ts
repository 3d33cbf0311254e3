import { DAY, MINUTE } from '../../src/base/time.ts';
import { ALL_CLASSES } from './business.ts';
import { restoreBackup, takeBackup } from './backup.ts';
import type { Chance } from './chance.ts';
import { CALM, type Weather } from './network.ts';
import { insertSql, literal } from './sim-cloud.ts';
import type { SimDesk } from './sim-desk.ts';
import type { KillPoint } from './statement-watch.ts';
import type { World } from './world.ts';

/** Kinds of faults. A seed draws which of them it knows: few at a time get further than all at once. */
export const FAULTS = [
  'weather', // requests and answers lost, doubled, cut off; a time-out after the commit
  'kill', // a desk's process ends around one of its statements
  'cable',
  'clock', // a PC's clock is set wrong
  'clone', // a copy of a desk's file on another PC
  'old file', // a desk's file is replaced by an older copy
  'restore', // the cloud is put back from a backup
  'rights', // a member is demoted, shut out, let in again
  'scope', // a PC may hold other branches and classes from now on
  'people', // another person takes over, or a session ends
  'writer', // somebody who is no desk writes, with a transaction that takes its time
] as const;
export type Fault = (typeof FAULTS)[number];

export function drawFaults(chance: Chance): ReadonlySet<Fault> {
  return new Set(FAULTS.filter(() => chance.happens(0.45)));
}

export function drawWeather(chance: Chance): Weather {
  const sometimes = (most: number): number => (chance.happens(0.6) ? chance.next() * most : 0);
  return {
    lostRequest: sometimes(0.15),
    lostReply: sometimes(0.3),
    duplicate: sometimes(0.2),
    truncate: sometimes(0.15),
    lostNudge: sometimes(0.8),
  };
}

const running = (world: World): readonly SimDesk[] => world.desks.filter(({ up }) => up);

/** One of the desks that run, or undefined when none does. */
function anyRunning(world: World): SimDesk | undefined {
  const up = running(world);
  return up.length === 0 ? undefined : world.chance.faults.pick(up);
}

/** Edges of transactions are where a half-done step shows; a rebase or a first sync has hundreds of statements. */
export function drawKill(chance: Chance): KillPoint {
  const moment = chance.pick(['before', 'after'] as const);
  return chance.happens(0.5)
    ? { nth: 1 + chance.below(12), of: 'edges', moment }
    : { nth: 1 + chance.below(chance.pick([6, 30, 120, 500])), of: 'statements', moment };
}

async function rights(world: World): Promise<void> {
  const { faults } = world.chance;
  const person = faults.pick([
    world.business.people.thandi,
    world.business.people.zanele,
    world.business.people.manager,
  ]);
  const change = faults.weighted([
    [3, 'active = false'],
    [3, 'active = true'],
    [2, `role = 'front_desk'`],
    [1, `role = ${literal(person.role)}`],
  ]);
  world.trace.say(`the cloud: ${person.name} ${change}`);
  await world.cloud.admin(`update public.member set ${change} where id = ${literal(person.memberId)}`);
}

async function changeScope(world: World): Promise<void> {
  const { faults } = world.chance;
  const { deviceId } = faults.pick(world.business.devices);
  const locations = faults.pick([null, null, ...world.business.locations.map((id) => [id])]);
  const classes = faults.pick([ALL_CLASSES, ALL_CLASSES, ['diary'], ['diary', 'ledger']]);
  world.trace.say(`the cloud: ${deviceId} holds ${JSON.stringify({ locations, classes })}`);
  await world.cloud.admin(
    `update public.device set locations = ${literal(JSON.stringify(locations))},
       classes = ${literal(classes)} where id = ${literal(deviceId)}`,
  );
}

/** An online booking or a webhook: a transaction that draws its version now and commits later. */
async function beginWriter(world: World): Promise<void> {
  const id = world.newId();
  world.trace.name(id, 'client of the writer');
  world.trace.say('the writer begins');
  await world.cloud.beside(
    `begin; ${insertSql('public.client', { id, tenant_id: world.scope, name: 'Online client', created_at: '2024-05-13' })}`,
  );
  world.writerOpen = true;
}

export async function commitWriter(world: World): Promise<void> {
  if (!world.writerOpen) return;
  world.trace.say('the writer commits');
  await world.cloud.beside('commit');
  world.writerOpen = false;
}

/** True while another transaction holds the business's clock, so that a push would wait for its end. */
export async function clockIsHeld(world: World): Promise<boolean> {
  if (!world.writerOpen) return false;
  const [, , free] = await world.cloud.admin(
    `begin; select 1; select 1 from sync.scope_clock where scope_id = ${literal(world.scope)} for update skip locked; rollback`,
  );
  return free?.length === 0;
}

async function restore(world: World): Promise<void> {
  await commitWriter(world);
  if (!world.backup || world.chance.faults.happens(0.3)) {
    world.trace.say('the cloud is backed up');
    world.backup = await takeBackup(world.cloud, world.scope);
    return;
  }
  world.trace.say('the cloud is restored');
  await restoreBackup(world.cloud, world.scope, world.backup, world.newId());
}

const MOST_DESKS = 5;

function strikeDesk(world: World, fault: Fault, desk: SimDesk): void {
  const { faults } = world.chance;
  switch (fault) {
    case 'kill': {
      const point = drawKill(faults);
      world.trace.say(`${desk.label}: will be killed ${point.moment} number ${point.nth} of its ${point.of}`);
      desk.killAt(point);
      return;
    }
    case 'cable':
      world.trace.say(`${desk.label}: the cable is ${desk.connected ? 'out' : 'in'}`);
      desk.plug(!desk.connected);
      return;
    case 'clock':
      desk.skew = faults.pick([0, 7 * MINUTE, -40 * MINUTE, 3 * DAY, 365 * DAY, -365 * DAY]);
      world.trace.say(`${desk.label}: its clock is ${desk.skew} ms off`);
      return;
    case 'clone': {
      if (world.desks.length >= MOST_DESKS) return;
      const copy = world.clone(desk);
      world.trace.say(`${copy.label} is made`);
      world.desks.push(copy);
      copy.start();
      return;
    }
    case 'old file': {
      const kept = world.files.get(desk);
      if (!kept || faults.happens(0.4)) {
        world.trace.say(`${desk.label}: its file is copied`);
        world.files.set(desk, desk.backUp());
        return;
      }
      world.trace.say(`${desk.label}: an older file takes the place of its own`);
      desk.putBack(kept);
      return;
    }
    case 'people': {
      const next = faults.pick(Object.values(world.business.people));
      if (faults.happens(0.2)) {
        world.trace.say(`${desk.label}: the session of ${next.name} is over`);
        desk.sessions.signOut(next);
        return;
      }
      world.trace.say(`${desk.label}: ${next.name} sits down`);
      desk.sessions.signIn(next);
      desk.sessionChanged();
      return;
    }
    default:
  }
}

/** Lets one fault of this kind happen. */
export async function strike(world: World, fault: Fault): Promise<void> {
  const { faults } = world.chance;
  if (fault === 'weather') world.network.become(faults.happens(0.3) ? CALM : drawWeather(faults));
  else if (fault === 'restore') await restore(world);
  else if (fault === 'rights') {
    await commitWriter(world);
    await rights(world);
  } else if (fault === 'scope') {
    await commitWriter(world);
    await changeScope(world);
  } else if (fault === 'writer') await (world.writerOpen ? commitWriter(world) : beginWriter(world));
  else {
    const desk = anyRunning(world);
    if (desk) strikeDesk(world, fault, desk);
  }
}
