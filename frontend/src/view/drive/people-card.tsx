import type { JSX } from 'preact';
import type { DriveState } from '../../state/drive/drive-state.ts';
import { useStrings } from '../parts/hooks.ts';
import { Card } from '../parts/parts.tsx';

/** Who is here, and how this page's person came to drive. */
export function PeopleCard({ drive }: { readonly drive: DriveState }): JSX.Element {
  const { drive: words } = useStrings();
  const { lease, leaseCause } = drive;
  const isTold = lease.name === 'mine' && leaseCause !== undefined && leaseCause !== 'current';
  return (
    <Card id="people" title={words.present}>
      <ul class="present" aria-labelledby="people-title" data-testid="watchers">
        {drive.negotiation.present.map(({ holder, name, isMe, drives }) => (
          <li key={holder}>{words.presentName(name, isMe, drives)}</li>
        ))}
      </ul>
      <p class="hint" role="status" data-testid="own-lease-cause" data-state={leaseCause ?? 'none'}>
        {isTold ? words.leaseCauses.mine[leaseCause] : ''}
      </p>
    </Card>
  );
}
