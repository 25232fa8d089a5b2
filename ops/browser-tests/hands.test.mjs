// A robot moves only while a hand is at its controls: real keys and a real mouse on a screen, and what the motors did.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { leaveWheel, logIn, openRobot, state, takeWheel } from './lib/browser.mjs';
import { pause, until } from './lib/demo.mjs';
import { offerGamepad } from './lib/gamepad.mjs';
import { startedSite } from './lib/site.mjs';

const MOVES_WITHIN_MS = 5000;
const STANDS_WITHIN_MS = 3000;
/** As long as a person may wonder whether it stays so. */
const STAYS_MS = 700;
/** A second after the last repeat, and a busy machine. */
const REPEATS_END_WITHIN_MS = 5000;
/** Longer than a key waits before it repeats. */
const REPEATS_BEGIN_MS = 1200;

describe('a hand at the controls', () => {
  const site = startedSite({ onScreen: true });
  let page;

  afterEach(async () => {
    for (const key of ['w', 'Menu', 'Escape', 'shift']) site.screen.keyUp(key);
    await leaveWheel(page).catch(() => undefined);
    await page.context().close();
    await until('motors still after the test', STANDS_WITHIN_MS, () => site.demo.motors.areStill());
  });

  const open = async (prepare = async () => undefined) => {
    page = await site.browser.newPage({ viewport: null });
    const prepared = await prepare(page);
    await logIn(page, site.demo);
    await openRobot(page, site.demo);
    return prepared;
  };
  const isMoving = () => !site.demo.motors.areStill();
  const moves = () => until('motors turn', MOVES_WITHIN_MS, isMoving);
  const stands = (withinMs = STANDS_WITHIN_MS) =>
    until('motors at zero', withinMs, () => site.demo.motors.areStill());
  const staysStill = async (why) => {
    await pause(STAYS_MS);
    assert.ok(site.demo.motors.areStill(), why);
  };
  /** The mouse over the page's heading, where nothing is that a click would press. */
  const pointAtHeading = async () => {
    const { x, y } = await page.evaluate(() => {
      const { left, top, width, height } = document.querySelector('h1').getBoundingClientRect();
      const frame = (window.outerWidth - window.innerWidth) / 2;
      return {
        x: window.screenX + frame + left + width / 2,
        y: window.screenY + window.outerHeight - window.innerHeight - frame + top + height / 2,
      };
    });
    site.screen.moveTo(Math.round(x), Math.round(y));
  };
  /** W is held down by a hand, as long as its key repeats. */
  const holdW = async () => {
    await pointAtHeading();
    site.screen.click(1);
    site.screen.keyDown('w');
    await moves();
    await pause(REPEATS_BEGIN_MS);
    assert.ok(isMoving(), 'a held key that repeats does not drive on');
  };

  const OPENERS = [
    ['the right mouse button', (screen) => screen.click(3)],
    ['the Menu key', (screen) => screen.press('Menu')],
    ['Shift and F10', (screen) => screen.press('shift+F10')],
  ];
  for (const [name, opens] of OPENERS) {
    it(`${name} lets go of a held key, its release afterwards or not; a fresh press drives on`, async () => {
      await open();
      await takeWheel(page);
      await holdW();
      opens(site.screen);
      await stands();
      await state(page, 'hand', 'taken');
      await staysStill('the held key drove on beside a menu');
      site.screen.keyUp('w');
      await staysStill('moved after the release');
      site.screen.keyDown('w');
      await moves();
      site.screen.press('Escape');
      await stands();
      await state(page, 'stop-state', 'confirmed');
    });
  }

  it('a release that a menu keeps to itself, unknown to the page, ends the drive a second later', async () => {
    // As a browser's own menu that tells the page nothing of itself.
    await open((fresh) =>
      fresh.addInitScript(() => {
        window.addEventListener('contextmenu', (event) => event.stopImmediatePropagation(), { capture: true });
      }),
    );
    await takeWheel(page);
    await holdW();
    site.screen.click(3);
    await pause(300);
    site.screen.keyUp('w');
    await stands(REPEATS_END_WITHIN_MS);
    await state(page, 'hand', 'repeats');
    await staysStill('the swallowed release drove on');
    site.screen.press('Escape');
  });

  it('Space presses the button that has the focus before the lease, stops with it, and no clicked button keeps the focus', async () => {
    await open();
    const isFocused = (testId) => page.getByTestId(testId).evaluate((el) => el === document.activeElement);
    const take = page.getByTestId('take-lease').and(page.locator('[aria-disabled="false"]'));
    await take.focus();
    site.screen.press('space');
    await state(page, 'lease-state', 'mine');
    await state(page, 'stop-state', 'idle');
    await page.getByTestId('release-lease').focus();
    site.screen.press('space');
    await state(page, 'stop-state', 'confirmed');
    await state(page, 'lease-state', 'mine');
    const release = page.getByTestId('release-stop').and(page.locator('[aria-disabled="false"]'));
    await release.click();
    await state(page, 'latch-state', 'none');
    assert.equal(await isFocused('release-stop'), false, 'a clicked button keeps the focus');
    site.screen.press('space');
    await state(page, 'latch-state', 'stop');
    await page.getByTestId('release-lease').focus();
    site.screen.press('Return');
    await state(page, 'lease-state', 'free');
    await page.getByTestId('way-joystick').focus();
    site.screen.press('space');
    assert.equal(await page.getByTestId('way-joystick').getAttribute('aria-pressed'), 'true');
  });

  it('a worn stick does not creep, a gamepad that falls silent stops within seconds, an unknown one does not drive', async () => {
    const pad = await open(offerGamepad);
    await takeWheel(page);
    await pad.plug(0, 0);
    await state(page, 'gamepad', 'ready');
    await pad.stick(0, -0.14);
    await staysStill('drift drove');
    await pad.stick(0.02, -0.2);
    await staysStill('drift drove');
    await pad.stick(0, -1);
    await moves();
    await stands(STANDS_WITHIN_MS + 2000);
    await state(page, 'hand', 'padQuiet');
    await pad.stick(0, -0.9);
    await staysStill('drove on without having been centred');
    await pad.stick(0, 0);
    await state(page, 'gamepad', 'ready');
    await pad.stick(0, -1);
    await moves();
    await pad.unplug(false);
    await stands();
    await pad.plug(0, 0, '');
    await state(page, 'gamepad', 'unknownMapping');
    await pad.stick(0, -1);
    await staysStill('an unknown gamepad drove');
  });
});
