import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { EnrolmentView } from '../../state/pages/enrolment.ts';
import { CopyButton, Form, Submit, TextField } from '../parts/fields.tsx';
import { useStrings } from '../parts/hooks.ts';
import { Action, Notice } from '../parts/parts.tsx';
import { QrCode } from './qr-code.tsx';

interface EnrolmentProps {
  readonly view: EnrolmentView;
  readonly onConfirm: (code: string) => void;
  readonly onRetry: () => void;
  readonly onCancel: () => void;
  /** The recovery codes are kept. */
  readonly onDone: () => void;
}

/** A second factor in three steps, then the recovery codes. */
export function EnrolmentSteps({ view, onConfirm, onRetry, onCancel, onDone }: EnrolmentProps): JSX.Element {
  const { enrolment: words, common } = useStrings();
  switch (view.name) {
    case 'loading':
      return (
        <p class="hint" role="status">
          {common.loading}
        </p>
      );
    case 'failed':
      return (
        <>
          <div role="alert">
            <Notice tone="bad" testId="enrolment-problem">
              {common.failure(view.problem)}
            </Notice>
          </div>
          <div class="actions">
            <Action testId="enrolment-retry" kind="primary" enabled onPress={onRetry}>
              {words.retry}
            </Action>
            <Action testId="enrolment-cancel" enabled onPress={onCancel}>
              {words.cancel}
            </Action>
          </div>
        </>
      );
    case 'scan':
      return <Scan view={view} onConfirm={onConfirm} onCancel={onCancel} />;
    case 'codes':
      return <RecoveryCodes codes={view.codes} onDone={onDone} />;
    default:
      return view satisfies never;
  }
}

function Scan({
  view,
  onConfirm,
  onCancel,
}: Pick<EnrolmentProps, 'onConfirm' | 'onCancel'> & {
  readonly view: Extract<EnrolmentView, { name: 'scan' }>;
}): JSX.Element {
  const { enrolment: words, common } = useStrings();
  const { secret } = view.secret;
  const problem = words.problem(view);
  return (
    <>
      <ol class="steps">
        <li>{words.steps[0]}</li>
        <li>
          {words.steps[1]}
          <QrCode svg={view.secret.qrSvg} label={words.qr} otherwise={words.noQr} />
          <p class="secret">
            <span class="hint">{words.secret}</span>
            <code data-testid="totp-secret">{inFours(secret)}</code>
          </p>
          <div class="row">
            <CopyButton
              testId="copy-secret"
              text={secret}
              label={words.copy}
              copied={words.copied}
              failed={words.notCopied}
            />
            {view.secret.otpauthUri.startsWith('otpauth://') && (
              <a class="button" href={view.secret.otpauthUri} data-testid="otpauth-link">
                {words.openApp}
              </a>
            )}
          </div>
        </li>
        <li>{words.steps[2]}</li>
      </ol>
      <div role="alert">
        {problem !== undefined && (
          <Notice tone="bad" testId="enrolment-problem">
            {problem}
          </Notice>
        )}
      </div>
      <Form
        testId="enrolment-form"
        busy={view.busy}
        onSend={(text) => onConfirm(text('code').replace(/\s/g, ''))}
      >
        <TextField
          label={words.code}
          name="code"
          testId="enrolment-code"
          autocomplete="one-time-code"
          numeric
        />
        <Submit testId="enrolment-confirm" busy={view.busy} busyWords={common.loading}>
          {words.confirm}
        </Submit>
        <Action testId="enrolment-cancel" enabled={!view.busy} onPress={onCancel}>
          {words.cancel}
        </Action>
      </Form>
    </>
  );
}

function RecoveryCodes({
  codes,
  onDone,
}: {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}): JSX.Element {
  const { enrolment: words, product } = useStrings();
  const [kept, setKept] = useState(false);
  return (
    <>
      <p class="codes-title" id="codes-title">
        {words.codesTitle}
      </p>
      <p>{words.codesLead}</p>
      <div class="codes-sheet">
        <p class="print-only">
          {product}: {words.codesTitle}
        </p>
        <ol class="codes" aria-labelledby="codes-title" data-testid="recovery-codes">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
      </div>
      <div class="row">
        <button type="button" class="button" data-testid="print-codes" onClick={() => window.print()}>
          {words.print}
        </button>
        <CopyButton
          testId="copy-codes"
          text={codes.join('\n')}
          label={words.copy}
          copied={words.copied}
          failed={words.notCopied}
        />
      </div>
      <label class="check">
        <input
          type="checkbox"
          data-testid="codes-kept"
          checked={kept}
          onChange={(event) => setKept(event.currentTarget.checked)}
        />
        <span>{words.kept}</span>
      </label>
      <Action testId="codes-done" kind="primary" enabled={kept} onPress={onDone}>
        {words.done}
      </Action>
      {!kept && <p class="hint">{words.keptFirst}</p>}
    </>
  );
}

/** Easier to read over and to type. */
function inFours(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? secret;
}
