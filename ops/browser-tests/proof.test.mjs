// The question whether it is still the account's owner who sits there, in a real browser: a modal dialog over the page, with a relay that does as told.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { screenshot, screenshotOfScreen, seriousOn, startBrowser } from './lib/browser.mjs';
import { startStage } from './lib/stage.mjs';

const PHONE = { viewport: { width: 360, height: 640 }, hasTouch: true };
const DESK = { viewport: { width: 1280, height: 800 } };
const SHARING = '#/robots/tank-1/sharing';

describe('the dialog for a proof', () => {
  let browser;
  let stage;

  before(async () => {
    browser = await startBrowser();
    stage = await startStage('proof');
  });
  after(async () => {
    await browser?.stop();
    await stage?.stop();
  });

  /** A link was asked for, by somebody with an authenticator and a passkey; the relay wants a proof first. */
  const asked = async (options) => {
    const page = await browser.newPage(options);
    await page.goto(stage.url);
    await page.waitForFunction(() => window.stage !== undefined);
    await page.evaluate((hash) => {
      const { relay } = window.stage.page;
      const account = {
        name: 'anna',
        second_factors: { totp: true, recovery_codes_left: 9 },
        passkeys: [{ passkey_id: 'p1', name: 'my phone' }],
      };
      const link = { link_id: '0123456789ab', token: 'abcdefghijklmnop1234' };
      relay.rest
        .on('GET /api/account', { status: 200, body: account })
        .on('GET /api/robots/tank-1/grants', { status: 200, body: { grants: [] } })
        .on('GET /api/robots/tank-1/links', { status: 200, body: { links: [] } })
        .on('POST /api/robots/tank-1/links', { status: 201, body: link })
        .demandProof('POST /api/robots/tank-1/links', { password: 'secret', totpCode: '123456' });
      return window.stage.page.at(hash);
    }, SHARING);
    await page.getByTestId('link-submit').click();
    await page.getByTestId('proof-dialog').waitFor();
    return page;
  };
  const focused = (page) =>
    page.evaluate(() => document.activeElement.dataset.testid ?? document.activeElement.tagName);
  const isInside = (page) =>
    page.evaluate(() => {
      const { activeElement: active, body } = document;
      return active === body || active.closest('dialog') !== null;
    });
  const types = async (page, password, code) => {
    await page.getByTestId('proof-password').fill(password);
    await page.getByTestId('proof-code').fill(code);
    await page.keyboard.press('Enter');
  };

  it('keeps the focus to itself, says what is wrong, and gives the focus back when it is done', async () => {
    const page = await asked(DESK);
    assert.equal(await focused(page), 'proof-password');
    for (let i = 0; i < 12; i += 1) {
      await page.keyboard.press(i < 9 ? 'Tab' : 'Shift+Tab');
      assert.ok(await isInside(page), `after ${i + 1} steps`);
    }
    assert.deepEqual(await seriousOn(page), []);
    await types(page, 'wrong', '123456');
    await page.getByTestId('proof-problem').waitFor();
    assert.equal(await focused(page), 'proof-password');
    await screenshotOfScreen(page, 'proof-wrong');
    await types(page, 'secret', '123456');
    await page.getByTestId('new-link').waitFor();
    assert.equal(await page.getByTestId('proof-dialog').count(), 0);
    assert.equal(await focused(page), 'link-submit');
    await page.context().close();
  });

  it('lets nothing under it be pressed; Escape ends it wherever the focus is, as often as it comes', async () => {
    const page = await asked(DESK);
    const { x, y } = await page.getByTestId('logout').boundingBox();
    await page.mouse.click(x + 5, y + 5);
    assert.ok(await page.getByTestId('proof-dialog').isVisible());
    for (let i = 0; i < 3; i += 1) {
      await page.keyboard.press('Escape');
      await page.getByTestId('sharing-notice').waitFor();
      assert.equal(await page.getByTestId('proof-dialog').count(), 0);
      assert.equal(await focused(page), 'link-submit');
      await page.keyboard.press('Enter');
      await page.getByTestId('proof-dialog').waitFor();
    }
    await page.context().close();
  });

  it('fits a phone, all of it in reach', async () => {
    const page = await asked(PHONE);
    await types(page, 'secret', '000000');
    await page.getByTestId('proof-problem').waitFor();
    await screenshotOfScreen(page, 'proof-phone');
    const { x, width } = await page.getByTestId('proof-dialog').boundingBox();
    assert.ok(x >= 0 && x + width <= 360, `from ${x}, ${width} wide`);
    assert.ok(await page.evaluate(() => document.body.scrollWidth <= document.body.clientWidth));
    await page.getByTestId('proof-cancel').scrollIntoViewIfNeeded();
    const cancel = await page.getByTestId('proof-cancel').boundingBox();
    assert.ok(cancel.y + cancel.height <= 640);
    assert.deepEqual(await seriousOn(page), []);
    await page.getByTestId('proof-cancel').tap();
    await page.getByTestId('sharing-notice').waitFor();
    await screenshot(page, 'proof-cancelled-phone');
    await page.context().close();
  });

  it('is gone when its page is left by the back button, and a robot’s STOP is never under it', async () => {
    const page = await asked(DESK);
    await page.evaluate(() => {
      window.stage.page.hash = '#/robots/tank-1';
      window.dispatchEvent(new PopStateEvent('popstate'));
    });
    await page.getByTestId('stop').waitFor();
    assert.equal(await page.getByTestId('proof-dialog').count(), 0);
    await page.context().close();
  });
});
