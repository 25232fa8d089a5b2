import type { ComponentChildren, JSX } from 'preact';
import type { Intents } from '../../state/app/screen.ts';
import type { SignInView } from '../../state/pages/sign-in.ts';
import { EnrolmentSteps } from './enrolment-steps.tsx';
import { Form, PasswordField, Submit, TextField } from '../parts/fields.tsx';
import { useHeadingFocus, useStrings } from '../parts/hooks.ts';
import { Action, Notice } from '../parts/parts.tsx';

interface LoginProps {
  readonly signIn: SignInView;
  readonly intents: Intents;
}

/** From the user name to whatever the relay wants before it lets somebody in. */
export function LoginView({ signIn, intents }: LoginProps): JSX.Element {
  const { product } = useStrings();
  return (
    <main class="login">
      <div class="brand">
        <svg class="logo" viewBox="0 0 48 48" aria-hidden="true">
          <rect x="3" y="3" width="42" height="42" rx="12" />
          <path d="M14 33V15m20 18V15M14 24h20" />
        </svg>
        <p class="product">{product}</p>
      </div>
      <Step key={signIn.step.name} signIn={signIn} intents={intents} />
    </main>
  );
}

function Step({ signIn, intents }: LoginProps): JSX.Element {
  const { step } = signIn;
  switch (step.name) {
    case 'password':
      return <PasswordStep signIn={signIn} intents={intents} />;
    case 'code':
      return <CodeStep signIn={signIn} intents={intents} />;
    case 'new_password':
      return <NewPasswordStep signIn={signIn} intents={intents} />;
    case 'enrolment':
      return <EnrolmentStep enrolment={step.enrolment} intents={intents} />;
    default:
      return step satisfies never;
  }
}

function PasswordStep({ signIn, intents }: LoginProps): JSX.Element {
  const { login: words } = useStrings();
  return (
    <Sheet title={words.title} lead={words.lead} signIn={signIn}>
      <Form
        testId="login-form"
        busy={signIn.busy}
        onSend={(text) =>
          intents.signIn.submit({ username: text('username').trim(), password: text('password') })
        }
      >
        <TextField
          label={words.username}
          name="username"
          testId="login-username"
          autocomplete="username"
          initial={signIn.username}
        />
        <PasswordField label={words.password} name="password" testId="login-password" />
        <Submit testId="login-submit" busy={signIn.busy} busyWords={words.busy}>
          {words.submit}
        </Submit>
        {signIn.offersPasskey && (
          <Action
            testId="login-passkey"
            enabled={!signIn.busy}
            onPress={() => intents.signIn.submitPasskey()}
          >
            {words.passkey}
          </Action>
        )}
      </Form>
    </Sheet>
  );
}

function CodeStep({ signIn, intents }: LoginProps): JSX.Element {
  const { login: words } = useStrings();
  return (
    <Sheet
      title={words.codeTitle}
      lead={words.codeLead(signIn.username)}
      signIn={signIn}
      focusOnTitle={false}
    >
      <Form
        testId="login-code-form"
        busy={signIn.busy}
        onSend={(text) => intents.signIn.submitCode(text('code').replace(/\s/g, ''))}
      >
        <TextField
          label={words.code}
          name="code"
          testId="login-totp"
          autocomplete="one-time-code"
          hint={words.codeHint}
          hasFocus
        />
        <Submit testId="login-submit" busy={signIn.busy} busyWords={words.busy}>
          {words.submit}
        </Submit>
        <Action testId="login-back" enabled={!signIn.busy} onPress={() => intents.signIn.back()}>
          {words.back}
        </Action>
      </Form>
    </Sheet>
  );
}

function NewPasswordStep({ signIn, intents }: LoginProps): JSX.Element {
  const { login: words } = useStrings();
  return (
    <Sheet title={words.newPasswordTitle} lead={words.newPasswordLead} signIn={signIn}>
      <Form
        testId="login-new-password-form"
        busy={signIn.busy}
        onSend={(text) => intents.signIn.submitNewPassword(text('new_password'))}
      >
        <PasswordField
          label={words.newPassword}
          name="new_password"
          testId="login-new-password"
          autocomplete="new-password"
          hint={words.newPasswordHint}
        />
        <Submit testId="login-submit" busy={signIn.busy} busyWords={words.busy}>
          {words.setPassword}
        </Submit>
        <Action testId="login-back" enabled={!signIn.busy} onPress={() => intents.signIn.back()}>
          {words.back}
        </Action>
      </Form>
    </Sheet>
  );
}

function EnrolmentStep({
  enrolment,
  intents: { signIn },
}: {
  readonly enrolment: Parameters<typeof EnrolmentSteps>[0]['view'];
  readonly intents: Intents;
}): JSX.Element {
  const { login: words } = useStrings();
  return (
    <Sheet title={words.enrolTitle} lead={words.enrolLead} signIn={undefined}>
      <EnrolmentSteps
        view={enrolment}
        onConfirm={(code) => signIn.submitEnrolment(code)}
        onRetry={() => signIn.retryEnrolment()}
        onCancel={() => signIn.back()}
        onDone={() => signIn.codesKept()}
      />
    </Sheet>
  );
}

interface SheetProps {
  readonly title: string;
  readonly lead: string;
  readonly signIn: SignInView | undefined;
  readonly focusOnTitle?: boolean;
  readonly children: ComponentChildren;
}

/** What went wrong stands above the fields and is read out. */
function Sheet({ title, lead, signIn, focusOnTitle = true, children }: SheetProps): JSX.Element {
  const { login: words } = useStrings();
  const heading = useHeadingFocus(focusOnTitle);
  const problem = signIn?.problem;
  return (
    <section class="card">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <p class="lead">{lead}</p>
      <div role="alert">
        {problem !== undefined && (
          <Notice tone={problem.why === 'enrolled' ? 'good' : 'bad'} testId="login-problem">
            {words.problem(problem)}
          </Notice>
        )}
      </div>
      {children}
    </section>
  );
}
