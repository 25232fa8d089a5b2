import type { JSX } from 'preact';
import type { DriveState } from '../../state/drive/drive-state.ts';
import { FULL_PERMILLE } from '../../wire/messages.ts';
import { useStrings } from '../parts/hooks.ts';
import { Notice } from '../parts/parts.tsx';

/**
 * Why the speed is limited. The governor's figures change often: they are shown without being announced, and announced seldom. Has a
 * place of its own, which is kept free for it.
 */
export function GovernorNotice({ drive }: { readonly drive: DriveState }): JSX.Element {
  const { drive: words } = useStrings();
  const { shown, spoken } = drive.governor;
  const { telemetry } = drive;
  const cap = telemetry?.boardConnected === true ? telemetry.capPermille : FULL_PERMILLE;
  return (
    <div class="governor">
      <p class="visually-hidden" role="status" data-testid="governed-spoken">
        {spoken === undefined ? '' : words.governed(spoken)}
      </p>
      {shown !== undefined && (
        <div class="notices" aria-hidden="true">
          <Notice tone="warn" testId="governed">
            {words.governed(shown)}
          </Notice>
        </div>
      )}
      {shown === undefined && cap < FULL_PERMILLE && (
        <div class="notices" role="status">
          <Notice tone="warn" testId="cap-lowered">
            {words.capLowered(Math.round(cap / 10))}
          </Notice>
        </div>
      )}
    </div>
  );
}
