import type { QueryClient } from '@tanstack/react-query';
import type { MainVerbs } from '../../../contracts/main-api.ts';
import type { DayBoard } from '../../../contracts/queries.ts';
import type { Hand } from '../../../contracts/updates.ts';
import { now } from '../../data/clock-offset.ts';
import { currentDraft } from '../booking/draft-store.ts';
import { isUntouched } from '../booking/draft.ts';

/**
 * Tells main what a person has in hand, so that a restart for an update never takes it from them. Any dialog counts
 * (but the one in which the restart is asked for), and whatever a screen marks with `data-in-hand`.
 */

const OPEN = '[role="dialog"]:not([data-updates]), [role="alertdialog"], [data-in-hand]';
const EVERY_MS = 60_000;
/** Changes are looked for this often; a look costs one query of the document. */
const LOOK_MS = 2_000;

function isTyping(): boolean {
  const field = document.activeElement;
  const isText = field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement;
  return isText && !['checkbox', 'radio', 'button'].includes(field.type) && field.value !== '';
}

function isInHand(): boolean {
  const draft = currentDraft();
  return (draft !== null && !isUntouched(draft)) || document.querySelector(OPEN) !== null || isTyping();
}

/** When the doors of a board that is known here close today, by the PC's own clock. */
export function closingTime(boards: readonly DayBoard[], at: number): number | null {
  const today = boards.filter(({ bounds }) => bounds.from <= at && at < bounds.to);
  const closing = today.map(({ hours, bounds }) => hours.at(-1)?.to ?? bounds.from);
  return closing.length === 0 ? null : Math.max(...closing);
}

let lastTouch = Date.now();

function currentHand(queries: QueryClient): Hand {
  const boards = queries
    .getQueriesData<DayBoard>({ queryKey: ['desk', 'dayBoard'] })
    .flatMap(([, board]) => (board === undefined ? [] : [board]));
  const at = now();
  const closesAt = closingTime(boards, at);
  return {
    inHand: isInHand(),
    idleMs: Date.now() - lastTouch,
    closesAt: closesAt === null ? null : closesAt - (at - Date.now()),
  };
}

/** Says it at once: before a person asks for a restart, so that main decides on what is true now. */
export const tellHand = (verbs: MainVerbs, queries: QueryClient): void =>
  verbs.reportHand(currentHand(queries));

/** Goes on telling until the returned function is called. */
export function followHand(verbs: MainVerbs, queries: QueryClient): () => void {
  let told: Hand | null = null;
  let toldAt = 0;
  const touched = (): void => {
    lastTouch = Date.now();
  };
  const look = (): void => {
    const hand = currentHand(queries);
    const isSame = told !== null && told.inHand === hand.inHand && told.closesAt === hand.closesAt;
    // Somebody came back to a desk that was quiet.
    const isBack = told !== null && told.idleMs > LOOK_MS && hand.idleMs < told.idleMs;
    if (isSame && !isBack && Date.now() - toldAt < EVERY_MS) return;
    told = hand;
    toldAt = Date.now();
    verbs.reportHand(hand);
  };
  const events = ['pointerdown', 'keydown', 'wheel'] as const;
  for (const event of events) window.addEventListener(event, touched, { capture: true, passive: true });
  const timer = setInterval(look, LOOK_MS);
  touched();
  look();
  return () => {
    clearInterval(timer);
    for (const event of events) window.removeEventListener(event, touched, { capture: true });
  };
}
