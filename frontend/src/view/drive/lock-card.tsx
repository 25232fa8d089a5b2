import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useStrings } from '../parts/hooks.ts';
import { Action } from '../parts/parts.tsx';

interface LockCardProps {
  readonly isLocked: boolean;
  readonly onLock: () => void;
}

/** An administrator's stop, which is asked about first: everybody else is locked out by it. */
export function LockCard({ isLocked, onLock }: LockCardProps): JSX.Element {
  const { drive: words } = useStrings();
  const [isAsking, setAsking] = useState(false);
  const end = (isMeant: boolean): void => {
    setAsking(false);
    if (isMeant) onLock();
  };
  return (
    <section class="card" aria-label={words.lock}>
      {!isAsking || isLocked ? (
        <div class="actions">
          <Action testId="lock" enabled={!isLocked} onPress={() => setAsking(true)}>
            {words.lock}
          </Action>
        </div>
      ) : (
        <div class="confirm">
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
    </section>
  );
}
