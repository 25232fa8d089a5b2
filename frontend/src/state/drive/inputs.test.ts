import { describe, expect, it } from 'vitest';
import { JOYSTICK } from '../../control/cockpit.ts';
import type { PadReading } from '../../control/gamepad.ts';
import { OTHER_TAG, TAG, beaconOf } from '../../testing/fake-relay.ts';
import { pad, padForward, withPad } from '../../testing/pads.ts';
import { FakePage } from '../../testing/page.ts';

const mine = { holder: TAG, leaseRemainingMs: 600_000 };
const speeds = (page: FakePage): [number, number] => [page.setpoint.left, page.setpoint.right];

async function joystickForward(): Promise<FakePage> {
  const page = await new FakePage().driving();
  page.app.drive.grip(JOYSTICK);
  page.app.drive.deflect(JOYSTICK, 0, 1);
  expect(page.setpoint).toMatchObject({ left: 600, right: 600, inputAgeMs: 0 });
  return page;
}

/** What makes a page lose its person, or its say. Afterwards nothing may count as held. */
const LOSSES: [string, (page: FakePage) => Promise<void> | void][] = [
  ['focus or sight is lost', (page) => page.app.drive.attentionLost()],
  [
    'the page is found unattended at a tick',
    async (page) => {
      page.attended = false;
      await page.pass(20);
      page.attended = true;
    },
  ],
  [
    'the page stood still for more than a second',
    async (page) => {
      page.time.stall(1100);
      await page.pass(20);
    },
  ],
  ['a stop was pressed', (page) => page.app.drive.stop()],
  [
    'a new term began',
    (page) => page.relay.socket.saysBinary(beaconOf({ ...mine, termCounter: 4, stamp: 1500 })),
  ],
  [
    'the lease was somebody else’s in between',
    (page) => {
      page.relay.socket.saysBinary(beaconOf({ holder: OTHER_TAG, termCounter: 4, stamp: 1500 }));
      page.relay.socket.saysBinary(beaconOf({ ...mine, termCounter: 5, stamp: 1501 }));
    },
  ],
  [
    'the page reconnected',
    async (page) => {
      page.relay.socket.closes(1006);
      await page.pass(200);
      await page.relay.accept();
    },
  ],
];

describe('the joystick of the page', () => {
  it('drives in proportion, and its end is neutral at once', async () => {
    const page = await joystickForward();
    page.app.drive.deflect(JOYSTICK, 0, 0.54);
    expect(speeds(page)).toEqual([300, 300]);
    page.app.drive.deflect(JOYSTICK, 1, 1);
    expect(speeds(page)).toEqual([600, 0]);
    page.app.drive.deflect(JOYSTICK, 0.05, 0.05);
    expect(speeds(page)).toEqual([0, 0]);
    page.app.drive.deflect(JOYSTICK, 0, 1);
    page.app.drive.release(JOYSTICK);
    expect(speeds(page)).toEqual([0, 0]);
    await page.pass(200);
    expect(page.setpoint.inputAgeMs).toBe(200);
    expect(page.drive.stick).toEqual({ ahead: 0, turn: 0 });
  });

  it('a pointer that the browser takes away sends a burst of neutrals', async () => {
    const page = await joystickForward();
    const before = page.setpoints.length;
    page.app.drive.loseControl(JOYSTICK);
    expect(page.setpoints.slice(before).map(({ left, right }) => [left, right])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    page.app.drive.deflect(JOYSTICK, 0, 1);
    await page.pass(40);
    expect(speeds(page)).toEqual([0, 0]);
  });

  it('is nothing without the lease, also when it comes while the finger is down', async () => {
    const page = await new FakePage().connected();
    page.app.drive.grip(JOYSTICK);
    page.app.drive.deflect(JOYSTICK, 0, 1);
    page.relay.socket.saysBinary(beaconOf({ ...mine, stamp: 1001 }));
    page.app.drive.deflect(JOYSTICK, 0.1, 1);
    await page.pass(100);
    expect(speeds(page)).toEqual([0, 0]);
  });

  it.each(LOSSES)('moves nothing after %s, until it is gripped anew', async (_name, lose) => {
    const page = await joystickForward();
    await lose(page);
    page.app.drive.deflect(JOYSTICK, 0.2, 0.9);
    await page.pass(100);
    expect(speeds(page)).toEqual([0, 0]);
    expect(page.drive.stick).toEqual({ ahead: 0, turn: 0 });
    page.app.drive.release(JOYSTICK);
    page.app.drive.grip(JOYSTICK);
    page.app.drive.deflect(JOYSTICK, 0, 1);
    await page.pass(20);
    expect(speeds(page)).toEqual([600, 600]);
  });
});

describe('a gamepad', () => {
  it('drives by its left stick, in proportion beyond the dead zone', async () => {
    const page = await withPad();
    page.gamepads = [pad(0.1)];
    await page.pass(400);
    expect(page.setpoint).toMatchObject({ left: 0, right: 0 });
    expect(page.setpoint.inputAgeMs).toBeGreaterThanOrEqual(400);
    page.gamepads = [pad(0.56)];
    await page.pass(20);
    expect(page.setpoint).toMatchObject({ left: 300, right: 300, inputAgeMs: 0 });
    page.gamepads = [pad(0, { axes: [1, 0] })];
    await page.pass(20);
    expect(speeds(page)).toEqual([600, -600]);
    page.gamepads = [pad(0)];
    await page.pass(20);
    expect(speeds(page)).toEqual([0, 0]);
    await page.pass(200);
    expect(page.setpoint.inputAgeMs).toBe(200);
  });

  it.each<[string, PadReading[]]>([
    ['unplugged', []],
    ['without its timestamp', [pad(1, { timestamp: Number.NaN })]],
    ['without its axes', [pad(1, { axes: [] })]],
    ['with axes that are no numbers', [pad(1, { axes: [0, Number.NaN] })]],
    ['another one in its place', [pad(1, { name: 'Another' })]],
  ])(
    '%s while deflected: neutral at once, and it must be centred before it counts again',
    async (_name, gone) => {
      const page = await padForward();
      page.gamepads = gone;
      const before = page.setpoints.length;
      page.app.drive.gamepadsChanged();
      expect(page.setpoints.slice(before).map(({ left }) => left)).toEqual([0, 0, 0]);
      expect(page.relay.socket.all('stop')).toEqual([]);
      await page.pass(40);
      expect(speeds(page)).toEqual([0, 0]);
      page.gamepads = [pad(1)];
      await page.pass(100);
      expect(speeds(page)).toEqual([0, 0]);
      expect(page.drive.gamepad.name).toBe('uncentred');
      page.gamepads = [pad(0)];
      await page.pass(20);
      page.gamepads = [pad(1)];
      await page.pass(20);
      expect(speeds(page)).toEqual([600, 600]);
    },
  );

  it('unplugged without an event is noticed at the next tick', async () => {
    const page = await padForward();
    page.gamepads = [];
    await page.pass(20);
    expect(speeds(page)).toEqual([0, 0]);
    await page.pass(100);
    expect(page.drive.gamepad).toEqual({ name: 'none' });
  });

  it.each(LOSSES)('moves nothing after %s, until it was at its centre', async (_name, lose) => {
    const page = await padForward();
    await lose(page);
    await page.pass(100);
    expect(speeds(page)).toEqual([0, 0]);
    page.gamepads = [pad(0.5)];
    await page.pass(100);
    expect(speeds(page)).toEqual([0, 0]);
    page.gamepads = [pad(0)];
    await page.pass(40);
    page.gamepads = [pad(1)];
    await page.pass(20);
    expect(speeds(page)).toEqual([600, 600]);
  });

  it('that is deflected when the lease comes does not drive until it was centred in this drive', async () => {
    const page = await new FakePage().connected();
    page.gamepads = [pad(0)];
    await page.pass(100);
    page.gamepads = [pad(1)];
    page.relay.socket.saysBinary(beaconOf({ ...mine, stamp: 1001 }));
    await page.pass(200);
    expect(speeds(page)).toEqual([0, 0]);
    expect(page.setpoint.inputAgeMs).toBeGreaterThanOrEqual(200);
    page.gamepads = [pad(0)];
    await page.pass(100);
    expect(page.drive.gamepad).toEqual({ name: 'ready', pad: 'Pad' });
    page.gamepads = [pad(1)];
    await page.pass(20);
    expect(speeds(page)).toEqual([600, 600]);
  });

  it('that was at its centre only while nobody looked does not drive: it is centred anew in the person’s hands', async () => {
    const page = await withPad();
    page.attended = false;
    await page.pass(100);
    page.attended = true;
    page.gamepads = [pad(1)];
    await page.pass(100);
    expect(speeds(page)).toEqual([0, 0]);
  });

  it('button 1 stops, once a press, also for who only watches', async () => {
    const page = await new FakePage().connected({ holder: OTHER_TAG });
    page.gamepads = [pad(0, { pressed: [false, true] })];
    await page.pass(300);
    const ids = (): Set<string> => new Set(page.relay.socket.all('stop').map(({ stopId }) => stopId));
    expect(ids().size).toBe(1);
    page.gamepads = [pad(0)];
    await page.pass(40);
    page.gamepads = [pad(0, { pressed: [true, true] })];
    await page.pass(40);
    expect(ids().size).toBe(2);
  });

  it('the setpoint echoes the stamp of the moment when the stick was read', async () => {
    const page = await withPad();
    page.gamepads = [pad(1)];
    page.relay.socket.saysBinary(beaconOf({ ...mine, stamp: 2000 }));
    await page.pass(20);
    expect(page.setpoint).toMatchObject({ left: 600, echo: 2000 });
  });

  it('a second one that is stuck does not drive, and does not keep the first from driving', async () => {
    const page = await withPad();
    page.gamepads = [pad(0), pad(1, { index: 1, name: 'Stuck' })];
    await page.pass(40);
    expect(speeds(page)).toEqual([0, 0]);
    page.gamepads = [pad(-1), pad(1, { index: 1, name: 'Stuck' })];
    await page.pass(20);
    expect(speeds(page)).toEqual([-600, -600]);
  });
});

describe('several inputs at once', () => {
  it('key and stick add up to no more than the chosen speed, and one may end before the other', async () => {
    const page = await joystickForward();
    page.keyDown('KeyW');
    expect(speeds(page)).toEqual([600, 600]);
    page.app.drive.release(JOYSTICK);
    expect(speeds(page)).toEqual([600, 600]);
    expect(page.setpoint.inputAgeMs).toBe(0);
    page.keyUp('KeyW');
    expect(speeds(page)).toEqual([0, 0]);
  });

  it('opposite ones cancel', async () => {
    const page = await padForward();
    page.keyDown('KeyS');
    expect(speeds(page)).toEqual([0, 0]);
  });
});
