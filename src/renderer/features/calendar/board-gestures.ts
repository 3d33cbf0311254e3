import { MINUTE } from '../../../base/time.ts';
import { floorTo, heightOf, instantAtY, snapTo, yOf } from '../../../domain/scheduling/day-layout.ts';
import type { GestureWorld, Held, LaneTarget } from './gesture-world.ts';

/**
 * Moving, resizing and drawing on the board, by pointer or keys. Outside React on purpose: while something is
 * dragged only one element changes, by its transform, and nothing is rendered or measured again.
 */

type Strip = { readonly laneId: string; readonly left: number; readonly width: number };
type Kind = 'move' | 'resize' | 'stretch';
type Session = {
  readonly kind: Kind;
  readonly held: Held | null;
  readonly by: 'pointer' | 'keys';
  readonly strips: readonly Strip[];
  /** Between the start of the card and the pointer; or where a stretch began. */
  readonly grip: number;
  target: LaneTarget;
};

const STEP = 15;
const FINE_STEP = 5;
/** Less than this is a click. */
const SLIP_PX = 4;
const LONG_PRESS_MS = 350;
const EDGE_PX = 36;
const SPRING_MS = 150;
/** How long a dropped ghost waits for the board to show the new place. */
const SETTLE_MS = 600;

const placeOf = ({ laneId, startsAt, endsAt }: Held): LaneTarget => ({ laneId, startsAt, endsAt });

export type BoardGestures = {
  readonly onPointerDown: (event: PointerEvent) => void;
  /** Picks a card or a block up by keyboard. */
  readonly lift: (id: string) => void;
  /** The board shows new data: a dropped ghost may go. */
  readonly settle: () => void;
  readonly isActive: () => boolean;
  readonly dispose: () => void;
};

/** `world` answers with the latest: what the board shows changes between two movements of a finger. */
export function createBoardGestures(world: () => GestureWorld): BoardGestures {
  let session: Session | null = null;
  let press: { x: number; y: number; id: number; begin: () => void; slot: (() => void) | null } | null = null;
  let pointer = { x: 0, y: 0, fine: false };
  let frame = 0;
  let settling: ReturnType<typeof setTimeout> | undefined;
  let longPress: ReturnType<typeof setTimeout> | undefined;

  const stripsNow = (): readonly Strip[] =>
    [...world().field.querySelectorAll<HTMLElement>('[data-lane]')].map((element) => ({
      laneId: element.dataset['lane'] ?? '',
      left: element.offsetLeft,
      width: element.offsetWidth,
    }));

  const fieldPoint = (): { readonly x: number; readonly y: number } => {
    const box = world().field.getBoundingClientRect();
    return { x: pointer.x - box.left, y: pointer.y - box.top };
  };

  const stripAt = (strips: readonly Strip[], x: number): Strip | undefined =>
    strips.find((strip) => x >= strip.left && x < strip.left + strip.width) ??
    (x < 0 ? strips[0] : strips.at(-1));

  const draw = (): void => {
    if (!session) return;
    const { target, held, strips } = session;
    const strip = strips.find(({ laneId }) => laneId === target.laneId);
    const scale = world().scale(target.laneId);
    const { style, dataset } = world().ghost;
    style.transform = `translate(${String(strip?.left ?? 0)}px, ${String(yOf(scale, target.startsAt))}px)`;
    style.width = `${String(strip?.width ?? 0)}px`;
    style.height = `${String(heightOf(scale, { from: target.startsAt, to: target.endsAt }))}px`;
    const verdict = held ? world().judge(held.id, target) : { free: true, text: world().describe(target) };
    dataset['free'] = String(verdict.free);
    world().ghostText.textContent = verdict.text;
    if (session.by === 'keys') world().onKeyboardMove(verdict.text);
  };

  const aim = (target: LaneTarget): void => {
    if (!session) return;
    const old = session.target;
    const same =
      old.laneId === target.laneId && old.startsAt === target.startsAt && old.endsAt === target.endsAt;
    session.target = target;
    if (!same) draw();
  };

  /** Where the pointer points, as a place on the board. */
  const follow = (): void => {
    if (!session) return;
    const { x, y } = fieldPoint();
    const { kind, held, strips } = session;
    const laneId =
      kind === 'move' ? (stripAt(strips, x)?.laneId ?? session.target.laneId) : session.target.laneId;
    const scale = world().scale(laneId);
    const { from, to } = scale;
    const origin = world().origin(laneId);
    const at = instantAtY(scale, y);
    const step = pointer.fine ? FINE_STEP : STEP;
    if (kind === 'move' && held) {
      const length = held.endsAt - held.startsAt;
      const startsAt = Math.min(Math.max(snapTo(at - session.grip, step, origin), from), to - length);
      aim({ laneId, startsAt, endsAt: startsAt + length });
      return;
    }
    if (kind === 'resize') {
      const earliest = session.target.startsAt + FINE_STEP * MINUTE;
      aim({ ...session.target, endsAt: Math.min(Math.max(snapTo(at, step, origin), earliest), to) });
      return;
    }
    const anchor = session.grip;
    const other = Math.min(Math.max(snapTo(at, step, origin), from), to);
    const [startsAt, endsAt] = other < anchor ? [other, anchor + STEP * MINUTE] : [anchor, other];
    aim({ ...session.target, startsAt, endsAt: Math.max(endsAt, startsAt + STEP * MINUTE) });
  };

  /** Scrolls while the pointer rests at an edge of what is visible. */
  const autoScroll = (): void => {
    if (session?.by !== 'pointer') return;
    const box = world().scroller.getBoundingClientRect();
    const push = (before: number, after: number): number =>
      before < EDGE_PX ? before - EDGE_PX : after < EDGE_PX ? EDGE_PX - after : 0;
    const head = world().field.offsetTop;
    const dy = push(pointer.y - box.top - head, box.bottom - pointer.y);
    const dx =
      session.kind === 'move'
        ? push(pointer.x - box.left - world().field.offsetLeft, box.right - pointer.x)
        : 0;
    if (dx !== 0 || dy !== 0) {
      world().scroller.scrollBy(dx / 3, dy / 3);
      follow();
    }
    frame = requestAnimationFrame(autoScroll);
  };

  const liftedPlace = (id: string): HTMLElement | null =>
    world().field.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"]`)?.parentElement ?? null;

  const begin = (next: Omit<Session, 'strips'>): void => {
    hide();
    session = { ...next, strips: stripsNow() };
    const { held, target } = next;
    const { ghost } = world();
    const { quarterPx } = world().scale(target.laneId);
    ghost.dataset['kind'] = next.kind;
    ghost.dataset['hue'] = String(held?.hue ?? '');
    ghost.hidden = false;
    ghost.style.transition = '';
    ghost.style.setProperty('--before', `${String(((held?.before ?? 0) / STEP) * quarterPx)}px`);
    ghost.style.setProperty('--after', `${String(((held?.after ?? 0) / STEP) * quarterPx)}px`);
    if (held) liftedPlace(held.id)?.setAttribute('data-lifted', '');
    window.addEventListener('keydown', onKey, true);
    // Captured, the pointer hovers over nothing: no card underneath is restyled while it passes.
    if (press) world().field.setPointerCapture(press.id);
    draw();
    if (next.by === 'pointer') frame = requestAnimationFrame(autoScroll);
  };

  const hide = (): void => {
    clearTimeout(settling);
    world().ghost.hidden = true;
    world().ghost.style.transition = '';
    for (const place of world().field.querySelectorAll('[data-lifted]')) place.removeAttribute('data-lifted');
  };

  /** Ends the session; what remains on the screen is the caller's to decide. */
  const end = (): Session | null => {
    const ended = session;
    session = null;
    cancelAnimationFrame(frame);
    window.removeEventListener('keydown', onKey, true);
    if (ended?.by === 'keys') world().onKeyboardMove(null);
    return ended;
  };

  const cancel = (): void => {
    end();
    hide();
  };

  /** The card returns to where it was taken from, so that the eye sees that nothing happened. */
  const springBack = (held: Held, strips: readonly Strip[]): void => {
    const strip = strips.find(({ laneId }) => laneId === held.laneId);
    const top = yOf(world().scale(held.laneId), held.startsAt);
    const { style } = world().ghost;
    style.transition = `transform ${String(SPRING_MS)}ms cubic-bezier(0.2, 0, 0, 1)`;
    style.transform = `translate(${String(strip?.left ?? 0)}px, ${String(top)}px)`;
    settling = setTimeout(hide, SPRING_MS);
  };

  const drop = (): void => {
    const ended = end();
    if (!ended) return;
    const { held, target, strips } = ended;
    if (!held) {
      hide();
      world().onStretch(target, pointer);
      return;
    }
    const unchanged =
      held.laneId === target.laneId && held.startsAt === target.startsAt && held.endsAt === target.endsAt;
    if (unchanged) {
      hide();
      return;
    }
    void world()
      .onDrop(held.id, target)
      .then((outcome) => {
        if (session) return;
        if (outcome === 'refused') springBack(held, strips);
        else settling = setTimeout(hide, SETTLE_MS);
      });
  };

  function onKey(event: KeyboardEvent): void {
    if (!session) return;
    if (event.key === 'Shift') return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      cancel();
      return;
    }
    if (session.by !== 'keys') return;
    event.preventDefault();
    event.stopPropagation();
    const { target, strips } = session;
    const step = (event.shiftKey ? FINE_STEP : STEP) * MINUTE;
    const shift = (by: number): void => {
      const { from, to } = world().scale(target.laneId);
      if (target.startsAt + by < from || target.endsAt + by > to) return;
      aim({ ...target, startsAt: target.startsAt + by, endsAt: target.endsAt + by });
    };
    const beside = (by: number): void => {
      const next = strips[strips.findIndex(({ laneId }) => laneId === target.laneId) + by];
      if (!next) return;
      const days = world().origin(next.laneId) - world().origin(target.laneId);
      aim({ laneId: next.laneId, startsAt: target.startsAt + days, endsAt: target.endsAt + days });
    };
    switch (event.key) {
      case 'ArrowUp':
        shift(-step);
        break;
      case 'ArrowDown':
        shift(step);
        break;
      case 'ArrowLeft':
        beside(-1);
        break;
      case 'ArrowRight':
        beside(1);
        break;
      case '+':
      case '=':
        aim({ ...target, endsAt: target.endsAt + step });
        break;
      case '-':
        if (target.endsAt - step > target.startsAt) aim({ ...target, endsAt: target.endsAt - step });
        break;
      case 'Enter':
        drop();
        return;
      case 'Tab':
        cancel();
        return;
      default:
        return;
    }
    world().ghost.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  const onMove = (event: PointerEvent): void => {
    pointer = { x: event.clientX, y: event.clientY, fine: event.shiftKey };
    if (session) {
      follow();
      return;
    }
    if (!press) return;
    const slipped = Math.hypot(event.clientX - press.x, event.clientY - press.y) > SLIP_PX;
    if (!slipped) return;
    if (event.pointerType === 'touch') release();
    else press.begin();
  };

  const onUp = (): void => {
    const slot = session ? null : press?.slot;
    release();
    if (session) {
      drop();
      // The click that follows belongs to the drag.
      const swallow = (click: MouseEvent): void => click.stopPropagation();
      window.addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener('click', swallow, true), 0);
      return;
    }
    slot?.();
  };

  const onLost = (): void => {
    release();
    if (session) cancel();
  };

  const keepStill = (event: TouchEvent): void => {
    if (session) event.preventDefault();
  };

  const release = (): void => {
    clearTimeout(longPress);
    press = null;
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onUp);
    window.removeEventListener('pointercancel', onLost);
    world().field.removeEventListener('touchmove', keepStill);
  };

  return {
    onPointerDown: (event) => {
      const from = event.target as Element;
      if (event.button !== 0 || session?.by === 'pointer' || from.closest('[data-block-remove]')) return;
      if (session) cancel();
      pointer = { x: event.clientX, y: event.clientY, fine: event.shiftKey };
      const id = from.closest<HTMLElement>('[data-item]')?.dataset['item'];
      const strip = stripAt(stripsNow(), fieldPoint().x);
      if (!strip) return;
      const at = instantAtY(world().scale(strip.laneId), fieldPoint().y);

      if (id !== undefined) {
        const held = world().held(id);
        if (!held) return;
        const kind: Kind = from.closest('[data-resize]') ? 'resize' : 'move';
        const start = (): void =>
          begin({ kind, held, by: 'pointer', grip: at - held.startsAt, target: placeOf(held) });
        press = { x: event.clientX, y: event.clientY, id: event.pointerId, begin: start, slot: null };
      } else if (from.closest('[data-lane]')) {
        const anchor = floorTo(at, STEP, world().origin(strip.laneId));
        const target = { laneId: strip.laneId, startsAt: anchor, endsAt: anchor + STEP * MINUTE };
        press = {
          x: event.clientX,
          y: event.clientY,
          id: event.pointerId,
          begin: () => begin({ kind: 'stretch', held: null, by: 'pointer', grip: anchor, target }),
          slot: () => world().onSlot(strip.laneId, anchor),
        };
      } else return;

      window.addEventListener('pointermove', onMove);
      window.addEventListener('pointerup', onUp);
      window.addEventListener('pointercancel', onLost);
      if (event.pointerType === 'touch') {
        world().field.addEventListener('touchmove', keepStill, { passive: false });
        longPress = setTimeout(() => press?.begin(), LONG_PRESS_MS);
      }
    },
    lift: (id) => {
      const held = world().held(id);
      if (!held || session) return;
      begin({ kind: 'move', held, by: 'keys', grip: 0, target: placeOf(held) });
    },
    settle: () => {
      if (!session && !world().ghost.style.transition) hide();
    },
    isActive: () => session !== null,
    dispose: () => {
      release();
      cancel();
    },
  };
}
