import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Choice } from '../parts/fields.tsx';

interface ZoneChoiceProps {
  readonly label: string;
  /** IANA name. */
  readonly initial: string;
}

/** All zones that this browser knows, and the one that is set even if it doesn't. */
export function ZoneChoice({ label, initial }: ZoneChoiceProps): JSX.Element {
  const [zone, setZone] = useState(initial);
  const options = useMemo(() => {
    const known = Intl.supportedValuesOf('timeZone');
    const names = known.includes(initial) ? known : [initial, ...known];
    return names.map((name) => ({ value: name, name: name.replaceAll('_', ' ') }));
  }, [initial]);
  return <Choice label={label} name="zone" testId="zone" value={zone} options={options} onChoose={setZone} />;
}
