import type { JSX } from 'preact';
import type { DriveState, Telemetry } from '../../state/drive/drive-state.ts';
import { useStrings } from '../parts/hooks.ts';
import { Card } from '../parts/parts.tsx';
import type { Strings } from '../words/words.ts';

const FULL = 1000;

/** What the motors put out, and the figures of robot and connection. */
export function FiguresCard({ drive }: { readonly drive: DriveState }): JSX.Element {
  const { drive: words } = useStrings();
  const { telemetry, roundTripMs, loopAgeMs, ways } = drive;
  const ms = (value: number | undefined): string => (value === undefined ? words.unknown : words.ms(value));
  return (
    <Card id="figures" title={words.figures}>
      <div class="motors" role="group" aria-label={words.motors}>
        <Motor
          testId="motor-left"
          label={words.leftMotor}
          permille={telemetry?.left}
          unknown={words.unknown}
        />
        <Motor
          testId="motor-right"
          label={words.rightMotor}
          permille={telemetry?.right}
          unknown={words.unknown}
        />
      </div>
      <dl class="figures">
        <Figure testId="battery" label={words.battery} value={batteryWords(telemetry, words)} />
        <Figure
          testId="round-trip"
          label={words.roundTrip}
          hint={words.roundTripHint}
          value={ms(roundTripMs)}
        />
        {ways.relay !== undefined && (
          <Figure
            testId="relay"
            label={words.relay}
            hint={words.relayHint(ways.isStandbyReady)}
            value={ways.relay}
          />
        )}
        <Figure testId="loop-age" label={words.loopAge} hint={words.loopAgeHint} value={ms(loopAgeMs)} />
      </dl>
    </Card>
  );
}

interface MotorProps {
  readonly testId: string;
  readonly label: string;
  readonly permille: number | undefined;
  readonly unknown: string;
}

function Motor({ testId, label, permille, unknown }: MotorProps): JSX.Element {
  return (
    <div class="motor">
      <span class="motor-label">{label}</span>
      <span class="motor-track" aria-hidden="true">
        <span
          class="motor-fill"
          // Custom properties are set through the style object, which a strict content policy allows.
          style={{ '--level': String((permille ?? 0) / FULL) }}
        />
      </span>
      <span class="motor-value">
        <span data-testid={testId}>{permille ?? unknown}</span>
        <span class="unit"> ‰</span>
      </span>
    </div>
  );
}

interface FigureProps {
  readonly testId: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
}

function Figure({ testId, label, hint, value }: FigureProps): JSX.Element {
  return (
    <div class="figure">
      <dt>
        {label}
        {hint !== undefined && <span class="hint">{hint}</span>}
      </dt>
      <dd data-testid={testId}>{value}</dd>
    </div>
  );
}

function batteryWords(telemetry: Telemetry | undefined, words: Strings['drive']): string {
  const percent = telemetry?.batteryPercent;
  const millivolts = telemetry?.batteryMv;
  const known = [
    ...(percent === undefined ? [] : [words.percent(percent)]),
    ...(millivolts === undefined ? [] : [words.volts(millivolts)]),
  ];
  return known.length === 0 ? words.unknown : known.join(' · ');
}
