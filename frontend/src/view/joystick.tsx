import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { JOYSTICK } from '../control/cockpit.ts';
import type { Deflection } from '../control/stick.ts';
import type { Intents } from '../state/screen.ts';
import { useStrings } from './hooks.ts';

/** The knob's way from the middle to the rim, as a share of the half width; `inputs.css` draws it so. */
const REACH = 0.62;

interface JoystickProps {
  /** As it counts, which may be less than where the finger is. */
  readonly stick: Deflection;
  readonly enabled: boolean;
  readonly intents: Intents;
}

/**
 * One finger or the mouse drags the knob; a second finger is ignored. The pointer is captured, so that its end is heard wherever it ends;
 * a capture that is lost, or a pointer that the browser takes away, lets go of everything.
 */
export function Joystick({ stick, enabled, intents }: JoystickProps): JSX.Element {
  const { drive: words } = useStrings();
  const pointer = useRef<number | undefined>(undefined);
  // An element that is taken away hears nothing of its pointer's end.
  useEffect(() => () => intents.loseControl(JOYSTICK), []);

  const follow = (event: PointerEvent & { readonly currentTarget: HTMLElement }): void => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const reach = (Math.min(width, height) / 2) * REACH;
    intents.deflect(
      JOYSTICK,
      (event.clientX - left - width / 2) / reach,
      -(event.clientY - top - height / 2) / reach,
    );
  };
  const isMine = (event: PointerEvent): boolean => pointer.current === event.pointerId;
  const lose = (event: PointerEvent): void => {
    if (!isMine(event)) return;
    pointer.current = undefined;
    intents.loseControl(JOYSTICK);
  };
  return (
    <div
      class={`joystick${enabled ? '' : ' is-disabled'}`}
      data-testid="joystick"
      role="img"
      aria-label={words.joystick}
      onPointerDown={(event) => {
        if (event.button !== 0 || pointer.current !== undefined) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        pointer.current = event.pointerId;
        intents.grip(JOYSTICK);
        follow(event);
      }}
      onPointerMove={(event) => {
        if (isMine(event)) follow(event);
      }}
      onPointerUp={(event) => {
        if (!isMine(event)) return;
        pointer.current = undefined;
        intents.release(JOYSTICK);
      }}
      onPointerCancel={lose}
      onLostPointerCapture={lose}
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
