// axe-core over every screen, in the sizes of a desk and of a phone.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { logIn, openRobot, screenshot, startBrowser } from './lib/browser.mjs';
import { startDemo } from './lib/demo.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SIZES = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

/** Sentences about what is serious or critical. */
async function seriousOn(page) {
  await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
  assert.ok(passes.length > 0, 'axe looked at nothing');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

describe('accessibility', () => {
  let demo;
  let browser;

  before(async () => {
    demo = await startDemo();
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.stop();
    await demo?.stop();
  });

  for (const [size, viewport] of Object.entries(SIZES)) {
    it(`axe finds nothing serious on login, robot list and drive page, ${size}`, async () => {
      const page = await browser.newPage({ viewport });
      await page.goto(demo.url);
      await page.getByTestId('login-username').waitFor();
      await screenshot(page, `login-${size}`);
      assert.deepEqual(await seriousOn(page), []);
      await logIn(page, demo);
      await screenshot(page, `robots-${size}`);
      assert.deepEqual(await seriousOn(page), []);
      await openRobot(page, demo);
      await screenshot(page, `drive-${size}`);
      assert.deepEqual(await seriousOn(page), []);
      await page.context().close();
    });
  }
});
