import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Account, Passkey } from '../../link/account-rest.ts';
import type { AccountView as View } from '../../state/pages/account-page.ts';
import type { Intents } from '../../state/app/screen.ts';
import { Form, Submit, TextField } from '../parts/fields.tsx';
import { useStrings } from '../parts/hooks.ts';
import { Action } from '../parts/parts.tsx';

interface PasskeysProps {
  readonly account: Account;
  readonly view: View;
  readonly intents: Intents;
}

/** The passkeys of an account, and another one. */
export function Passkeys({ account, view, intents }: PasskeysProps): JSX.Element {
  const { account: words } = useStrings();
  const [form, setForm] = useState<'never' | 'open' | 'closed'>('never');
  const close = (): void => setForm('closed');
  return (
    <>
      <p class="hint">{words.passkeysLead}</p>
      <ul class="rows" data-testid="passkeys">
        {account.passkeys.map((passkey) => (
          <PasskeyRow key={passkey.id} passkey={passkey} view={view} intents={intents} />
        ))}
      </ul>
      {!view.offersPasskey && <p class="hint">{words.noPasskeysHere}</p>}
      {view.offersPasskey && form !== 'open' && (
        <Action
          testId="passkey-add"
          enabled={view.busy === undefined}
          hasFocus={form === 'closed'}
          onPress={() => setForm('open')}
        >
          {words.passkeyAdd}
        </Action>
      )}
      {form === 'open' && <AddPasskey view={view} intents={intents} onDone={close} />}
    </>
  );
}

function PasskeyRow({
  passkey,
  view,
  intents,
}: Omit<PasskeysProps, 'account'> & { readonly passkey: Passkey }): JSX.Element {
  const { account: words, times } = useStrings();
  const usedMs = passkey.lastUsedMs ?? passkey.createdMs;
  return (
    <li class="row-item">
      <p>
        <strong>{passkey.name}</strong>
        {usedMs !== undefined && (
          <span class="hint row-detail">{words.lastUsed(times.moment(usedMs, view.zone))}</span>
        )}
      </p>
      <button
        type="button"
        class="button"
        data-testid="passkey-remove"
        aria-label={words.about(words.passkeyRemove, passkey.name)}
        aria-disabled={view.busy !== undefined}
        onClick={() => intents.pages.account.removePasskey(passkey.id)}
      >
        {words.passkeyRemove}
      </button>
    </li>
  );
}

function AddPasskey({
  view,
  intents,
  onDone,
}: Omit<PasskeysProps, 'account'> & { readonly onDone: () => void }): JSX.Element {
  const { account: words } = useStrings();
  return (
    <Form
      testId="passkey-form"
      busy={view.busy !== undefined}
      onSend={(text) => {
        intents.pages.account.addPasskey(text('passkey_name').trim());
        onDone();
      }}
    >
      <TextField
        label={words.passkeyName}
        name="passkey_name"
        testId="passkey-name"
        hint={words.passkeyNameHint}
        hasFocus
      />
      <Submit testId="passkey-submit" busy={view.busy === 'passkeys'} busyWords={words.busy}>
        {words.passkeyAdd}
      </Submit>
      <Action testId="passkey-cancel" enabled onPress={onDone}>
        {words.cancel}
      </Action>
    </Form>
  );
}
