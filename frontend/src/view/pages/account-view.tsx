import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Account, LoginSession } from '../../link/account-rest.ts';
import type { Intents } from '../../state/app/screen.ts';
import type { AccountPart, AccountView as View } from '../../state/pages/account-page.ts';
import { EnrolmentSteps } from './enrolment-steps.tsx';
import { Form, PasswordField, Submit, TextField } from '../parts/fields.tsx';
import { useStrings } from '../parts/hooks.ts';
import { Action, Card, Notice } from '../parts/parts.tsx';
import { Passkeys } from './passkeys-card.tsx';
import { Shell } from './shell.tsx';
import { ZoneChoice } from './zone-choice.tsx';

interface AccountProps {
  readonly view: View;
  readonly intents: Intents;
}

const FEW_CODES = 3;

export function AccountView({ view, intents }: AccountProps): JSX.Element {
  const { account: words, common } = useStrings();
  const { account } = view;
  return (
    <Shell here="account" title={words.title} intents={intents}>
      <div role="status">
        {account === undefined && view.problem === undefined && <p class="hint">{common.loading}</p>}
        {view.problem !== undefined && (
          <Notice tone="warn" testId="account-problem">
            {common.failure(view.problem)}
          </Notice>
        )}
      </div>
      {account !== undefined && (
        <>
          <p class="lead">{words.signedInAs(account.name)}</p>
          {account.guessedCodes > 0 && (
            <Notice tone="warn" testId="guessed-codes">
              {words.guessedCodes(account.guessedCodes)}
            </Notice>
          )}
          <ProfileCard key={account.name} account={account} view={view} intents={intents} />
          <TotpCard account={account} view={view} intents={intents} />
          <Card id="passkeys" title={words.passkeys}>
            <Passkeys account={account} view={view} intents={intents} />
            <Outcome part="passkeys" done={words.passkeysChanged} view={view} />
          </Card>
          <PasswordCard view={view} intents={intents} />
          <SessionsCard view={view} intents={intents} />
        </>
      )}
    </Shell>
  );
}

/** What became of the last change of one part. */
function Outcome({
  part,
  done,
  view: { notice },
}: {
  readonly part: AccountPart;
  readonly done: string;
  readonly view: View;
}): JSX.Element {
  const { common } = useStrings();
  const outcome = notice?.part === part ? notice.outcome : undefined;
  return (
    <div role="status">
      {outcome !== undefined && (
        <Notice tone={outcome.ok ? 'good' : 'bad'} testId={`account-${part}-outcome`}>
          {outcome.ok ? done : common.failure(outcome)}
        </Notice>
      )}
    </div>
  );
}

function ProfileCard({ account, view, intents }: AccountProps & { readonly account: Account }): JSX.Element {
  const { account: words } = useStrings();
  return (
    <Card id="profile" title={words.profile}>
      <Form
        testId="profile-form"
        busy={view.busy !== undefined}
        onSend={(text) =>
          intents.pages.account.changeProfile({
            displayName: text('display_name').trim(),
            zone: text('zone'),
          })
        }
      >
        <TextField
          label={words.displayName}
          name="display_name"
          testId="display-name"
          autocomplete="name"
          hint={words.displayNameHint}
          initial={account.displayName}
          required={false}
        />
        <ZoneChoice key={view.zone} label={words.zone} initial={view.zone} />
        <Submit testId="profile-save" busy={view.busy === 'profile'} busyWords={words.busy}>
          {words.save}
        </Submit>
      </Form>
      <Outcome part="profile" done={words.saved} view={view} />
    </Card>
  );
}

function PasswordCard({ view, intents }: AccountProps): JSX.Element {
  const { account: words } = useStrings();
  const [sent, setSent] = useState(0);
  return (
    <Card id="password" title={words.password}>
      <Form
        key={sent}
        testId="password-form"
        busy={view.busy !== undefined}
        onSend={(text) => {
          intents.pages.account.changePassword(text('password'), text('new_password'));
          setSent(sent + 1);
        }}
      >
        <PasswordField label={words.oldPassword} name="password" testId="old-password" />
        <PasswordField
          label={words.newPassword}
          name="new_password"
          testId="new-password"
          autocomplete="new-password"
          hint={words.newPasswordHint}
        />
        <Submit testId="password-change" busy={view.busy === 'password'} busyWords={words.busy}>
          {words.changePassword}
        </Submit>
      </Form>
      <Outcome part="password" done={words.passwordChanged} view={view} />
    </Card>
  );
}

function TotpCard({ account, view, intents }: AccountProps & { readonly account: Account }): JSX.Element {
  const { account: words } = useStrings();
  const { enrolment } = view;
  const isLow = account.hasTotp && account.recoveryCodesLeft < FEW_CODES;
  return (
    <Card id="totp" title={words.totp}>
      {enrolment === undefined ? (
        <>
          <p data-testid="totp-state" data-state={account.hasTotp ? 'on' : 'off'}>
            {account.hasTotp ? words.totpOn(account.recoveryCodesLeft) : words.totpOff}
          </p>
          {isLow && <Notice tone="warn">{words.totpFew}</Notice>}
          {account.hasTotp ? (
            <ChangeTotp view={view} intents={intents} />
          ) : (
            <Action
              testId="totp-add"
              kind="primary"
              enabled={view.busy === undefined}
              onPress={() => intents.pages.account.beginTotp()}
            >
              {words.totpAdd}
            </Action>
          )}
        </>
      ) : (
        <EnrolmentSteps
          view={enrolment}
          onConfirm={(code) => intents.pages.account.confirmTotp(code)}
          onRetry={() => intents.pages.account.beginTotp()}
          onCancel={() => intents.pages.account.endTotp()}
          onDone={() => intents.pages.account.endTotp()}
        />
      )}
      <Outcome part="totp" done={account.hasTotp ? words.totpAdded : words.totpRemoved} view={view} />
    </Card>
  );
}

type ProofWish = 'renew' | 'remove';

/** What needs the password and a code: new recovery codes, or no second factor any more. */
function ChangeTotp({ view, intents }: AccountProps): JSX.Element {
  const { account: words } = useStrings();
  const [wish, setWish] = useState<ProofWish | undefined>(undefined);
  const enabled = view.busy === undefined;
  if (wish === undefined) {
    return (
      <div class="actions">
        <Action testId="totp-renew" enabled={enabled} onPress={() => setWish('renew')}>
          {words.totpRenew}
        </Action>
        <Action testId="totp-remove" enabled={enabled} onPress={() => setWish('remove')}>
          {words.totpRemove}
        </Action>
      </div>
    );
  }
  const send = (password: string, code: string): void => {
    if (wish === 'renew') intents.pages.account.renewCodes(password, code);
    else intents.pages.account.removeTotp(password, code);
  };
  return (
    <Form
      testId="totp-proof-form"
      busy={!enabled}
      onSend={(text) => {
        send(text('password'), text('code').replace(/\s/g, ''));
        setWish(undefined);
      }}
    >
      <p class="hint">{wish === 'renew' ? words.totpRenewLead : words.totpRemoveLead}</p>
      <PasswordField label={words.oldPassword} name="password" testId="totp-proof-password" hasFocus />
      <TextField label={words.code} name="code" testId="totp-proof-code" autocomplete="one-time-code" />
      <Submit
        testId="totp-proof-submit"
        kind={wish === 'renew' ? 'primary' : 'danger'}
        busy={view.busy === 'totp'}
        busyWords={words.busy}
      >
        {wish === 'renew' ? words.totpRenew : words.totpRemove}
      </Submit>
      <Action testId="totp-proof-cancel" enabled onPress={() => setWish(undefined)}>
        {words.cancel}
      </Action>
    </Form>
  );
}

function SessionsCard({ view, intents }: AccountProps): JSX.Element {
  const { account: words, common } = useStrings();
  return (
    <Card id="sessions" title={words.sessions}>
      <p class="hint">{words.sessionsLead}</p>
      {view.sessions === undefined && <p class="hint">{common.loading}</p>}
      <ul class="rows" data-testid="sessions">
        {view.sessions?.map((session) => (
          <SessionRow key={session.id} session={session} view={view} intents={intents} />
        ))}
      </ul>
      <Outcome part="sessions" done={words.sessionEnded} view={view} />
    </Card>
  );
}

function SessionRow({
  session,
  view,
  intents,
}: AccountProps & { readonly session: LoginSession }): JSX.Element {
  const { account: words, times } = useStrings();
  const device = session.device === '' ? words.unknownDevice : session.device;
  const usedMs = session.lastUsedMs ?? session.createdMs;
  return (
    <li class="row-item">
      <p>
        <strong>{device}</strong>
        {session.isCurrent && <span class="tag">{words.thisOne}</span>}
        <span class="hint row-detail">
          {[session.address, usedMs === undefined ? '' : words.lastUsed(times.moment(usedMs, view.zone))]
            .filter((text) => text !== '')
            .join(' · ')}
        </span>
      </p>
      {!session.isCurrent && (
        <button
          type="button"
          class="button"
          data-testid="end-session"
          aria-label={words.about(words.endSession, device)}
          aria-disabled={view.busy !== undefined}
          onClick={() => intents.pages.account.endSession(session.id)}
        >
          {words.endSession}
        </button>
      )}
    </li>
  );
}
