import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useStrings } from './hooks.ts';

interface FieldProps {
  readonly label: string;
  readonly name: string;
  readonly testId: string;
  readonly hint?: string | undefined;
  readonly autocomplete?: string;
  readonly numeric?: boolean;
  readonly initial?: string | undefined;
  readonly required?: boolean;
  readonly hasFocus?: boolean;
}

export function TextField({
  label,
  name,
  testId,
  hint,
  autocomplete = 'off',
  numeric = false,
  initial,
  required = true,
  hasFocus = false,
}: FieldProps): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (hasFocus) input.current?.focus();
  }, []);
  return (
    <div class="field">
      <label for={testId}>{label}</label>
      <input
        ref={input}
        id={testId}
        name={name}
        data-testid={testId}
        autocomplete={autocomplete}
        autocapitalize="none"
        spellcheck={false}
        inputMode={numeric ? 'numeric' : undefined}
        defaultValue={initial}
        required={required}
        aria-describedby={hint === undefined ? undefined : `${testId}-hint`}
      />
      {hint !== undefined && (
        <p class="hint" id={`${testId}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** A password can be looked at before it is sent: typing it blindly is hard with unsteady hands. */
export function PasswordField({
  label,
  name,
  testId,
  hint,
  autocomplete = 'current-password',
  hasFocus = false,
}: Omit<FieldProps, 'initial' | 'required' | 'numeric'>): JSX.Element {
  const { login: words } = useStrings();
  const [shown, setShown] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (hasFocus) input.current?.focus();
  }, []);
  return (
    <div class="field">
      <label for={testId}>{label}</label>
      <span class="with-button">
        <input
          ref={input}
          id={testId}
          name={name}
          {...(shown ? { type: 'text' as const } : { type: 'password' as const })}
          data-testid={testId}
          autocomplete={autocomplete}
          autocapitalize="none"
          spellcheck={false}
          required
          aria-describedby={hint === undefined ? undefined : `${testId}-hint`}
        />
        <button
          type="button"
          class="button"
          aria-pressed={shown}
          aria-label={`${words.showPassword}: ${label}`}
          onClick={() => setShown(!shown)}
        >
          <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12Zm10 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z" />
            {shown && <path d="m4 20 16-16" />}
          </svg>
        </button>
      </span>
      {hint !== undefined && (
        <p class="hint" id={`${testId}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly testId: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly name: string }[];
  readonly onChoose?: (value: string) => void;
}

export function Choice({ label, name, testId, value, options, onChoose }: ChoiceProps): JSX.Element {
  return (
    <div class="field">
      <label for={testId}>{label}</label>
      <select
        id={testId}
        name={name}
        data-testid={testId}
        value={value}
        onChange={(event) => onChoose?.(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.name}
          </option>
        ))}
      </select>
    </div>
  );
}

interface FormProps {
  readonly testId: string;
  readonly busy: boolean;
  /** What was typed, by the fields' names. */
  readonly onSend: (text: (name: string) => string) => void;
  readonly children: ComponentChildren;
}

/** Sends nothing while an earlier answer is awaited; the browser says which field is empty. */
export function Form({ testId, busy, onSend, children }: FormProps): JSX.Element {
  return (
    <form
      class="form"
      data-testid={testId}
      aria-busy={busy}
      onSubmit={(event) => {
        event.preventDefault();
        if (busy) return;
        const fields = new FormData(event.currentTarget);
        onSend((name) => {
          const value = fields.get(name);
          return typeof value === 'string' ? value : '';
        });
      }}
    >
      {children}
    </form>
  );
}

interface SubmitProps {
  readonly testId: string;
  readonly busy: boolean;
  readonly busyWords: string;
  readonly kind?: 'primary' | 'danger';
  readonly children: ComponentChildren;
}

export function Submit({ testId, busy, busyWords, kind = 'primary', children }: SubmitProps): JSX.Element {
  return (
    <button type="submit" class={`button button-${kind}`} data-testid={testId} aria-disabled={busy}>
      {busy ? busyWords : children}
    </button>
  );
}

interface SureProps {
  readonly testId: string;
  readonly label: string;
  /** What it is about, for who doesn't see the row that it stands in. */
  readonly what: string;
  readonly sure: string;
  readonly keep: string;
  readonly enabled: boolean;
  readonly onSure: () => void;
}

/** A button for what can't be undone: it asks once more. */
export function SureButton({ testId, label, what, sure, keep, enabled, onSure }: SureProps): JSX.Element {
  const [asks, setAsks] = useState(false);
  const keepButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asks) keepButton.current?.focus();
  }, [asks]);
  if (!asks) {
    return (
      <button
        type="button"
        class="button"
        data-testid={testId}
        aria-label={`${label}: ${what}`}
        aria-disabled={!enabled}
        onClick={() => {
          if (enabled) setAsks(true);
        }}
      >
        {label}
      </button>
    );
  }
  return (
    <span class="sure" role="group" aria-label={`${label}: ${what}`}>
      <button
        type="button"
        class="button button-danger"
        data-testid={`${testId}-sure`}
        onClick={() => {
          setAsks(false);
          onSure();
        }}
      >
        {sure}
      </button>
      <button
        type="button"
        class="button"
        ref={keepButton}
        data-testid={`${testId}-keep`}
        onClick={() => setAsks(false)}
      >
        {keep}
      </button>
    </span>
  );
}

interface CopyProps {
  readonly testId: string;
  readonly text: string;
  readonly label: string;
  readonly copied: string;
  readonly failed: string;
}

/** Says whether it has worked: some browsers forbid it. */
export function CopyButton({ testId, text, label, copied, failed }: CopyProps): JSX.Element {
  const [result, setResult] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setResult(copied);
    } catch {
      setResult(failed);
    }
  };
  return (
    <span class="copy">
      <button type="button" class="button" data-testid={testId} onClick={() => void copy()}>
        {label}
      </button>
      <span role="status" class="hint">
        {result}
      </span>
    </span>
  );
}
