import { describe, expect, it } from 'vitest';
import { JOYSTICK } from '../../control/cockpit.ts';
import { DEFAULT_KEYS, storedForm } from '../../control/key-map.ts';
import type { KeyPress } from '../../control/keyboard.ts';
import { OTHER_TAG, ROBOT, TAG, beaconOf } from '../../testing/fake-relay.ts';
import { FakePage } from '../../testing/page.ts';

const speeds = (page: FakePage): [number, number] => [page.setpoint.left, page.setpoint.right];
const stops = (page: FakePage): number =>
  new Set(page.relay.socket.all('stop').map(({ stopId }) => stopId)).size;

/** The robot says every 100 ms that the page still drives, as long as `whileTrue`. Returns how long that was. */
async function driveFor(
  page: FakePage,
  ms: number,
  each: (atMs: number) => void = () => undefined,
): Promise<number> {
  for (let atMs = 100; atMs <= ms; atMs += 100) {
    each(atMs);
    await page.pass(100);
    if (speeds(page).every((speed) => speed === 0)) return atMs;
  }
  return Number.POSITIVE_INFINITY;
}

async function holding(code = 'KeyW'): Promise<FakePage> {
  const page = await new FakePage().driving();
  page.keyDown(code);
  return page;
}

/** The node tells the robot's own limit of a hold. */
function limited(page: FakePage, limitS: number | undefined, robotId = ROBOT): void {
  const limit = limitS === undefined ? {} : { hold_limit_s: limitS };
  page.relay.socket.says({ type: 'robot_selected', robot_id: robotId, name: 'Tank', online: true, ...limit });
}

const repeats = (page: FakePage, code: string) => () => page.keyDown(code, { repeat: true });

describe('a held key whose release is never told', () => {
  it('that has repeated is let go a second after its repeats ended, and the page says why', async () => {
    const page = await holding();
    expect(await driveFor(page, 5000, repeats(page, 'KeyW'))).toBe(Number.POSITIVE_INFINITY);
    expect(await driveFor(page, 3000)).toBeLessThanOrEqual(1000);
    expect(page.setpoint.inputAgeMs).toBeLessThan(200);
    await page.pass(1000);
    expect(page.setpoint.inputAgeMs).toBeGreaterThan(900);
    expect(page.drive.hand).toEqual({ name: 'letGo', why: 'repeats' });
    page.keyDown('KeyW', { repeat: true });
    await page.pass(40);
    expect(speeds(page)).toEqual([0, 0]);
    page.keyUp('KeyW');
    page.keyDown('KeyW');
    await page.pass(100);
    expect(speeds(page)).toEqual([600, 600]);
    expect(page.drive.hand).toEqual({ name: 'fine' });
  });

  it('is not let go for that when a second key ended its repeats, nor when that one was released again', async () => {
    const page = await holding();
    await driveFor(page, 1000, repeats(page, 'KeyW'));
    page.keyDown('KeyA');
    expect(await driveFor(page, 3000, repeats(page, 'KeyA'))).toBe(Number.POSITIVE_INFINITY);
    page.keyUp('KeyA');
    expect(await driveFor(page, 5000)).toBe(Number.POSITIVE_INFINITY);
    expect(await driveFor(page, 6000)).toBeLessThanOrEqual(5100);
    await page.pass(100);
    expect(page.drive.hand).toEqual({ name: 'letGo', why: 'quiet' });
  });

  it('whose second key falls silent lets go of both', async () => {
    const page = await holding();
    page.keyDown('KeyA');
    await driveFor(page, 1000, repeats(page, 'KeyA'));
    expect(await driveFor(page, 2000)).toBeLessThanOrEqual(1000);
  });

  it('that never repeats is let go after ten seconds without any event', async () => {
    const page = await holding();
    expect(await driveFor(page, 9900)).toBe(Number.POSITIVE_INFINITY);
    page.app.drive.personSeen();
    expect(await driveFor(page, 9900)).toBe(Number.POSITIVE_INFINITY);
    expect(await driveFor(page, 1000)).toBeLessThanOrEqual(200);
  });

  it.each<[string, (page: FakePage) => void]>([
    ['a button of the page', (page) => page.app.drive.press('pad-forward', 'forward')],
    [
      'the joystick',
      (page) => {
        page.app.drive.grip(JOYSTICK);
        page.app.drive.deflect(JOYSTICK, 0, 1);
      },
    ],
  ])('%s without any event is let go after ten seconds, too', async (_name, press) => {
    const page = await new FakePage().driving();
    page.app.drive.personSeen();
    press(page);
    expect(await driveFor(page, 9900)).toBe(Number.POSITIVE_INFINITY);
    expect(await driveFor(page, 1000)).toBeLessThanOrEqual(200);
  });

  it('what a key did while nothing was held says nothing of a finger', async () => {
    const page = await new FakePage().driving();
    page.keyDown('KeyX');
    page.keyDown('KeyX', { repeat: true });
    await page.pass(1500);
    page.app.drive.press('pad-forward', 'forward');
    expect(await driveFor(page, 3000)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('an object on a control', () => {
  it('drives for 60 s, said 10 s before, and then only a fresh press does', async () => {
    const page = await holding();
    expect(await driveFor(page, 49_800, repeats(page, 'KeyW'))).toBe(Number.POSITIVE_INFINITY);
    expect(page.drive.hand).toEqual({ name: 'fine' });
    await driveFor(page, 500, repeats(page, 'KeyW'));
    expect(page.drive.hand.name).toBe('ending');
    expect(await driveFor(page, 11_000, repeats(page, 'KeyW'))).toBeLessThanOrEqual(9900);
    await page.pass(100);
    expect(page.drive.hand).toEqual({ name: 'letGo', why: 'unchanged' });
    for (let i = 0; i < 20; i += 1) {
      page.keyDown('KeyW', { repeat: true });
      await page.pass(50);
    }
    expect(speeds(page)).toEqual([0, 0]);
    page.keyUp('KeyW');
    page.keyDown('KeyW');
    expect(speeds(page)).toEqual([600, 600]);
  });

  it.each([
    { limitS: 5, warningMs: 2500 },
    { limitS: 12, warningMs: 6000 },
    { limitS: 20, warningMs: 10_000 },
    { limitS: 90, warningMs: 10_000 },
  ])('drives for $limitS s where the robot says so, told before', async ({ limitS, warningMs }) => {
    const page = await holding();
    limited(page, limitS);
    const quietMs = limitS * 1000 - warningMs - 200;
    expect(await driveFor(page, quietMs, repeats(page, 'KeyW'))).toBe(Number.POSITIVE_INFINITY);
    expect(page.setpoint.inputAgeMs).toBeLessThan(200);
    expect(page.drive.hand).toEqual({ name: 'fine' });
    await driveFor(page, 300, repeats(page, 'KeyW'));
    expect(page.drive.hand).toMatchObject({ name: 'ending', warningMs });
    const endMs = await driveFor(page, warningMs + 1000, repeats(page, 'KeyW'));
    expect(endMs).toBeLessThanOrEqual(warningMs);
    expect(endMs).toBeGreaterThan(warningMs - 300);
    await page.pass(100);
    expect(page.drive.hand).toEqual({ name: 'letGo', why: 'unchanged' });
  });

  it('a robot’s own limit is its own: another one lets go after the usual time', async () => {
    const page = await holding();
    limited(page, 5, 'tank-2');
    expect(await driveFor(page, 30_000, repeats(page, 'KeyW'))).toBe(Number.POSITIVE_INFINITY);
  });

  it('a limit that is changed holds at once, and what says nothing of it changes nothing', async () => {
    const page = await holding();
    await driveFor(page, 8000, repeats(page, 'KeyW'));
    limited(page, 20);
    page.relay.socket.says({ type: 'robots', robots: [{ robot_id: ROBOT, name: 'Tank', online: true }] });
    expect(await driveFor(page, 11_500, repeats(page, 'KeyW'))).toBe(Number.POSITIVE_INFINITY);
    expect(await driveFor(page, 2000, repeats(page, 'KeyW'))).toBeLessThanOrEqual(600);
    page.keyUp('KeyW');
    page.keyDown('KeyW');
    expect(await driveFor(page, 8000, repeats(page, 'KeyW'))).toBe(Number.POSITIVE_INFINITY);
    limited(page, 5);
    expect(await driveFor(page, 1000, repeats(page, 'KeyW'))).toBeLessThanOrEqual(100);
    page.keyUp('KeyW');
    page.keyDown('KeyW');
    limited(page, undefined);
    expect(await driveFor(page, 59_000, repeats(page, 'KeyW'))).toBe(Number.POSITIVE_INFINITY);
  });

  it('a change begins the time anew', async () => {
    const page = await holding();
    expect(await driveFor(page, 55_000, repeats(page, 'KeyW'))).toBe(Number.POSITIVE_INFINITY);
    page.keyDown('KeyA');
    page.keyUp('KeyA');
    await page.pass(100);
    expect(page.drive.hand).toEqual({ name: 'fine' });
    expect(await driveFor(page, 55_000, repeats(page, 'KeyW'))).toBe(Number.POSITIVE_INFINITY);
    expect(await driveFor(page, 6000, repeats(page, 'KeyW'))).toBeLessThanOrEqual(5100);
  });

  it('a stick’s unrest is no change, a movement is', async () => {
    const page = await new FakePage().driving();
    page.app.drive.grip(JOYSTICK);
    page.app.drive.deflect(JOYSTICK, 0, 0.8);
    const unrest = (atMs: number): void => {
      page.app.drive.personSeen();
      page.app.drive.deflect(JOYSTICK, 0.03 * Math.sin(atMs), 0.8);
    };
    expect(await driveFor(page, 50_000, unrest)).toBe(Number.POSITIVE_INFINITY);
    page.app.drive.deflect(JOYSTICK, 0.4, 0.8);
    page.app.drive.deflect(JOYSTICK, 0, 0.8);
    expect(await driveFor(page, 59_000, unrest)).toBe(Number.POSITIVE_INFINITY);
    expect(await driveFor(page, 2000, unrest)).toBeLessThanOrEqual(1100);
  });
});

describe('what may take a release away lets go', () => {
  it.each<[string, Partial<KeyPress>]>([
    ['PrintScreen', {}],
    ['ContextMenu', {}],
    ['F10', {}],
    ['F7', {}],
    ['AltRight', {}],
    ['MetaLeft', {}],
    ['NumLock', {}],
    ['KanaMode', {}],
    ['', { key: 'Process' }],
    ['Unidentified', {}],
    ['KeyX', { composing: true }],
    ['KeyP', { modified: true }],
  ])('the key %s', async (code, changes) => {
    const page = await holding();
    page.keyDown(code, changes);
    expect(speeds(page)).toEqual([0, 0]);
    page.keyDown('KeyW', { repeat: true });
    await page.pass(100);
    expect(speeds(page)).toEqual([0, 0]);
    expect(page.drive.hand).toEqual({ name: 'letGo', why: 'taken' });
  });

  it.each<[string, Partial<KeyPress>]>([
    ['PrintScreen', {}],
    ['', { key: 'w' }],
    ['Unidentified', {}],
    ['KeyX', { composing: true }],
  ])('the release of %s', async (code, changes) => {
    const page = await holding();
    page.keyUp(code, changes);
    expect(speeds(page)).toEqual([0, 0]);
  });

  it.each(['KeyX', 'Digit1', 'ShiftLeft', 'Tab'])('but not %s', async (code) => {
    const page = await holding();
    page.keyDown(code);
    page.keyUp(code);
    await page.pass(40);
    expect(speeds(page)).toEqual([600, 600]);
  });
});

describe('the stop keys', () => {
  it.each<[string, Partial<KeyPress>]>([
    ['Escape', { key: 'Escape' }],
    ['Escape', { key: '' }],
    ['', { key: 'Escape' }],
    ['Unidentified', { key: 'Esc' }],
    ['CapsLock', { key: 'Escape' }],
    ['Space', { key: ' ' }],
    ['', { key: ' ' }],
    ['Unidentified', { key: 'Spacebar' }],
    ['', { key: 'p' }],
    ['', { key: 'P' }],
    ['', { key: '/' }],
  ])('%s %o stops', async (code, changes) => {
    const keyText = storedForm({ ...DEFAULT_KEYS, stop: ['KeyP', 'Slash'] });
    const page = await new FakePage(ROBOT, { keyText }).driving();
    let prevented = 0;
    const prevent = (): void => void (prevented += 1);
    page.keyDown(code, { ...changes, prevent });
    page.keyDown(code, { ...changes, prevent, repeat: true });
    page.keyUp(code, { ...changes, prevent });
    expect(stops(page)).toBe(1);
    expect(prevented).toBe(3);
  });

  it('a key with a place is a stop of the map by its place only', async () => {
    const keyText = storedForm({ ...DEFAULT_KEYS, stop: ['KeyP'] });
    const page = await new FakePage(ROBOT, { keyText }).driving();
    page.keyDown('KeyR', { key: 'p' });
    expect(stops(page)).toBe(0);
  });

  it('a stop whose press was kept by a menu stops by its first repeat, once', async () => {
    const page = await holding();
    page.keyDown('Escape', { repeat: true });
    page.keyDown('Escape', { repeat: true });
    expect(stops(page)).toBe(1);
  });

  it('Escape stops for who watches and in a text field; Space there doesn’t', async () => {
    const page = await new FakePage().connected({ holder: OTHER_TAG });
    page.keyDown('Space', { key: ' ' });
    expect(stops(page)).toBe(0);
    page.keyDown('Escape', { target: 'text' });
    expect(stops(page)).toBe(1);
  });

  it('Space stops a page that drives wherever the focus is, text fields excepted', async () => {
    const page = await new FakePage().driving();
    page.keyDown('Space', { target: 'text' });
    expect(stops(page)).toBe(0);
    page.keyUp('Space', { target: 'text' });
    page.keyDown('Space', { target: 'slider' });
    expect(stops(page)).toBe(1);
  });

  it('Space that presses or scrolls stays that until it is released, also when the lease comes', async () => {
    const page = await new FakePage().connected();
    let prevented = 0;
    const prevent = (): void => void (prevented += 1);
    page.keyDown('Space', { prevent });
    page.relay.socket.saysBinary(beaconOf({ holder: TAG, leaseRemainingMs: 600_000, stamp: 1001 }));
    page.keyDown('Space', { repeat: true, prevent });
    page.keyUp('Space', { prevent });
    expect(stops(page)).toBe(0);
    expect(prevented).toBe(0);
    page.keyDown('Space', { prevent });
    expect(stops(page)).toBe(1);
  });
});
