import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { KEY_ACTIONS } from '../../control/key-map.ts';
import type { DriveIntents } from '../../state/drive/drive-intents.ts';
import type { KeysView } from '../../state/drive/key-settings.ts';
import { placesOf } from '../../state/drive/key-settings.ts';
import { useStrings } from '../parts/hooks.ts';
import { Action } from '../parts/parts.tsx';

interface KeysDialogProps {
  readonly keys: KeysView;
  readonly intents: DriveIntents;
  readonly onClose: () => void;
}

/** Which key does what. Not modal: STOP stays in reach. */
export function KeysDialog({
  keys: { keys, isDefault, choosing, problem },
  intents,
  onClose,
}: KeysDialogProps): JSX.Element {
  const { drive: words } = useStrings();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <div
      class="keys-dialog"
      role="dialog"
      aria-labelledby="keys-title"
      data-testid="keys-dialog"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && choosing === undefined) onClose();
      }}
    >
      <h3 id="keys-title" tabIndex={-1} ref={title}>
        {words.keysTitle}
      </h3>
      <p class="hint">
        {words.keysLead} {words.keyAlways}
      </p>
      <dl class="key-list">
        {KEY_ACTIONS.map((action) => (
          <div key={action} class="key-row">
            <dt>{words.keyActions[action]}</dt>
            <dd>
              {placesOf(keys, action).map((code, place) => {
                const isChosen = choosing?.action === action && choosing.place === place;
                const name = code === undefined ? words.keyNone : words.keyName(code);
                return (
                  <button
                    key={place}
                    type="button"
                    class={`key${isChosen ? ' is-chosen' : ''}`}
                    data-testid={`key-${action}-${place}`}
                    aria-label={isChosen ? words.keyPress : words.keyLabel(words.keyActions[action], name)}
                    onClick={() => intents.chooseKey({ action, place })}
                  >
                    {isChosen ? words.keyPress : name}
                  </button>
                );
              })}
            </dd>
          </div>
        ))}
      </dl>
      <p class="answer" role="status" data-testid="key-problem" data-state={problem?.why ?? 'none'}>
        {problem === undefined ? '' : words.keyProblem(problem, words.keyActions)}
      </p>
      <div class="actions">
        <Action testId="keys-reset" enabled={!isDefault} onPress={() => intents.resetKeys()}>
          {words.resetKeys}
        </Action>
        <Action testId="keys-close" kind="primary" enabled onPress={onClose}>
          {words.closeKeys}
        </Action>
      </div>
    </div>
  );
}
