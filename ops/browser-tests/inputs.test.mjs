// Every way to drive, at a real browser; the simulated board's log says what the motors did.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { leaveWheel, logIn, openRobot, screenshot, screenshotOfScreen, state, takeWheel } from './lib/browser.mjs';
import { pause, until } from './lib/demo.mjs';
import { offerGamepad } from './lib/gamepad.mjs';
import { startedSite } from './lib/site.mjs';

const MOVES_WITHIN_MS = 3000;
const STANDS_WITHIN_MS = 2000;
/** As long as a person may wonder whether it stays so. */
const STAYS_MS = 700;

describe('every way to drive', () => {
  const site = startedSite();
  let page;

  afterEach(async () => {
    await leaveWheel(page).catch(() => undefined);
    await page.context().close();
    await until('motors still after the test', STANDS_WITHIN_MS, () => site.demo.motors.areStill());
  });

  const open = async (options, prepare = async () => undefined) => {
    page = await site.browser.newPage(options);
    const prepared = await prepare(page);
    await logIn(page, site.demo);
    await openRobot(page, site.demo);
    await takeWheel(page);
    return prepared;
  };
  const turns = (what, matches) =>
    until(what, MOVES_WITHIN_MS, () => {
      const { pwm_left: left, pwm_right: right } = site.demo.motors.now();
      return matches(left, right);
    });
  const goesForward = () => turns('both motors forward', (left, right) => left > 0 && right > 0);
  const goesBackward = () => turns('both motors backward', (left, right) => left < 0 && right < 0);
  const standsStill = () => until('motors at zero', STANDS_WITHIN_MS, () => site.demo.motors.areStill());
  const staysStill = async (why) => {
    await pause(STAYS_MS);
    assert.ok(site.demo.motors.areStill(), why);
  };

  const middleOfJoystick = async () => {
    await page.getByTestId('way-joystick').click();
    const joystick = page.getByTestId('joystick');
    await joystick.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    await pause(100); // the place is asked for below
    const { x, y, width, height } = await joystick.boundingBox();
    return { x: x + width / 2, y: y + height / 2, reach: width * 0.45 }; // within its rim, beyond the knob's way
  };

  it('keys that a person chose drive, the former ones don’t, and they outlive a reload', async () => {
    await open();
    await page.getByTestId('keys-open').click();
    await page.getByTestId('key-forward-0').click();
    await page.keyboard.press('s');
    await state(page, 'key-problem', 'used');
    await screenshot(page, 'keys');
    await page.keyboard.press('i');
    await page.getByTestId('key-backward-0').click();
    await page.keyboard.press('k');
    await page.getByTestId('key-stop-0').click();
    await page.keyboard.press('p');
    await page.getByTestId('keys-close').click();
    await page.keyboard.down('w');
    await staysStill('the former key drove');
    await page.keyboard.up('w');
    await page.keyboard.down('i');
    await goesForward();
    await page.keyboard.up('i');
    await standsStill();
    await page.reload();
    await takeWheel(page);
    await page.keyboard.down('k');
    await goesBackward();
    await page.keyboard.press('p');
    await standsStill();
    await state(page, 'stop-state', 'confirmed');
    await page.keyboard.up('k');
  });

  it('the joystick drives with the mouse, in proportion, and stands when it is let go', async () => {
    await open();
    const { x, y, reach } = await middleOfJoystick();
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y - reach * 0.35);
    await goesForward();
    await pause(600);
    const slow = site.demo.motors.now().pwm_left;
    await page.mouse.move(x, y - reach * 2);
    await turns('faster', (left) => left > slow * 1.4);
    await screenshotOfScreen(page, 'joystick');
    await page.mouse.move(x + reach, y);
    await turns('turning right', (left, right) => left > 0 && right < 0);
    await page.mouse.up();
    await standsStill();
    await staysStill('moved after the mouse was let go');
  });

  it('the joystick stands still when the page loses its pointer or its focus, and does not go on by itself', async () => {
    await open();
    const { x, y, reach } = await middleOfJoystick();
    const drag = async () => {
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x, y - reach);
      await goesForward();
    };
    await drag();
    await page.evaluate(() => {
      const joystick = document.querySelector('[data-testid="joystick"]');
      joystick.releasePointerCapture(1); // the mouse's id in Chromium
    });
    await page.mouse.move(x, y - reach - 5);
    await standsStill();
    await page.mouse.move(x, y - reach + 5);
    await staysStill('moved after the capture was lost');
    await page.mouse.up();
    await drag();
    await page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await standsStill();
    await page.mouse.move(x, y - reach + 5);
    await staysStill('moved after the focus was lost');
    await page.mouse.up();
  });

  it('the joystick drives with a finger; a second one changes nothing; a cancelled touch stops', async () => {
    await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const { x, y, reach } = await middleOfJoystick();
    const touches = await page.context().newCDPSession(page);
    const touch = (type, ...points) =>
      touches.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: points.map(([px, py], id) => ({ x: px, y: py, id })),
      });
    await touch('touchStart', [x, y]);
    await touch('touchMove', [x, y - reach]);
    await goesForward();
    await screenshotOfScreen(page, 'touch');
    await touch('touchStart', [x, y - reach], [x, y + reach / 2]);
    await touch('touchMove', [x, y - reach], [x, y + reach]);
    await pause(300);
    assert.ok(site.demo.motors.now().pwm_left > 0, 'the second finger steered');
    await touch('touchMove', [x, y + reach], [x, y + reach]);
    await goesBackward();
    await touch('touchCancel');
    await standsStill();
    await staysStill('moved after the touch was cancelled');
    await touch('touchStart', [x, y + reach]);
    await staysStill('a mere touch drives');
    await touch('touchMove', [x, y]);
    await goesForward();
    await touch('touchEnd');
    await standsStill();
  });

  it('a gamepad drives, unplugging it stops, and it must be centred before it drives again', async () => {
    const pad = await open({}, offerGamepad);
    await pad.plug(0, -1);
    await state(page, 'gamepad', 'uncentred');
    await staysStill('moved by a stick that was deflected from the start');
    await pad.stick(0, 0);
    await state(page, 'gamepad', 'ready');
    await pad.stick(0, -1);
    await goesForward();
    await screenshot(page, 'gamepad');
    await pad.unplug(false);
    await standsStill();
    await pad.plug(0, -1);
    await staysStill('moved by a stick that was deflected when it came back');
    await pad.stick(0, 0);
    await state(page, 'gamepad', 'ready');
    await pad.stick(0, 1);
    await goesBackward();
    await pad.unplug(true);
    await standsStill();
    await state(page, 'gamepad', 'none');
  });

  it('a gamepad’s button B stops, and its stick waits for the release of the stop and for its centre', async () => {
    const pad = await open({}, offerGamepad);
    await pad.plug(0, 0);
    await state(page, 'gamepad', 'ready');
    await pad.stick(0, -1);
    await goesForward();
    await pad.button(1, true);
    await standsStill();
    await state(page, 'stop-state', 'confirmed');
    await pad.button(1, false);
    await page.getByTestId('release-stop').and(page.locator('[aria-disabled="false"]')).click();
    await state(page, 'latch-state', 'none');
    await staysStill('moved after the release with the stick still deflected');
    await pad.stick(0, 0);
    await state(page, 'gamepad', 'ready');
    await pad.stick(0, -1);
    await goesForward();
    await pad.stick(0, 0);
    await standsStill();
  });
});
