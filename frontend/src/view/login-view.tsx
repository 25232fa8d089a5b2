import type { JSX, TargetedSubmitEvent } from 'preact';
import type { Intents, Screen } from '../state/app.ts';
import { useHeadingFocus, useStrings } from './hooks.ts';
import { Notice } from './parts.tsx';

interface LoginProps {
  readonly screen: Extract<Screen, { name: 'login' }>;
  readonly intents: Intents;
}

export function LoginView({ screen, intents }: LoginProps): JSX.Element {
  const { login, product } = useStrings();
  const heading = useHeadingFocus();
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (screen.busy) return;
    const fields = new FormData(event.currentTarget);
    const text = (name: string): string => {
      const value = fields.get(name);
      return typeof value === 'string' ? value : '';
    };
    intents.login({
      username: text('username').trim(),
      password: text('password'),
      totpCode: text('totp').replace(/\s/g, ''),
    });
  };
  return (
    <main class="login">
      <div class="brand">
        <svg class="logo" viewBox="0 0 48 48" aria-hidden="true">
          <rect x="3" y="3" width="42" height="42" rx="12" />
          <path d="M14 33V15m20 18V15M14 24h20" />
        </svg>
        <p class="product">{product}</p>
      </div>
      <form class="card" onSubmit={submit} aria-busy={screen.busy}>
        <h1 ref={heading} tabIndex={-1}>
          {login.title}
        </h1>
        <p class="lead">{login.lead}</p>
        <div role="alert">
          {screen.problem !== undefined && (
            <Notice tone="bad" testId="login-problem">
              {login.problems[screen.problem.why]}
            </Notice>
          )}
        </div>
        <label class="field">
          <span>{login.username}</span>
          <input
            name="username"
            data-testid="login-username"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
          />
        </label>
        <label class="field">
          <span>{login.password}</span>
          <input
            name="password"
            type="password"
            data-testid="login-password"
            autocomplete="current-password"
            required
          />
        </label>
        <label class="field">
          <span>{login.totp}</span>
          <input
            name="totp"
            data-testid="login-totp"
            inputMode="numeric"
            autocomplete="one-time-code"
            aria-describedby="totp-hint"
          />
        </label>
        <p class="hint" id="totp-hint">
          {login.totpHint}
        </p>
        <button
          type="submit"
          class="button button-primary"
          data-testid="login-submit"
          aria-disabled={screen.busy}
        >
          {screen.busy ? login.busy : login.submit}
        </button>
      </form>
    </main>
  );
}
