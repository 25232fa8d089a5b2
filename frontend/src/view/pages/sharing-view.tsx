import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { GrantRole, NewLink } from '../../link/sharing-rest.ts';
import type { Intents } from '../../state/app/screen.ts';
import type { SharingView as View } from '../../state/pages/sharing-page.ts';
import { Choice, CopyButton, Form, Submit, SureButton, TextField } from '../parts/fields.tsx';
import { useStrings } from '../parts/hooks.ts';
import { Card, Notice } from '../parts/parts.tsx';
import { Shell } from './shell.tsx';

interface SharingProps {
  readonly view: View;
  readonly intents: Intents;
}

const USES = [1, 2, 5, 10, 50] as const;

/** Who may drive or watch one's robot: people by name, and links. */
export function SharingView({ view, intents }: SharingProps): JSX.Element {
  const { sharing: words, common } = useStrings();
  const { notice, problem } = view;
  return (
    <Shell here="sharing" title={words.title(view.robotName)} intents={intents}>
      <p class="lead">{words.lead}</p>
      <div role="status" class="notices">
        {notice !== undefined && (
          <Notice tone={notice.name === 'failed' ? 'bad' : 'good'} testId="sharing-notice">
            {notice.name === 'failed' ? common.failure(notice.failure) : words.done[notice.name]}
          </Notice>
        )}
        {problem !== undefined && (
          <Notice tone="warn" testId="sharing-problem">
            {common.failure(problem)}
          </Notice>
        )}
      </div>
      <PeopleCard view={view} intents={intents} />
      <LinksCard view={view} intents={intents} />
    </Shell>
  );
}

function RoleChoice({ testId }: { readonly testId: string }): JSX.Element {
  const { sharing: words } = useStrings();
  const [role, setRole] = useState<string>('viewer');
  return (
    <Choice
      label={words.role}
      name="role"
      testId={testId}
      value={role}
      options={(['viewer', 'driver'] as const).map((value) => ({ value, name: words.roles[value] }))}
      onChoose={setRole}
    />
  );
}

const roleFrom = (text: string): GrantRole => (text === 'driver' ? 'driver' : 'viewer');

function PeopleCard({ view, intents }: SharingProps): JSX.Element {
  const { sharing: words, common, times } = useStrings();
  const { grants, busy, zone } = view;
  return (
    <Card id="people" title={words.people}>
      {grants === undefined && view.problem === undefined && <p class="hint">{common.loading}</p>}
      {grants?.length === 0 && <p class="hint">{words.peopleNone}</p>}
      <ul class="rows" data-testid="grants">
        {grants?.map(({ account, role, untilMs }) => (
          <li key={account} class="row-item">
            <p>
              <strong>{account}</strong>
              <span class="hint row-detail">
                {words.roles[role]}
                {untilMs === undefined ? '' : ` ${words.until(times.moment(untilMs, zone))}`}
              </span>
            </p>
            <SureButton
              testId={`take-back-${account}`}
              label={words.takeBack}
              what={account}
              sure={words.takeBackSure}
              keep={words.keep}
              enabled={!busy}
              onSure={() => intents.pages.sharing.takeBack(account)}
            />
          </li>
        ))}
      </ul>
      <Form
        testId="grant-form"
        busy={busy}
        onSend={(text) => intents.pages.sharing.grant(text('account').trim(), roleFrom(text('role')))}
      >
        <TextField label={words.account} name="account" testId="grant-account" />
        <RoleChoice testId="grant-role" />
        <Submit testId="grant-submit" busy={busy} busyWords={words.busy}>
          {words.grant}
        </Submit>
      </Form>
    </Card>
  );
}

function LinksCard({ view, intents }: SharingProps): JSX.Element {
  const { sharing: words, common, times } = useStrings();
  const { links, newLink, busy, zone } = view;
  const [seconds, setSeconds] = useState('86400');
  const [uses, setUses] = useState('1');
  return (
    <Card id="links" title={words.links}>
      <p class="hint">{words.linksLead}</p>
      {links === undefined && view.problem === undefined && <p class="hint">{common.loading}</p>}
      {links?.length === 0 && newLink === undefined && <p class="hint">{words.linksNone}</p>}
      <ul class="rows" data-testid="links">
        {links?.map((link) => {
          const what = words.link(words.roles[link.role], link.uses, link.maxUses);
          return (
            <li key={link.id} class="row-item">
              <p>
                {what}
                {link.expiresMs !== undefined && (
                  <span class="hint row-detail">{words.until(times.moment(link.expiresMs, zone))}</span>
                )}
              </p>
              <button
                type="button"
                class="button"
                data-testid="end-link"
                aria-label={words.about(words.endLink, what)}
                aria-disabled={busy}
                onClick={() => intents.pages.sharing.endLink(link.id)}
              >
                {words.endLink}
              </button>
            </li>
          );
        })}
      </ul>
      {newLink !== undefined && <NewLinkText link={newLink} />}
      <Form
        testId="link-form"
        busy={busy}
        onSend={(text) =>
          intents.pages.sharing.makeLink({
            role: roleFrom(text('role')),
            expiresInS: Number(text('expires')),
            maxUses: Number(text('uses')),
          })
        }
      >
        <RoleChoice testId="link-role" />
        <Choice
          label={words.expires}
          name="expires"
          testId="link-expires"
          value={seconds}
          options={words.expiries.map((expiry) => ({ value: String(expiry.seconds), name: expiry.name }))}
          onChoose={setSeconds}
        />
        <Choice
          label={words.uses}
          name="uses"
          testId="link-uses"
          value={uses}
          options={USES.map((count) => ({ value: String(count), name: words.usesOf(count) }))}
          onChoose={setUses}
        />
        <Submit testId="link-submit" busy={busy} busyWords={words.busy}>
          {words.makeLink}
        </Submit>
      </Form>
    </Card>
  );
}

/** The token stands behind the #: no server and no log ever sees it. */
function NewLinkText({ link }: { readonly link: NewLink }): JSX.Element {
  const { sharing: words } = useStrings();
  const address = `${window.location.origin}/#link=${link.token}`;
  return (
    <div class="new-link" role="status">
      <p>
        <strong>{words.newLink}</strong> {words.newLinkLead}
      </p>
      <code data-testid="new-link">{address}</code>
      <CopyButton
        testId="copy-link"
        text={address}
        label={words.copy}
        copied={words.copied}
        failed={words.notCopied}
      />
    </div>
  );
}
