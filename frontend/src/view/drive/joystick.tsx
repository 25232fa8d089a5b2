import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { JOYSTICK } from '../../control/cockpit.ts';
import type { Deflection } from '../../control/stick.ts';
import type { DriveIntents } from '../../state/drive/drive-intents.ts';
import { HeldPlace } from './held-place.ts';
import { useStrings } from '../parts/hooks.ts';

/** The knob's way from the middle to the rim, as a share of the half width; `controls.css` draws it so. */
const REACH = 0.62;

interface JoystickProps {
  /** As it counts, which may be less than where the finger is. */
  readonly stick: Deflection;
  readonly enabled: boolean;
  readonly intents: DriveIntents;
}

/** Where and how the joystick is held: deflection counts from there, whatever becomes of the element. */
interface Grip {
  readonly pointerId: number;
  readonly x: number;
  readonly y: number;
  /** From the middle to full deflection, in pixels. */
  readonly reach: number;
  readonly place: HeldPlace;
}

/**
 * One finger or the mouse drags the knob, from where it was put down; a second finger is ignored. The pointer is captured, so that its end
 * is heard wherever it ends; a capture that is lost, a pointer that the browser takes away, and a joystick that moves under the finger let
 * go of everything.
 */
export function Joystick({ stick, enabled, intents }: JoystickProps): JSX.Element {
  const { drive: words } = useStrings();
  const grip = useRef<Grip | undefined>(undefined);
  const openHand = (): void => {
    grip.current?.place.end();
    grip.current = undefined;
  };
  const lose = (): void => {
    openHand();
    intents.loseControl(JOYSTICK);
  };
  // An element that is taken away hears nothing of its pointer's end.
  useEffect(() => lose, []);

  const take = (event: PointerEvent & { readonly currentTarget: HTMLElement }): void => {
    const { clientX: x, clientY: y, pointerId, currentTarget } = event;
    const { width, height } = currentTarget.getBoundingClientRect();
    currentTarget.setPointerCapture(pointerId);
    const reach = (Math.min(width, height) / 2) * REACH;
    grip.current = { pointerId, x, y, reach, place: new HeldPlace(currentTarget, lose) };
    intents.grip(JOYSTICK);
  };
  const follow = (event: PointerEvent): void => {
    const held = grip.current;
    if (held?.pointerId !== event.pointerId || !held.place.check()) return;
    intents.deflect(JOYSTICK, (event.clientX - held.x) / held.reach, -(event.clientY - held.y) / held.reach);
  };
  const isMine = (event: PointerEvent): boolean => grip.current?.pointerId === event.pointerId;
  const loseMine = (event: PointerEvent): void => {
    if (isMine(event)) lose();
  };
  return (
    <div
      class={`joystick${enabled ? '' : ' is-disabled'}`}
      data-testid="joystick"
      role="img"
      aria-label={words.joystick}
      onPointerDown={(event) => {
        if (event.button === 0 && grip.current === undefined) take(event);
      }}
      onPointerMove={follow}
      onPointerUp={(event) => {
        if (!isMine(event)) return;
        openHand();
        intents.release(JOYSTICK);
      }}
      onPointerCancel={loseMine}
      onLostPointerCapture={loseMine}
      onContextMenu={(event) => event.preventDefault()}
    >
      <span
        class="knob"
        data-testid="knob"
        style={{ '--turn': stick.turn.toFixed(3), '--ahead': stick.ahead.toFixed(3) }}
      />
    </div>
  );
}
