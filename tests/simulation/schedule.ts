import { HOUR, MINUTE } from '../../src/base/time.ts';
import { clockIsHeld, commitWriter, drawFaults, drawKill, type Fault, strike } from './faults.ts';
import { CALM } from './network.ts';
import type { SimDesk } from './sim-desk.ts';
import { Killed } from './statement-watch.ts';
import { nextCommand } from './workload.ts';
import type { World } from './world.ts';

/** Who does what next, one thing at a time, as the seed draws it; then a calm in which all must come right. */

const MOST_STEPS = 140;
/** Virtual time in which the desks must agree once nothing fails any more. */
const CALM_LIMIT = 3 * HOUR;
const CALM_ARRIVALS = 4_000;

type Step = 'work' | 'message' | 'messages' | 'time' | 'fault';

/** A message arrives. One that writes waits first for the transaction that holds the clock. */
async function arrive(world: World, index: number): Promise<void> {
  if (world.network.writes(index) && (await clockIsHeld(world))) await commitWriter(world);
  await world.network.arrive(index);
  await world.time.settle();
}

function work(world: World): void {
  const up = world.desks.filter((desk) => desk.up);
  if (up.length === 0) return;
  const desk = world.chance.work.pick(up);
  const command = nextCommand(desk, world.chance.work, world.newId);
  if (!command) return;
  let outcome: string;
  try {
    outcome = desk.give(command) ?? 'done';
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    outcome = 'killed';
  }
  world.trace.say(`${desk.label}: ${desk.sessions.present().name} ${command.name} ${outcome}`);
  collect(world, desk);
}

function collect(world: World, desk: SimDesk): void {
  for (const { uuid, name, args } of world.intents.collect(desk)) {
    world.trace.say(`${desk.label}: ${uuid} is ${name} ${JSON.stringify(args)}`);
  }
}

/** Starts what is down: after a kill with the files that it left. */
function revive(world: World, desk: SimDesk, mayDie: boolean): void {
  if (desk.killed !== null) {
    world.trace.say(`${desk.label}: killed at ${desk.killed}, starts again`);
    desk.pickUp();
  } else world.trace.say(`${desk.label}: starts`);
  desk.start(mayDie && world.chance.faults.happens(0.15) ? drawKill(world.chance.faults) : null);
  if (desk.up) collect(world, desk);
}

async function takeStep(world: World, faults: readonly Fault[]): Promise<void> {
  const { schedule } = world.chance;
  const step = schedule.weighted<Step>([
    [30, 'work'],
    [20, 'message'],
    [20, 'messages'],
    [10, 'time'],
    [faults.length === 0 ? 0 : 16, 'fault'],
  ]);
  for (const desk of world.desks) {
    if (!desk.up && schedule.happens(0.3)) revive(world, desk, faults.includes('kill'));
  }
  const { network } = world;
  switch (step) {
    case 'work':
      for (let left = 1 + schedule.below(3); left > 0; left -= 1) work(world);
      break;
    case 'message':
      if (network.underWay() > 0) await arrive(world, schedule.below(network.underWay()));
      break;
    case 'messages':
      for (let left = schedule.below(80); left > 0 && network.underWay() > 0; left -= 1) {
        await arrive(world, schedule.below(network.underWay()));
      }
      break;
    case 'time':
      await world.time.pass(schedule.pick([200, 200, 2_000, 2_000, 20_000, 2 * MINUTE]));
      break;
    case 'fault':
      await strike(world, schedule.pick(faults));
      break;
  }
  await world.time.settle();
}

/** All faults stop: cables in, somebody with rights at every desk, every process up. */
async function calmDown(world: World): Promise<void> {
  world.trace.say('calm');
  world.network.become(CALM);
  await commitWriter(world);
  for (const desk of world.desks) {
    desk.spare();
    if (!desk.up) revive(world, desk, false);
    desk.sessions.signIn(world.business.people.owner);
    desk.plug(true);
    desk.sessionChanged();
    desk.wake();
  }
  await world.time.settle();
}

/** Lets messages and time go on until every desk is caught up; answers what still is not when the limit is reached. */
async function waitForQuiet(
  world: World,
  desks: readonly SimDesk[] = world.desks,
): Promise<readonly string[]> {
  const end = world.time.now() + CALM_LIMIT;
  for (let arrivals = 0; arrivals < CALM_ARRIVALS;) {
    if (world.network.underWay() > 0) {
      arrivals += 1;
      await arrive(world, 0);
      continue;
    }
    const head = await world.head();
    if (desks.every((desk) => desk.caughtUp(head))) return [];
    const next = Math.min(...world.time.waiting());
    if (world.time.now() + next > end) break;
    await world.time.pass(Math.max(1, next));
  }
  return desks.map((desk) => `never quiet: ${desk.standing()}`);
}

/** The first desk fetches everything in peace; the others begin with its rows, or with less where they may hold less. */
async function openForBusiness(world: World): Promise<readonly string[]> {
  const [first, ...others] = world.desks;
  if (!first) return [];
  first.start();
  await world.time.settle();
  const stuck = await waitForQuiet(world, [first]);
  const file = first.backUp();
  for (const desk of others) desk.enrolFrom(file, world.newId());
  return stuck;
}

/** Plays the seed's story to its quiet end. Answers what kept it from becoming quiet. */
export async function playOut(world: World): Promise<readonly string[]> {
  const { schedule, faults } = world.chance;
  const known = [...drawFaults(faults)];
  world.trace.say(`faults: ${known.join(', ') || 'none'}`);
  // Most stories begin with desks that are at work already.
  if (schedule.happens(0.9)) {
    const stuck = await openForBusiness(world);
    if (stuck.length > 0) return stuck;
  }
  for (const desk of world.desks) if (!desk.up) desk.start();
  await world.time.settle();
  if (known.includes('weather')) await strike(world, 'weather');
  const steps = 30 + schedule.below(MOST_STEPS);
  for (let taken = 0; taken < steps; taken += 1) await takeStep(world, known);
  await calmDown(world);
  return waitForQuiet(world);
}
