import type { JSX, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { ProofIntents, ProofView } from '../../state/pages/proof-prompt.ts';
import { Form, PasswordField, Submit, TextField } from '../parts/fields.tsx';
import { useStrings } from '../parts/hooks.ts';
import { Action, Notice } from '../parts/parts.tsx';

interface ProofProps {
  readonly view: ProofView;
  readonly intents: ProofIntents;
}

/** Asks who sits there to prove it. Modal: what is under it waits for the answer. */
export function ProofDialog({ view, intents }: ProofProps): JSX.Element {
  const { proof: words } = useStrings();
  const { dialog, isLeaving } = useModal();
  useFocusOnMistake(dialog, view);
  return (
    <dialog
      class="card proof-dialog"
      aria-labelledby="proof-title"
      aria-describedby="proof-lead"
      data-testid="proof-dialog"
      ref={dialog}
      onCancel={(event) => {
        event.preventDefault();
        intents.cancel();
      }}
      onClose={() => {
        // A browser may close it without asking first.
        if (!isLeaving.current) intents.cancel();
      }}
    >
      <h2 id="proof-title">{words.title}</h2>
      <p class="hint" id="proof-lead">
        {words.lead}
      </p>
      <div role="alert">
        {view.problem !== undefined && (
          <Notice tone={view.problem.code === 'totp_required' ? 'warn' : 'bad'} testId="proof-problem">
            {words.problem(view.problem)}
          </Notice>
        )}
      </div>
      <ProofForm view={view} intents={intents} />
    </dialog>
  );
}

function ProofForm({ view, intents }: ProofProps): JSX.Element {
  const { proof: words } = useStrings();
  return (
    <Form
      testId="proof-form"
      busy={view.busy}
      onSend={(text) =>
        intents.submit(text('password'), view.asksCode ? text('code').replace(/\s/g, '') : '')
      }
    >
      <PasswordField label={words.password} name="password" testId="proof-password" hasFocus />
      {view.asksCode && (
        <TextField label={words.code} name="code" testId="proof-code" autocomplete="one-time-code" />
      )}
      <Submit testId="proof-submit" busy={view.busy} busyWords={words.busy}>
        {words.submit}
      </Submit>
      <div class="actions">
        {view.offersPasskey && (
          <Action testId="proof-passkey" enabled={!view.busy} onPress={() => intents.submitPasskey()}>
            {words.passkey}
          </Action>
        )}
        <Action testId="proof-cancel" enabled onPress={() => intents.cancel()}>
          {words.cancel}
        </Action>
      </div>
    </Form>
  );
}

/** Opens with its element and closes with it; the focus goes back to where it was, or to the page's heading when that is gone. */
function useModal(): {
  readonly dialog: RefObject<HTMLDialogElement | null>;
  readonly isLeaving: { readonly current: boolean };
} {
  const dialog = useRef<HTMLDialogElement>(null);
  const isLeaving = useRef(false);
  useLayoutEffect(() => {
    const { current } = dialog;
    const before = document.activeElement;
    current?.showModal();
    return () => {
      isLeaving.current = true;
      current?.close();
      const isThere = before instanceof HTMLElement && before.isConnected && before !== document.body;
      const place = isThere ? before : document.querySelector<HTMLElement>('h1');
      place?.focus({ preventScroll: true });
    };
  }, []);
  return { dialog, isLeaving };
}

/** Leads to the field that has to be typed anew. A password that was right stays typed. */
function useFocusOnMistake(
  dialog: RefObject<HTMLDialogElement | null>,
  { problem, asksCode }: ProofView,
): void {
  useEffect(() => {
    const name = fieldOf(problem?.code);
    if (name === undefined) return;
    const field = dialog.current?.querySelector<HTMLInputElement>(`input[name="${name}"]`);
    if (field === null || field === undefined) return;
    field.value = '';
    field.focus();
  }, [problem, asksCode]);
}

function fieldOf(code: string | undefined): 'password' | 'code' | undefined {
  if (code === 'wrong_password') return 'password';
  return code?.startsWith('totp_') === true ? 'code' : undefined;
}
