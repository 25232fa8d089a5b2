import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Choice } from './fields.tsx';

interface ZoneChoiceProps {
  readonly label: string;
  /** IANA name; empty: the browser's. */
  readonly initial: string;
  readonly browser: string;
}

/** All zones that this browser knows, and the one that is set even if it doesn't. */
export function ZoneChoice({ label, initial, browser }: ZoneChoiceProps): JSX.Element {
  const [zone, setZone] = useState(initial);
  const options = useMemo(() => {
    const known = Intl.supportedValuesOf('timeZone');
    const names = initial === '' || known.includes(initial) ? known : [initial, ...known];
    return [
      { value: '', name: browser },
      ...names.map((name) => ({ value: name, name: name.replaceAll('_', ' ') })),
    ];
  }, [initial, browser]);
  return <Choice label={label} name="zone" testId="zone" value={zone} options={options} onChoose={setZone} />;
}
