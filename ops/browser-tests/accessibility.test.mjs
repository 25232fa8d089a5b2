// axe-core over every screen, in the sizes of a desk and of a phone.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { logIn, openRobot, screenshot, seriousOn, takeWheel, leaveWheel } from './lib/browser.mjs';
import { startedSite } from './lib/site.mjs';

const SIZES = {
  desk: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
  narrow: { width: 320, height: 700 },
};
const LEAST_TARGET_PX = 44;

/** Buttons that are smaller than a finger, and what makes the page scroll sideways. */
async function tooSmallOn(page) {
  return page.evaluate((least) => {
    const small = [...document.querySelectorAll('button, input, summary')].filter((element) => {
      const { width, height } = element.getBoundingClientRect();
      return width > 0 && element.tagName !== 'SUMMARY' && (width < least || height < least);
    });
    const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
    return [...small.map(({ outerHTML }) => outerHTML.slice(0, 120)), ...(wide ? ['scrolls sideways'] : [])];
  }, LEAST_TARGET_PX);
}

describe('accessibility', () => {
  const site = startedSite();

  for (const [size, viewport] of Object.entries(SIZES)) {
    it(`axe finds nothing serious on login, robot list, account, bookings and drive page, ${size}`, async () => {
      const page = await site.browser.newPage({ viewport });
      await page.goto(site.demo.url);
      await page.getByTestId('login-username').waitFor();
      await screenshot(page, `login-${size}`);
      assert.deepEqual(await seriousOn(page), []);
      await logIn(page, site.demo);
      await screenshot(page, `robots-${size}`);
      assert.deepEqual(await seriousOn(page), []);
      await page.getByTestId('nav-account').click();
      await page.getByTestId('display-name').waitFor();
      await screenshot(page, `account-${size}`);
      assert.deepEqual(await seriousOn(page), []);
      assert.deepEqual(await tooSmallOn(page), []);
      await page.getByTestId('nav-bookings').click();
      await page.getByTestId('booking-submit').waitFor();
      await screenshot(page, `bookings-${size}`);
      assert.deepEqual(await seriousOn(page), []);
      assert.deepEqual(await tooSmallOn(page), []);
      await page.getByTestId('nav-robots').click();
      await openRobot(page, site.demo);
      await screenshot(page, `drive-${size}`);
      assert.deepEqual(await seriousOn(page), []);
      await takeWheel(page);
      await page.getByTestId('way-joystick').click();
      await page.getByTestId('keys-open').click();
      await page.getByTestId('key-left-0').click();
      await screenshot(page, `drive-open-${size}`);
      assert.deepEqual(await seriousOn(page), []);
      assert.deepEqual(await tooSmallOn(page), []);
      await leaveWheel(page);
      await page.context().close();
    });
  }
});
