import type { JSX } from 'preact';
import type { Direction } from '../control/held-controls.ts';
import { DIRECTIONS, MAX_SPEED_PERCENT, MIN_SPEED_PERCENT } from '../control/held-controls.ts';
import type { Intents } from '../state/app.ts';
import type { DriveState } from '../state/drive-state.ts';
import { useStrings } from './hooks.ts';
import { Card } from './parts.tsx';

const SPEED_STEP = 5;

interface ControlsCardProps {
  readonly drive: DriveState;
  readonly intents: Intents;
}

/** Buttons that drive for as long as they are held, and the speed. */
export function ControlsCard({ drive, intents }: ControlsCardProps): JSX.Element {
  const { drive: words } = useStrings();
  const isMine = drive.lease.name === 'mine';
  return (
    <Card id="controls" title={words.controls}>
      <p class="hint" id="controls-hint">
        {isMine ? words.hold : words.controlsLocked}
        {isMine && <span class="keyboard-only"> {words.keys}</span>}
      </p>
      <div class="pad" role="group" aria-labelledby="controls-title" aria-describedby="controls-hint">
        {DIRECTIONS.map((direction) => (
          <PadButton
            key={direction}
            direction={direction}
            label={words.directions[direction]}
            enabled={isMine}
            isHeld={drive.held.includes(direction)}
            intents={intents}
          />
        ))}
      </div>
      <label class="speed">
        <span class="speed-label">
          <span>{words.speed}</span>
          <output>{words.percent(drive.speedPercent)}</output>
        </span>
        <input
          type="range"
          data-testid="speed"
          min={MIN_SPEED_PERCENT}
          max={MAX_SPEED_PERCENT}
          step={SPEED_STEP}
          value={drive.speedPercent}
          aria-valuetext={words.percent(drive.speedPercent)}
          onInput={(event) => intents.setSpeed(event.currentTarget.valueAsNumber)}
          // After a drag the arrow keys belong to driving again.
          onPointerUp={(event) => event.currentTarget.blur()}
        />
      </label>
    </Card>
  );
}

interface PadButtonProps {
  readonly direction: Direction;
  readonly label: string;
  readonly enabled: boolean;
  readonly isHeld: boolean;
  readonly intents: Intents;
}

function PadButton({ direction, label, enabled, isHeld, intents }: PadButtonProps): JSX.Element {
  const control = `pad-${direction}`;
  const letGo = (): void => intents.release(control);
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
        intents.press(control, direction);
      }}
      onPointerUp={letGo}
      onPointerCancel={letGo}
      onLostPointerCapture={letGo}
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
