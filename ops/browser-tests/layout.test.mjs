// The hand on the page, at a real browser with real fingers: STOP takes whatever touches it, the joystick is held where it was gripped, and
// nothing that the page shows moves a control.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { startBrowser } from './lib/browser.mjs';
import { until } from './lib/demo.mjs';
import { fingersOn, openStage, startStage } from './lib/stage.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const LYING = { ...PHONE, viewport: { width: 844, height: 390 } };
const SMALL = { ...PHONE, viewport: { width: 360, height: 640 } };
const NARROW = { ...PHONE, viewport: { width: 320, height: 640 } };
const TABLET = { ...PHONE, viewport: { width: 820, height: 1180 } };
const DESKTOP = { viewport: { width: 1280, height: 800 } };
const CONTROLS =
  '.stop-zone, .stop, .joystick, .pad-button, .way, [data-testid="speed"], .lease-actions, [data-testid="release-stop"], [data-testid="lock"], [data-testid="back"], [data-testid="keys-open"]';

/** What may happen while somebody drives, each on top of the ones before it. */
const EVENTS = {
  'the robot is silent': async ({ pass }) => pass(1500),
  'the robot is offline': ({ does }) =>
    does(({ page }) =>
      page.relay.socket.says({
        type: 'robot_selected',
        robot_id: 'tank-1',
        name: 'A robot with a name that goes on and on and on, as names do',
        online: false,
      }),
    ),
  'the board is gone, with all faults': ({ does }) =>
    does(({ page, beaconOf }) => {
      const mine = { holder: '0123456789abcdef', leaseRemainingMs: 600_000 };
      page.relay.socket.saysBinary(
        beaconOf({ ...mine, stamp: 3000, boardConnected: false, faults: 15, unprotected: true }),
      );
    }),
  'the speed is limited': ({ does }) =>
    does(({ page, beaconOf }) => {
      const mine = { holder: '0123456789abcdef', leaseRemainingMs: 90_000, governed: true, cap: 500 };
      page.relay.socket.saysBinary(beaconOf({ ...mine, stamp: 3100, loopAgeMs: 400 }));
    }),
  'a failsafe latches': ({ does }) =>
    does(({ page, beaconOf }) => {
      const mine = { holder: '0123456789abcdef', leaseRemainingMs: 90_000 };
      page.relay.socket.saysBinary(
        beaconOf({ ...mine, stamp: 3200, latchKind: 'failsafe', latchCounter: 4 }),
      );
    }),
  'people watch, and one asks for control': ({ does }) =>
    does(({ page }) => {
      const name = 'Benedict of the house with the very long name';
      page.relay.socket.says({
        type: 'watchers',
        robot_id: 'tank-1',
        watchers: [1, 2, 3, 4, 5, 6].map((n) => ({
          holder: `fedcba987654321${n}`,
          holder_name: `${name} ${n}`,
        })),
      });
      page.relay.socket.says({
        type: 'lease_requested',
        robot_id: 'tank-1',
        holder: 'fedcba9876543211',
        holder_name: name,
        remaining_ms: 15_000,
      });
    }),
  'the time ends': ({ does }) =>
    does(({ page }) =>
      page.relay.socket.says({
        type: 'session_ends',
        robot_id: 'tank-1',
        ends_in_ms: 200_000,
        ends_at: '2026-11-21T12:03:20Z',
      }),
    ),
  'setpoints are refused': ({ does }) =>
    does(({ page }) =>
      page.relay.socket.says({
        type: 'refused',
        request: 'release_stop',
        code: 'higher_rank_needed',
        message: 'no',
      }),
    ),
  'a wish is refused': ({ does }) =>
    does(({ page }) =>
      page.relay.socket.says({
        type: 'refused',
        request: 'take_lease',
        code: 'not_permitted',
        message: 'no',
      }),
    ),
  'an administrator stops': ({ does }) =>
    does(({ page, beaconOf }) => {
      const mine = { holder: '0123456789abcdef', leaseRemainingMs: 90_000 };
      page.relay.socket.saysBinary(
        beaconOf({ ...mine, stamp: 3300, latchKind: 'administrator', latchCounter: 5, stopPressed: true }),
      );
    }),
  'the stop can be released': async ({ pass }) => {
    await pass(100);
    await pass(800);
  },
  'a stop is on its way': ({ does }) => does(({ page }) => page.app.drive.stop()),
  'the stop is not confirmed': async ({ pass }) => pass(1000),
  'the way back is asked twice': ({ does }) =>
    does(() => document.querySelector('[data-testid="back"]').click()),
  'locking is asked twice': ({ does }) =>
    does(() => document.querySelector('[data-testid="lock"]').click()),
  'somebody else takes over': ({ does }) =>
    does(({ page, beaconOf }) => {
      const other = { holder: 'fedcba9876543211', leaseRemainingMs: 90_000, termCounter: 9 };
      page.relay.socket.says({
        type: 'lease',
        robot_id: 'tank-1',
        term: [7, 9],
        holder: 'fedcba9876543211',
        holder_name: 'Benedict of the house with the very long name',
        remaining_ms: 90_000,
        cause: 'revoked',
      });
      page.relay.socket.saysBinary(beaconOf({ ...other, stamp: 3400, latchKind: 'stop', latchCounter: 6 }));
    }),
  'taking over is asked twice': ({ does }) =>
    does(() => document.querySelector('[data-testid="take-over"]').click()),
  'everybody leaves': ({ does }) =>
    does(({ page }) => page.relay.socket.says({ type: 'watchers', robot_id: 'tank-1', watchers: [] })),
  'the connection is lost': ({ does }) => does(({ page }) => page.relay.socket.closes(1006)),
  'the page is out of date': ({ does }) => does(({ page }) => page.pass(3000)),
};

describe('the hand on the page', () => {
  let browser;
  let stage;
  let staged;

  before(async () => {
    browser = await startBrowser();
    stage = await startStage('layout');
  });
  after(async () => {
    await browser?.stop();
    await stage?.stop();
  });
  afterEach(async () => {
    await staged?.page.context().close();
    staged = undefined;
  });

  const open = async (options) => {
    staged = await openStage(browser, stage, options);
    return staged;
  };
  const middleOf = async (testId) => {
    const { x, y, width, height } = await staged.page.getByTestId(testId).boundingBox();
    return [x + width / 2, y + height / 2];
  };
  const placesOfControls = () =>
    staged.page.evaluate(
      (selector) =>
        Object.fromEntries(
          [...document.querySelectorAll(selector)].map((element) => {
            const { left, top, width, height } = element.getBoundingClientRect();
            return [element.dataset.testid ?? element.className, [left, top, width, height].join(' ')];
          }),
        ),
      CONTROLS,
    );
  /** Words that nobody can read who has no pointer. */
  const wordsOutOfReach = () =>
    staged.page.evaluate(() =>
      [...document.querySelectorAll('.card-words')]
        .filter(({ scrollHeight, clientHeight, tabIndex }) => scrollHeight > clientHeight && tabIndex !== 0)
        .map(({ innerText }) => innerText),
    );
  /** A finger on the joystick, pushed forward by 60 px. */
  const drivesByFinger = async (fingers) => {
    await staged.page
      .getByTestId('joystick')
      .evaluate((element) => element.scrollIntoView({ block: 'center' }));
    await staged.pass(100);
    const [x, y] = await middleOf('joystick');
    await fingers.down(1, x, y);
    await fingers.move(1, x, y - 60);
    await staged.pass(40);
    assert.ok((await staged.setpoint()).left > 0, 'it doesn’t drive');
    return [x, y - 60];
  };
  /** So many presses; a browser tells of a touch beside a scroll when it has time. */
  const hasStopped = async (times, why) => {
    await until('STOP is pressed', 5000, async () => (await staged.stops()) >= times).catch(() => undefined);
    assert.equal(await staged.stops(), times, why);
  };
  const isNeutral = async (why) => {
    await staged.pass(40);
    const { left, right } = await staged.setpoint();
    assert.deepEqual([left, right], [0, 0], why);
  };

  for (const [name, options] of Object.entries({ PHONE, LYING, SMALL, NARROW, TABLET, DESKTOP })) {
    for (const way of ['buttons', 'joystick']) {
      for (const scrolled of ['not at all', 'to the end']) {
        it(`nothing that is shown moves a control: ${name}, ${way}, scrolled ${scrolled}`, async () => {
          const { page, pass } = await open(options);
          await page.getByTestId(`way-${way}`).click();
          const toEnd = scrolled === 'to the end';
          await page.evaluate((end) => window.scrollTo(0, end ? document.body.scrollHeight : 0), toEnd);
          await pass(100);
          const before = await placesOfControls();
          for (const [event, happens] of Object.entries(EVENTS)) {
            await happens(staged);
            assert.deepEqual(await placesOfControls(), before, event);
            assert.deepEqual(await wordsOutOfReach(), [], event);
          }
        });
      }
    }
  }

  it('STOP is pressed by a second finger while the first one drives', async () => {
    await open(PHONE);
    const fingers = await fingersOn(staged.page);
    await drivesByFinger(fingers);
    const [x, y] = await middleOf('stop');
    await fingers.down(2, x, y);
    await hasStopped(1);
    await isNeutral('the first finger drives on');
    await fingers.up(2);
    await hasStopped(1, 'one press is one stop');
  });

  it('STOP is pressed by a palm beside its button, while another finger rests or scrolls', async () => {
    await open(PHONE);
    const fingers = await fingersOn(staged.page);
    const { x, y } = await staged.page.locator('.stop-bar').boundingBox();
    await fingers.down(1, 200, 300);
    await fingers.down(2, x + 2, y + 4);
    await hasStopped(1, 'a finger rests');
    await fingers.up(2);
    await fingers.up(1);
    await fingers.down(1, 200, 300);
    for (let at = 300; at >= 200; at -= 20) await fingers.move(1, 200, at);
    await fingers.down(2, x + 2, y + 4);
    await hasStopped(2, 'a finger scrolls');
  });

  it('STOP is pressed by two fingers at once and by one that slides on', async () => {
    await open(PHONE);
    const fingers = await fingersOn(staged.page);
    const [x, y] = await middleOf('stop');
    await fingers.down(1, x, y);
    await fingers.move(1, x + 20, y - 6);
    await fingers.move(1, x + 20, y - 200);
    await fingers.up(1);
    await hasStopped(1, 'slid');
    await fingers.down(1, x - 30, y);
    await fingers.down(2, x + 30, y);
    assert.ok((await staged.stops()) >= 2, 'two fingers');
  });

  for (const button of ['left', 'middle', 'right']) {
    it(`STOP is pressed by the ${button} mouse button that is held, and dragged off`, async () => {
      await open(DESKTOP);
      const { mouse } = staged.page;
      const [x, y] = await middleOf('stop');
      await mouse.move(x, y);
      await mouse.down({ button });
      await hasStopped(1);
      await mouse.move(x, y - 300);
      await mouse.up({ button });
      await hasStopped(1);
      await mouse.click(x, y, { button });
      await hasStopped(2, 'a click is one press');
    });
  }

  it('STOP is pressed by the keyboard, once a press', async () => {
    await open(DESKTOP);
    await staged.page.getByTestId('stop').focus();
    await staged.page.keyboard.down('Enter');
    await staged.page.keyboard.down('Enter'); // repeats
    await staged.page.keyboard.up('Enter');
    await hasStopped(1);
  });

  it('STOP stays on the screen when the page is enlarged with two fingers', async () => {
    await open(PHONE);
    const devtools = await staged.page.context().newCDPSession(staged.page);
    await devtools.send('Input.synthesizePinchGesture', {
      x: 195,
      y: 200,
      scaleFactor: 2.5,
      relativeSpeed: 2000,
    });
    await staged.pass(100);
    const isSeen = await staged.page.evaluate(() => {
      const { left, right, top, bottom } = document.querySelector('.stop').getBoundingClientRect();
      const { offsetLeft, offsetTop, width, height, scale } = window.visualViewport;
      const isWithin = left >= offsetLeft && right <= offsetLeft + width + 1;
      return { scale, isSeen: isWithin && top >= offsetTop && bottom <= offsetTop + height + 1 };
    });
    assert.ok(isSeen.scale > 1.5, 'it isn’t enlarged');
    assert.ok(isSeen.isSeen, 'STOP is out of sight');
  });

  it('the joystick drives by the way from where it was gripped', async () => {
    await open(PHONE);
    const fingers = await fingersOn(staged.page);
    await staged.page
      .getByTestId('joystick')
      .evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const [x, y] = await middleOf('joystick');
    await fingers.down(1, x, y + 50);
    await isNeutral('a mere touch drives');
    await fingers.move(1, x, y + 10);
    await staged.pass(40);
    const { left, right } = await staged.setpoint();
    assert.ok(left > 0 && left === right, `${left} ${right}`);
  });

  const disturbances = {
    'the phone is turned': () => staged.page.setViewportSize(LYING.viewport),
    'the window gets smaller': () => staged.page.setViewportSize({ width: 380, height: 800 }),
    'the page is scrolled': () => staged.page.evaluate(() => window.scrollBy(0, -30)),
    'something moves it': () =>
      staged.page.evaluate(() => {
        document.querySelector('main').style.paddingTop = '60px';
      }),
    'it shrinks': () =>
      staged.page.evaluate(() => {
        document.querySelector('.joystick, .pad').style.scale = '0.7';
      }),
  };
  for (const [name, disturb] of Object.entries(disturbances)) {
    it(`the joystick lets go when ${name} under the finger`, async () => {
      await open(PHONE);
      const fingers = await fingersOn(staged.page);
      const [x, y] = await drivesByFinger(fingers);
      await disturb();
      await isNeutral('without a movement of the finger');
      await fingers.move(1, x, y - 1);
      await isNeutral('by one pixel');
    });
    it(`a button lets go when ${name} under the finger`, async () => {
      await open(PHONE);
      await staged.page.getByTestId('way-buttons').click();
      await staged.page.getByTestId('pad-forward').evaluate((it) => it.scrollIntoView({ block: 'center' }));
      await staged.pass(100);
      const fingers = await fingersOn(staged.page);
      await fingers.down(1, ...(await middleOf('pad-forward')));
      await staged.pass(40);
      assert.ok((await staged.setpoint()).left > 0, 'it doesn’t drive');
      await disturb();
      await isNeutral('it drives on');
    });
  }
});
