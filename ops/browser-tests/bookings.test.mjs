// Who may drive when: booked times, viewers, links. The simulated board's log says what the motors did.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { leaveWheel, screenshot, seriousOn, state, takeWheel } from './lib/browser.mjs';
import { pause, until } from './lib/demo.mjs';
import { PASSWORD, addPerson, signedInApi } from './lib/people.mjs';
import { startedSite } from './lib/site.mjs';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const BEGINS_IN_MS = 6 * SECOND_MS;
const MOVES_WITHIN_MS = 3000;
/** From the end of a booking to motors at zero. */
const STANDS_WITHIN_MS = 1500;

describe('who may drive when', () => {
  const site = startedSite();
  const pages = [];
  let administrator;
  let robotPath;

  before(async () => {
    administrator = await signedInApi(site, site.demo.username, site.demo.password);
    robotPath = `/api/robots/${site.demo.robotId}`;
    await administrator.call('PATCH', robotPath, { audience: 'granted', booking_required: false });
  });
  after(() => administrator?.close());
  afterEach(async () => {
    for (const page of pages.splice(0)) {
      await leaveWheel(page).catch(() => undefined);
      await page.context().close();
    }
    await administrator.call('PATCH', robotPath, { booking_required: false });
    await until('motors still after the test', STANDS_WITHIN_MS * 2, () => site.demo.motors.areStill());
  });

  /** A person with that right at the robot, signed in at a page of his own. */
  const person = async (name, role, options) => {
    await addPerson(administrator, name);
    if (role !== undefined) await administrator.call('PUT', `${robotPath}/grants/${name}`, { role });
    const page = await site.browser.newPage({ timezoneId: 'Europe/Berlin', ...options });
    pages.push(page);
    await page.goto(site.demo.url);
    await page.getByTestId('login-username').fill(name);
    await page.getByTestId('login-password').fill(PASSWORD);
    await page.getByTestId('login-submit').click();
    await page.getByTestId('logout').waitFor();
    return page;
  };
  const openRobot = (page) => page.getByTestId(`robot-${site.demo.robotId}`).click();
  const movesForward = () =>
    until('both motors forward', MOVES_WITHIN_MS, () => {
      const { pwm_left: left, pwm_right: right } = site.demo.motors.now();
      return left > 0 && right > 0;
    });

  it('books with the form, is offered other times when it is taken, changes and cancels', async () => {
    const gina = await person('gina', 'driver', { viewport: { width: 390, height: 844 } });
    await gina.getByTestId(`book-${site.demo.robotId}`).click();
    await gina.getByTestId('slot-0-23').waitFor({ state: 'attached' });
    const tomorrow = new Date(Date.now() + 24 * 60 * MINUTE_MS).toISOString().slice(0, 10);
    await gina.getByTestId('booking-date').fill(tomorrow);
    await gina.getByTestId('booking-time').fill('10:00');
    await gina.getByTestId('booking-length').selectOption('30');
    await gina.getByTestId('booking-submit').click();
    await gina.getByTestId('booking-done').waitFor();
    await gina.getByTestId('own-booking').waitFor();
    await screenshot(gina, 'bookings-phone');
    assert.deepEqual(await seriousOn(gina), []);

    const hugo = await person('hugo', 'driver');
    await hugo.getByTestId(`book-${site.demo.robotId}`).click();
    await hugo.getByTestId('slot-0-23').waitFor({ state: 'attached' });
    await hugo.getByTestId('booking-date').fill(tomorrow);
    await hugo.getByTestId('booking-time').fill('10:15');
    await hugo.getByTestId('booking-submit').click();
    await hugo.getByTestId('booking-taken').waitFor();
    await screenshot(hugo, 'bookings-taken');
    assert.deepEqual(await seriousOn(hugo), []);
    await hugo.getByTestId('booking-instead').first().click();
    await hugo.getByTestId('booking-done').waitFor();
    assert.doesNotMatch(await hugo.getByTestId('own-bookings').textContent(), /gina/);

    await gina.getByTestId('change-booking').click();
    await gina.getByTestId('booking-time').fill('15:00');
    await gina.getByTestId('booking-submit').click();
    await gina.getByTestId('own-booking').filter({ hasText: '15:00–15:30' }).waitFor();
    await gina.getByTestId('cancel-booking').click();
    await gina.getByTestId('cancel-booking-sure').click();
    await gina.getByTestId('own-booking').waitFor({ state: 'detached' });
  });

  it('drives inside the window only, and is shut out at its end with the robot at rest', async () => {
    const ida = await person('ida', 'driver');
    await administrator.call('PATCH', robotPath, { booking_required: true });
    await openRobot(ida);
    await ida.getByTestId('notice-booking_needed').waitFor();
    await screenshot(ida, 'booking-needed');
    assert.deepEqual(await seriousOn(ida), []);

    const api = await signedInApi(site, 'ida', PASSWORD);
    const fromMs = Math.ceil((Date.now() + BEGINS_IN_MS) / SECOND_MS) * SECOND_MS;
    const booking = await api.call('POST', '/api/bookings', {
      robot_id: site.demo.robotId,
      from: new Date(fromMs).toISOString(),
      until: new Date(fromMs + 5 * MINUTE_MS).toISOString(),
      zone: 'Europe/Berlin',
    });
    await openRobot(ida);
    await ida.getByTestId('notice-booking_needed').waitFor();
    assert.ok(Date.now() < fromMs, 'the test came too late to see what is before the window');
    await pause(fromMs - Date.now() + 200);
    await openRobot(ida);
    await state(ida, 'connection-state', 'ready');
    await takeWheel(ida);
    await ida.getByTestId('countdown').waitFor(); // five minutes are the shortest
    assert.match(await ida.getByTestId('countdown').textContent(), /^[0-4]:\d\d$/);
    await screenshot(ida, 'countdown');
    assert.deepEqual(await seriousOn(ida), []);
    await ida.keyboard.down('w');
    await movesForward();

    await api.call('DELETE', `/api/bookings/${encodeURIComponent(booking.id)}`);
    await until('motors at zero', STANDS_WITHIN_MS, () => site.demo.motors.areStill());
    await ida.getByTestId('notice-booking_over').waitFor();
    await screenshot(ida, 'booking-over');
    assert.deepEqual(await seriousOn(ida), []);
    await pause(2000);
    assert.ok(site.demo.motors.areStill(), 'drove after the end');
    await ida.keyboard.up('w');
    await openRobot(ida);
    await ida.getByTestId('notice-booking_needed').waitFor();
    await ida.getByTestId('book-again').click();
    await ida.getByTestId('booking-submit').waitFor();
    await api.close();
  });

  it('a viewer sees the robot, can’t drive it, and stops it', async () => {
    const [jana, kurt] = [await person('jana', 'driver'), await person('kurt', 'viewer')];
    for (const page of [jana, kurt]) {
      await openRobot(page);
      await state(page, 'connection-state', 'ready');
    }
    await takeWheel(jana);
    await jana.keyboard.down('w');
    await movesForward();
    await kurt.getByTestId('may-watch').waitFor();
    assert.equal(await kurt.getByTestId('take-lease').count(), 0);
    assert.equal(await kurt.getByTestId('request-lease').count(), 0);
    assert.deepEqual(await seriousOn(kurt), []);
    await screenshot(kurt, 'viewer');
    await kurt.getByTestId('stop').click();
    await until('motors at zero', STANDS_WITHIN_MS, () => site.demo.motors.areStill());
    await state(kurt, 'stop-state', 'confirmed');
    await jana.keyboard.up('w');
  });

  it('a link is made on the sharing page, leaves the address bar at once, and gives its right', async () => {
    const owner = await site.browser.newPage();
    pages.push(owner);
    await owner.goto(site.demo.url);
    await owner.getByTestId('login-username').fill(site.demo.username);
    await owner.getByTestId('login-password').fill(site.demo.password);
    await owner.getByTestId('login-submit').click();
    await owner.getByTestId(`share-${site.demo.robotId}`).click();
    await owner.getByTestId('link-submit').click();
    const link = await owner.getByTestId('new-link').textContent();
    await screenshot(owner, 'sharing');
    assert.deepEqual(await seriousOn(owner), []);

    const lena = await person('lena', undefined);
    assert.equal(await lena.getByTestId(`robot-${site.demo.robotId}`).count(), 0);
    await lena.goto(link);
    await lena.getByTestId('notice-redeemed').waitFor();
    assert.doesNotMatch(lena.url(), /link=/);
    await lena.getByTestId(`robot-${site.demo.robotId}`).waitFor();
  });
});
