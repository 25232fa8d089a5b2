import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { MAX_SPEED_PERCENT, MIN_SPEED_PERCENT } from '../../control/held-controls.ts';
import type { KeyMap } from '../../control/key-map.ts';
import { DIRECTIONS } from '../../control/tracks.ts';
import type { DriveIntents } from '../../state/drive/drive-intents.ts';
import type { DriveState } from '../../state/drive/drive-state.ts';
import type { KeysView } from '../../state/drive/key-settings.ts';
import { GovernorNotice } from './governor-notice.tsx';
import { HandNotice } from './hand-notice.tsx';
import { useStrings } from '../parts/hooks.ts';
import { Joystick } from './joystick.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { PadButton } from './pad-button.tsx';
import { Card } from '../parts/parts.tsx';
import type { Strings } from '../words/words.ts';

const SPEED_STEP = 5;
const WAYS = ['buttons', 'joystick'] as const;
type Way = (typeof WAYS)[number];

interface ControlsCardProps {
  readonly drive: DriveState;
  readonly keys: KeysView;
  readonly intents: DriveIntents;
}

/** What the page itself offers to drive with, the speed, and what gamepad and keys do. */
export function ControlsCard({ drive, keys, intents }: ControlsCardProps): JSX.Element {
  const { drive: words } = useStrings();
  const [way, setWay] = useState<Way>(() =>
    matchMedia('(pointer: coarse)').matches ? 'joystick' : 'buttons',
  );
  const isMine = drive.lease.name === 'mine';
  return (
    <Card id="controls" title={words.controls}>
      <p class="hint" id="controls-hint">
        {isMine ? words.hold : words.controlsLocked}
      </p>
      <Ways way={way} onWay={setWay} />
      {way === 'joystick' ? (
        <Joystick stick={drive.stick} enabled={isMine} intents={intents} />
      ) : (
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
      )}
      <Speed percent={drive.speedPercent} intents={intents} />
      <GovernorNotice drive={drive} />
      <HandNotice hand={drive.hand} />
      <p class="hint gamepad" data-testid="gamepad" data-state={drive.gamepad.name} role="status">
        {words.gamepads[drive.gamepad.name](drive.gamepad.name === 'none' ? '' : drive.gamepad.pad)}
      </p>
      <Keys keys={keys} intents={intents} />
    </Card>
  );
}

function Ways({ way, onWay }: { readonly way: Way; readonly onWay: (way: Way) => void }): JSX.Element {
  const { drive: words } = useStrings();
  return (
    <div class="ways" role="group" aria-label={words.ways}>
      {WAYS.map((one) => (
        <button
          key={one}
          type="button"
          class="way"
          data-testid={`way-${one}`}
          aria-pressed={one === way}
          onClick={() => onWay(one)}
        >
          {one === 'buttons' ? words.wayButtons : words.wayJoystick}
        </button>
      ))}
    </div>
  );
}

function Speed({
  percent,
  intents,
}: {
  readonly percent: number;
  readonly intents: DriveIntents;
}): JSX.Element {
  const { drive: words } = useStrings();
  return (
    <label class="speed">
      <span class="speed-label">
        <span>{words.speed}</span>
        <output>{words.percent(percent)}</output>
      </span>
      <input
        type="range"
        data-testid="speed"
        min={MIN_SPEED_PERCENT}
        max={MAX_SPEED_PERCENT}
        step={SPEED_STEP}
        value={percent}
        aria-valuetext={words.percent(percent)}
        onInput={(event) => intents.setSpeed(event.currentTarget.valueAsNumber)}
        // After a drag the arrow keys belong to driving again.
        onPointerUp={(event) => event.currentTarget.blur()}
      />
    </label>
  );
}

/** The keys in one line, and the dialog to change them. */
function Keys({ keys, intents }: { readonly keys: KeysView; readonly intents: DriveIntents }): JSX.Element {
  const { drive: words } = useStrings();
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    intents.chooseKey(undefined);
    setOpen(false);
    opener.current?.focus();
  };
  return (
    <div class="keys">
      <p class="hint" data-testid="keys-hint">
        {words.keysHint(keyWords(keys.keys, words))}
      </p>
      <button
        type="button"
        class="button button-quiet"
        data-testid="keys-open"
        ref={opener}
        aria-expanded={isOpen}
        onClick={() => (isOpen ? close() : setOpen(true))}
      >
        {words.chooseKeys}
      </button>
      {isOpen && <KeysDialog keys={keys} intents={intents} onClose={close} />}
    </div>
  );
}

/** "W A S D, ↑ ← ↓ →": the first keys of the directions, then the second ones. */
function keyWords(keys: KeyMap, words: Strings['drive']): string {
  const around = [keys.forward, keys.left, keys.backward, keys.right];
  const lines = [0, 1].map((place) =>
    around
      .flatMap((codes) => codes[place] ?? [])
      .map(words.keyName)
      .join(' '),
  );
  return lines.filter((line) => line !== '').join(', ');
}
