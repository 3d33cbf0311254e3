import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type Locator, type Page } from 'playwright-core';
import { startConsole } from '../e2e/harness/console-app.ts';
import { receptionistAt } from '../e2e/harness/receptionist.ts';
import { findRuntime } from '../e2e/harness/runtime.ts';
import { openSalon } from '../e2e/harness/salon.ts';
import type { Bench } from './bench.ts';
import { BOOKINGS, fillBusyDay } from './busy-day.ts';
import { type Cost, costOf, onTime, p95 } from './windows/frames.ts';
import { emptyWindowApp } from './windows/empty-window.ts';

/**
 * Forty people with eight hundred bookings on one day, in the real console: the first drawing after the PIN, scrolling
 * both ways, a card dragged across the board and dropped, a filter, another day and back. Frames are counted in an
 * empty window of the same Electron too, before and after: on a screen in memory and two cores not even that one
 * shows all of its frames on time.
 */
export const bench: Bench = {
  name: 'calendar',
  targets: [
    { figure: 'first_longest_task_ms', limit: 50 },
    { figure: 'scroll_longest_task_ms', limit: 50 },
    { figure: 'drag_longest_task_ms', limit: 50 },
    { figure: 'other_longest_task_ms', limit: 50 },
    { figure: 'late_against_empty_percent', limit: 5 },
  ],
  run: async () => {
    const emptyBefore = await emptyWindow();
    const busy = await busyDay();
    const emptyAfter = await emptyWindow();
    const empty: Cost = {
      frames: [...emptyBefore.frames, ...emptyAfter.frames],
      longestTask: Math.max(emptyBefore.longestTask, emptyAfter.longestTask),
    };
    const moving: Cost = {
      frames: [...busy.scroll.frames, ...busy.drag.frames],
      longestTask: 0,
    };
    return {
      bookings: BOOKINGS,
      first_card_ms: busy.firstCardMs,
      all_drawn_ms: busy.allDrawnMs,
      first_longest_task_ms: busy.first.longestTask,
      scroll_longest_task_ms: busy.scroll.longestTask,
      drag_longest_task_ms: busy.drag.longestTask,
      other_longest_task_ms: busy.other.longestTask,
      scroll_frame_p95_ms: p95(busy.scroll),
      drag_frame_p95_ms: p95(busy.drag),
      empty_frame_p95_ms: p95(empty),
      scroll_on_time_percent: onTime(busy.scroll),
      drag_on_time_percent: onTime(busy.drag),
      empty_on_time_percent: onTime(empty),
      late_against_empty_percent: Math.round((onTime(empty) - onTime(moving)) * 10) / 10,
    };
  },
};

const SETTLE_MS = 1_500;

/** The same movements over nothing. */
async function emptyWindow(): Promise<Cost> {
  const runtime = await findRuntime();
  const [, ...switches] = runtime.args;
  const folder = emptyWindowApp();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'bench-empty-'));
  const electron = await _electron.launch({
    executablePath: runtime.executable,
    args: [folder, ...switches, `--user-data-dir=${dataDir}`],
    env: { ...(process.env as Record<string, string>), ...runtime.env },
  });
  try {
    const page = await electron.firstWindow();
    await page.waitForTimeout(SETTLE_MS);
    return await costOf(page, async () => {
      await sweep(page, { x: 300, y: 300 }, { x: 1200, y: 500 });
      for (let turn = 0; turn < WHEEL_TURNS; turn += 1) await page.mouse.wheel(120, 0);
    });
  } finally {
    await electron.close();
    for (const one of [folder, dataDir]) rmSync(one, { recursive: true, force: true });
  }
}

const WHEEL_TURNS = 40;

async function busyDay() {
  const salon = await openSalon();
  await fillBusyDay(salon);
  const env = salon.env(await salon.cable());
  const dataDir = mkdtempSync(path.join(tmpdir(), 'bench-calendar-'));
  try {
    const first = await startConsole({ dataDir, env });
    const person = receptionistAt(first);
    await person.signIn('Reception');
    await person.isInStep();
    await first.quit();
    return await measure(dataDir, env);
  } finally {
    await salon.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measure(dataDir: string, env: Readonly<Record<string, string>>) {
  const app = await startConsole({ dataDir, env });
  const { page } = app;
  const cards = page.locator('[data-line]');
  try {
    const unlock = page.getByRole('button', { name: 'Unlock' });
    await unlock.waitFor();
    await page.waitForTimeout(SETTLE_MS);
    await page.keyboard.type('1234');
    let firstCardMs = 0;
    let allDrawnMs = 0;
    const first = await costOf(page, async () => {
      const began = performance.now();
      await unlock.click();
      await cards.first().waitFor();
      firstCardMs = Math.round(performance.now() - began);
      await page.waitForFunction((all) => document.querySelectorAll('[data-line]').length >= all, BOOKINGS);
      allDrawnMs = Math.round(performance.now() - began);
    });
    await page.waitForTimeout(SETTLE_MS);

    await page.mouse.move(700, 400);
    const scroll = await costOf(page, async () => {
      for (const by of [150, -150]) {
        for (let turn = 0; turn < WHEEL_TURNS; turn += 1) await page.mouse.wheel(by, 0);
      }
      for (const by of [40, -40]) {
        for (let turn = 0; turn < WHEEL_TURNS; turn += 1) await page.mouse.wheel(0, by);
      }
    });
    await page.waitForTimeout(SETTLE_MS);

    // 09:30 of the second person, to the time that a cancelled visit of the sixth has left free.
    const card = page.locator('[data-lane] >> nth=1').locator('[data-line]').nth(3);
    const place = page.locator('[data-lane] >> nth=5').locator('[data-line]').nth(2);
    const drag = await costOf(page, () => dragAcross(page, card, place));
    await page.waitForTimeout(SETTLE_MS);

    const other = await costOf(page, async () => {
      await page
        .getByRole('group', { name: 'Statuses' })
        .getByRole('button', { name: /Arrived/ })
        .click();
      await page.waitForTimeout(300);
      await page
        .getByRole('group', { name: 'Statuses' })
        .getByRole('button', { name: /Arrived/ })
        .click();
      await page.keyboard.press('c');
      await page.waitForTimeout(300);
      await page.keyboard.press('Alt+ArrowRight');
      await page.waitForTimeout(600);
      await page.keyboard.press('Alt+ArrowLeft');
      await page.waitForFunction((all) => document.querySelectorAll('[data-line]').length >= all, BOOKINGS);
    });
    return { firstCardMs, allDrawnMs, first, scroll, drag, other };
  } finally {
    await app.quit();
  }
}

const middle = async (of: Locator): Promise<{ readonly x: number; readonly y: number }> => {
  const box = await of.boundingBox();
  if (!box) throw new Error('It is not on the screen.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

/** Takes a card across the whole board and back, and drops it on a free place. */
async function dragAcross(page: Page, card: Locator, free: Locator): Promise<void> {
  const from = await middle(card);
  const to = await middle(free);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await sweep(page, from, { x: 1200, y: 600 });
  await sweep(page, { x: 1200, y: 600 }, to);
  await page.mouse.up();
  await page.getByText(/^Moved to/).waitFor();
}

const STEPS = 90;

async function sweep(
  page: Page,
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
): Promise<void> {
  for (let step = 1; step <= STEPS; step += 1) {
    const share = step / STEPS;
    await page.mouse.move(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
  }
}
