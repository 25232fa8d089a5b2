import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useStrings } from './hooks.ts';
import { Action } from './parts.tsx';

interface LockActionProps {
  readonly isLocked: boolean;
  readonly onLock: () => void;
}

/** An administrator's stop, which is asked about first: everybody else is locked out by it. */
export function LockAction({ isLocked, onLock }: LockActionProps): JSX.Element {
  const { drive: words } = useStrings();
  const [isAsking, setAsking] = useState(false);
  const end = (isMeant: boolean): void => {
    setAsking(false);
    if (isMeant) onLock();
  };
  return (
    <div class="lock-place">
      {!isAsking || isLocked ? (
        <div class="actions">
          <Action testId="lock" enabled={!isLocked} onPress={() => setAsking(true)}>
            {words.lock}
          </Action>
        </div>
      ) : (
        <div class="confirm" role="group" aria-label={words.lock}>
          <p data-testid="lock-warning">{words.lockWarning}</p>
          <div class="actions">
            <Action testId="lock-cancel" enabled hasFocus onPress={() => end(false)}>
              {words.cancel}
            </Action>
            <Action testId="lock-confirm" kind="danger" enabled onPress={() => end(true)}>
              {words.lockConfirm}
            </Action>
          </div>
        </div>
      )}
    </div>
  );
}
