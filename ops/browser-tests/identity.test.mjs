// Signing in: a second factor that is enrolled off the screen, staying signed in, and being signed out from elsewhere.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addAuthenticator } from './lib/authenticator.mjs';
import { screenshot, seriousOn, state } from './lib/browser.mjs';
import { PASSWORD, addPerson, signedInApi, totpCode } from './lib/people.mjs';
import { readQr } from './lib/qr.mjs';
import { startedSite } from './lib/site.mjs';

const RECOVERY_CODES = 10;

describe('signing in', () => {
  const site = startedSite();
  let administrator;

  before(async () => {
    administrator = await signedInApi(site, site.demo.username, site.demo.password);
  });
  after(() => administrator?.close());

  const open = async (options) => {
    const page = await site.browser.newPage(options);
    await page.goto(site.demo.url);
    await page.getByTestId('login-username').waitFor();
    return page;
  };
  const typePassword = async (page, username) => {
    await page.getByTestId('login-username').fill(username);
    await page.getByTestId('login-password').fill(PASSWORD);
    await page.getByTestId('login-submit').click();
  };
  const signIn = async (page, username) => {
    await typePassword(page, username);
    await page.getByTestId('logout').waitFor();
  };
  const typeCode = async (page, code) => {
    await page.getByTestId('login-totp').fill(code);
    await page.getByTestId('login-submit').click();
  };

  it('a second factor is scanned off the screen, then asked for; a recovery code is good once', async () => {
    await addPerson(administrator, 'carla');
    const page = await open({ viewport: { width: 390, height: 844 } });
    await signIn(page, 'carla');
    await page.getByTestId('nav-account').click();
    await page.getByTestId('totp-add').click();
    await page.getByTestId('qr').waitFor();
    const uri = new URL(await readQr(page.getByTestId('qr')));
    const secret = uri.searchParams.get('secret');
    assert.equal(uri.protocol, 'otpauth:');
    assert.equal((await page.getByTestId('totp-secret').textContent()).replaceAll(' ', ''), secret);
    await screenshot(page, 'enrolment-phone');
    assert.deepEqual(await seriousOn(page), []);
    await page.getByTestId('enrolment-code').fill('000000');
    await page.getByTestId('enrolment-confirm').click();
    await page.getByTestId('enrolment-problem').waitFor();
    await page.getByTestId('enrolment-code').fill(totpCode(secret));
    await page.getByTestId('enrolment-confirm').click();
    await page.getByTestId('recovery-codes').waitFor();
    const codes = await page.getByTestId('recovery-codes').locator('code').allTextContents();
    assert.equal(new Set(codes).size, RECOVERY_CODES);
    await screenshot(page, 'recovery-codes-phone');
    assert.deepEqual(await seriousOn(page), []);
    await page.getByTestId('codes-kept').check();
    await page.getByTestId('codes-done').click();
    await state(page, 'totp-state', 'on');

    await page.getByTestId('logout').click();
    await typePassword(page, 'carla');
    await page.getByTestId('login-totp').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), 'login-totp');
    assert.deepEqual(await seriousOn(page), []);
    await typeCode(page, '000000');
    await page.getByTestId('login-problem').waitFor();
    await typeCode(page, totpCode(secret, 1)); // that of this step was used by the enrolment
    await page.getByTestId('logout').waitFor();

    for (const expected of ['logout', 'login-problem']) {
      await page.getByTestId('logout').click();
      await typePassword(page, 'carla');
      await typeCode(page, codes[0]);
      await page.getByTestId(expected).waitFor();
      if (expected === 'login-problem') await page.getByTestId('login-back').click();
    }
    await page.context().close();
  });

  it('a reload and a new tab need no password, and nothing that a script can read holds the login', async () => {
    await addPerson(administrator, 'dana');
    const page = await open();
    await signIn(page, 'dana');
    await page.reload();
    await page.getByTestId('logout').waitFor();
    const tab = await page.context().newPage();
    await tab.goto(site.demo.url);
    await tab.getByTestId('logout').waitFor();
    const readable = await page.evaluate(() =>
      JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie]),
    );
    assert.doesNotMatch(readable, /eyJ|[A-Za-z0-9_-]{32,}/);
    await page.getByTestId('logout').click();
    await page.getByTestId('login-username').waitFor();
    await page.reload();
    await page.getByTestId('login-username').waitFor();
    await tab.getByTestId('login-username').waitFor(); // its next look at the robots is refused
    await page.context().close();
  });

  it('a login that is ended on another device leads to the login page within seconds, and stays there', async () => {
    await addPerson(administrator, 'emil');
    await administrator.call('PUT', `/api/robots/${site.demo.robotId}/grants/emil`, { role: 'viewer' });
    const [watching, other] = [await open(), await open()];
    await signIn(watching, 'emil');
    await watching.getByTestId(`robot-${site.demo.robotId}`).click();
    await state(watching, 'connection-state', 'ready');
    await signIn(other, 'emil');
    await other.getByTestId('nav-account').click();
    await other.getByTestId('end-session').click();
    await watching.getByTestId('login-problem').waitFor();
    await screenshot(watching, 'login-ended');
    await watching.waitForTimeout(3000);
    assert.ok(await watching.getByTestId('login-username').isVisible());
    for (const page of [watching, other]) await page.context().close();
  });

  it('a given password is changed before anything else', async () => {
    await addPerson(administrator, 'fred');
    const { one_time_password: given } = await administrator.call('POST', '/api/accounts/fred/reset', {});
    const page = await open();
    await page.getByTestId('login-username').fill('fred');
    await page.getByTestId('login-password').fill(given);
    await page.getByTestId('login-submit').click();
    await page.getByTestId('login-new-password').fill('a hedgehog under the stairs');
    assert.deepEqual(await seriousOn(page), []);
    await page.getByTestId('login-submit').click();
    await page.getByTestId('logout').waitFor();
    await page.context().close();
  });

  it('a passkey is made, signs in with nothing typed, and is worth nothing once removed', async () => {
    await addPerson(administrator, 'gina');
    const page = await open({ viewport: { width: 390, height: 844 } });
    const authenticator = await addAuthenticator(page);
    await signIn(page, 'gina');
    await page.getByTestId('nav-account').click();
    await page.getByTestId('passkey-add').click();
    await page.getByTestId('passkey-name').fill('my phone');
    assert.deepEqual(await seriousOn(page), []);
    await page.getByTestId('passkey-submit').click();
    await page.getByTestId('passkey-remove').waitFor();
    await screenshot(page, 'passkey-phone');
    const [made] = await authenticator.credentials();
    assert.equal(made.rpId, 'localhost');
    assert.equal(made.isResidentCredential, true);

    await page.getByTestId('logout').click();
    await page.getByTestId('login-passkey').waitFor();
    assert.deepEqual(await seriousOn(page), []);
    await screenshot(page, 'login-passkey-phone');
    await authenticator.unlocks(false);
    await page.getByTestId('login-passkey').click();
    await page.getByTestId('login-problem').waitFor();
    await authenticator.unlocks(true);
    await page.getByTestId('login-passkey').click();
    await page.getByTestId('logout').waitFor();

    await page.reload(); // the login is as any other: a cookie goes on with it
    await page.getByTestId('logout').waitFor();
    await page.getByTestId('nav-account').click();
    await page.getByTestId('passkey-remove').click();
    await page.getByTestId('passkey-remove').waitFor({ state: 'detached' });
    await page.getByTestId('logout').click();
    await page.getByTestId('login-passkey').click();
    await page.getByTestId('login-problem').waitFor();
    assert.match(await page.getByTestId('login-problem').textContent(), /not accepted/);
    await page.context().close();
  });
});
