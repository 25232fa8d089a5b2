// Two people at one robot: asking, handing over, taking over, stopping each other, and a reload in mid-drive.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { leaveWheel, logIn, openRobot, screenshot, seriousOn, state, takeWheel } from './lib/browser.mjs';
import { pause, until } from './lib/demo.mjs';
import { startedSite } from './lib/site.mjs';

const MOVES_WITHIN_MS = 3000;
const STANDS_WITHIN_MS = 2000;
const RESUMES_WITHIN_MS = 3000;

describe('two people at one robot', () => {
  const site = startedSite();
  let anna;
  let ben;

  beforeEach(async () => {
    [anna, ben] = [
      await site.browser.newPage(),
      await site.browser.newPage({ viewport: { width: 320, height: 700 } }),
    ];
    for (const page of [anna, ben]) {
      await logIn(page, site.demo);
      await openRobot(page, site.demo);
    }
    await takeWheel(anna);
    await state(ben, 'lease-state', 'other');
  });
  afterEach(async () => {
    for (const page of [ben, anna]) {
      await leaveWheel(page).catch(() => undefined); // whoever asks gets what is given back
      await page.context().close();
    }
    await until('motors still after the test', STANDS_WITHIN_MS, () => site.demo.motors.areStill());
  });

  const movesForward = () =>
    until('both motors forward', MOVES_WITHIN_MS, () => {
      const { pwm_left: left, pwm_right: right } = site.demo.motors.now();
      return left > 0 && right > 0;
    });
  const standsStill = () => until('motors at zero', STANDS_WITHIN_MS, () => site.demo.motors.areStill());

  it('ask, keep, ask again, hand over: then the other one drives', async () => {
    await anna.keyboard.down('w');
    await movesForward();
    await ben.getByTestId('request-lease').click();
    await anna.getByTestId('ask').waitFor();
    await ben.getByTestId('lease-waits').waitFor();
    await pause(500);
    assert.ok(!site.demo.motors.areStill(), 'a request interrupted the drive');
    await screenshot(anna, 'asked');
    await screenshot(ben, 'asking');
    assert.deepEqual(await seriousOn(anna), []);
    assert.deepEqual(await seriousOn(ben), []);
    await anna.getByTestId('keep').click();
    await state(ben, 'lease-refusal', 'declined');
    await anna.getByTestId('ask').waitFor({ state: 'detached' });
    await ben.getByTestId('request-lease').click();
    await state(ben, 'lease-refusal', 'rate_limited'); // who said no is left in peace for 5 s
    await pause(5500);
    await ben.getByTestId('request-lease').click();
    await anna.getByTestId('hand-over').and(anna.locator('[aria-disabled="false"]')).click();
    await standsStill();
    await state(ben, 'lease-state', 'mine');
    await state(ben, 'own-lease-cause', 'handed_over');
    await state(anna, 'lease-state', 'other');
    await anna.keyboard.up('w');
    await anna.keyboard.down('w');
    await pause(500);
    assert.ok(site.demo.motors.areStill(), 'who had handed over still drove');
    await anna.keyboard.up('w');
    await takeWheel(ben);
    await ben.keyboard.down('w');
    await movesForward();
    await ben.keyboard.up('w');
    await standsStill();
  });

  it('taking over from somebody of the same rank is refused, with its reason', async () => {
    await ben.getByTestId('take-over').click();
    await screenshot(ben, 'take-over');
    assert.deepEqual(await seriousOn(ben), []);
    await ben.getByTestId('take-over-confirm').click();
    await state(ben, 'lease-refusal', 'higher_rank_needed');
    assert.match(await ben.getByTestId('lease-refusal').textContent(), /fewer rights/);
    await state(anna, 'lease-state', 'mine');
  });

  it('each sees the other by name, and who pressed the stop', async () => {
    await until('two names', 5000, async () => {
      return (await anna.getByTestId('watchers').locator('li').count()) === 2;
    });
    const names = await anna.getByTestId('watchers').locator('li').allTextContents();
    assert.deepEqual(
      names.map((name) => name.includes(site.demo.username)),
      [true, true],
    );
    await anna.keyboard.down('w');
    await movesForward();
    await ben.getByTestId('stop').click();
    await standsStill();
    await state(anna, 'latch-state', 'stop'); // an administrator's STOP is no lock
    await until('the name of who stopped', 2000, async () => {
      return (await anna.getByTestId('latch-state').textContent()).includes(
        `Stopped by ${site.demo.username}`,
      );
    });
    await until('the stop is one’s own', 2000, async () => {
      return (await ben.getByTestId('latch-state').textContent()).includes('Stopped by you');
    });
    await screenshot(anna, 'stopped-by');
    assert.deepEqual(await seriousOn(anna), []);
    await anna.keyboard.up('w');
  });

  it('an administrator locks the robot by an action of its own', async () => {
    await ben.getByTestId('lock').click();
    await screenshot(ben, 'lock');
    assert.deepEqual(await seriousOn(ben), []);
    await state(anna, 'latch-state', 'none'); // asking is not doing
    await ben.getByTestId('lock-confirm').click();
    await state(ben, 'stop-state', 'confirmed');
    await state(anna, 'latch-state', 'administrator');
    assert.match(await anna.getByTestId('latch-state').textContent(), /administrator/);
  });

  it('a reload in mid-drive takes the controls up again, and moves nothing until a control is touched', async () => {
    await anna.keyboard.down('w');
    await movesForward();
    const before = Date.now();
    await anna.reload();
    await state(anna, 'lease-state', 'mine');
    const tookMs = Date.now() - before;
    assert.ok(tookMs <= RESUMES_WITHIN_MS, `${tookMs} ms`);
    await standsStill();
    await pause(1000);
    assert.ok(site.demo.motors.areStill(), 'moved without a control being touched');
    await anna.keyboard.up('w');
    await anna.keyboard.down('w');
    await movesForward();
    await anna.keyboard.up('w');
    await standsStill();
  });

  it('a reload whose last words were lost is not locked out by the page that it was', async () => {
    await anna.evaluate(() => {
      const { send } = WebSocket.prototype;
      WebSocket.prototype.send = function (data) {
        if (!String(data).includes('release_lease')) send.call(this, data);
      };
    });
    const before = Date.now();
    await anna.reload();
    await state(anna, 'lease-state', 'mine');
    assert.ok(Date.now() - before <= RESUMES_WITHIN_MS, `${Date.now() - before} ms`);
    await state(anna, 'own-lease-cause', 'handed_over');
  });

  it('a tab with the same storage that was not reloaded takes nothing', async () => {
    const stored = await anna.evaluate(() => ({ ...sessionStorage }));
    const storageState = await anna.context().storageState(); // the login's cookie is this browser's
    const twin = await site.browser.newPage({ storageState });
    await twin.addInitScript((items) => {
      for (const [key, value] of Object.entries(items)) sessionStorage.setItem(key, value);
    }, stored);
    await twin.goto(`${site.demo.url}#/robots/${site.demo.robotId}`);
    await state(twin, 'lease-state', 'other');
    await pause(1500);
    await state(twin, 'lease-state', 'other');
    await state(anna, 'lease-state', 'mine');
    await twin.context().close();
  });
});
