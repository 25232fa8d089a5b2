import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Direction } from '../../control/tracks.ts';
import type { DriveIntents } from '../../state/drive/drive-intents.ts';
import { HeldPlace } from './held-place.ts';

interface PadButtonProps {
  readonly direction: Direction;
  readonly label: string;
  readonly enabled: boolean;
  readonly isHeld: boolean;
  readonly intents: DriveIntents;
}

/** Drives for as long as it is held, and lies where it was pressed. */
export function PadButton({ direction, label, enabled, isHeld, intents }: PadButtonProps): JSX.Element {
  const control = `pad-${direction}`;
  const place = useRef<HeldPlace | undefined>(undefined);
  const openHand = (): void => {
    place.current?.end();
    place.current = undefined;
  };
  const letGo = (): void => {
    openHand();
    intents.release(control);
  };
  const lose = (): void => {
    openHand();
    intents.loseControl(control);
  };
  // An element that is taken away hears nothing of its pointer's end.
  useEffect(() => lose, []);
  return (
    <button
      type="button"
      class={`pad-button pad-${direction}${isHeld ? ' is-held' : ''}`}
      data-testid={control}
      aria-label={label}
      aria-disabled={!enabled}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        openHand();
        place.current = new HeldPlace(event.currentTarget, lose);
        intents.press(control, direction);
      }}
      onPointerUp={letGo}
      onPointerCancel={lose}
      onLostPointerCapture={lose}
      onBlur={letGo}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.repeat) intents.press(control, direction);
      }}
      onKeyUp={(event) => {
        if (event.key === 'Enter') letGo();
      }}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 4 4.5 13H9v7h6v-7h4.5z" />
      </svg>
    </button>
  );
}
