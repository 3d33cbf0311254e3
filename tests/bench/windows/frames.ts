import type { Page } from 'playwright-core';
import { percentile } from '../bench.ts';

/** What a stretch of work cost the page: its frames and its long tasks, in milliseconds. */
export type Cost = {
  readonly frames: readonly number[];
  readonly longestTask: number;
};

/** A screen of 60 Hz; a frame that took longer was missed, whatever the machine's own jitter is. */
export const FRAME_MS = 1000 / 60;

/**
 * Counts frames by requestAnimationFrame and tasks over 50 ms by PerformanceObserver while `work` goes on. Shorter
 * tasks are not told apart by Chromium; `longestTask` is then 0.
 */
export async function costOf(page: Page, work: () => Promise<void>): Promise<Cost> {
  await page.evaluate(RECORD);
  await work();
  return (await page.evaluate('window.__stopRecording()')) as Cost;
}

const RECORD = `(() => {
  const frames = [];
  let longestTask = 0;
  let last;
  let on = true;
  const note = (list) => {
    for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
  };
  const observer = new PerformanceObserver(note);
  observer.observe({ type: 'longtask' });
  const tick = (at) => {
    if (last !== undefined) frames.push(at - last);
    last = at;
    if (on) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  window.__stopRecording = async () => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    on = false;
    note({ getEntries: () => observer.takeRecords() });
    observer.disconnect();
    return { frames, longestTask };
  };
})()`;

/** Share of frames that came on time, in percent; half a millisecond is the clock's own jitter. */
export const onTime = ({ frames }: Cost): number =>
  Math.round((frames.filter((ms) => ms <= FRAME_MS + 0.5).length / Math.max(1, frames.length)) * 1000) / 10;

export const p95 = ({ frames }: Cost): number => Math.round(percentile(frames, 0.95) * 10) / 10;
