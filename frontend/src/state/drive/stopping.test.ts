import { describe, expect, it } from 'vitest';
import { OTHER_TAG, TAG, beaconOf } from '../../testing/fake-relay.ts';
import { FakeTime } from '../../testing/fake-time.ts';
import { StopSender } from '../../control/stop-sender.ts';
import { FakePage } from '../../testing/page.ts';
import { lastStop, stoppedOf, stopsOf } from '../../testing/stops.ts';

describe('stop', () => {
  it('goes out at once, after 20 and 40 ms, then every 100 ms until the robot reports zero output for it', async () => {
    const page = await new FakePage().driving();
    page.app.drive.stop();
    expect(stopsOf(page)).toHaveLength(1);
    expect(lastStop(page)).toMatch(/^(?!0{16})[0-9a-f]{16}$/);
    for (const [ms, count] of [
      [19, 1],
      [1, 2],
      [19, 2],
      [1, 3],
      [99, 3],
      [1, 4],
      [160, 5],
    ] as const) {
      await page.pass(ms);
      expect(stopsOf(page)).toHaveLength(count);
    }
    expect(new Set(stopsOf(page)).size).toBe(1);
    page.relay.socket.saysBinary(stoppedOf(lastStop(page), { state: 'latched' }));
    await page.pass(100);
    expect(stopsOf(page)).toHaveLength(6);
    page.relay.socket.saysBinary(stoppedOf(lastStop(page)));
    await page.pass(1000);
    expect(stopsOf(page)).toHaveLength(6);
    expect(page.drive.stop).toEqual({ name: 'confirmed', afterMs: 400 });
  });

  it('goes out on every path, and one that fails keeps it from no other', async () => {
    const time = new FakeTime();
    const sent: string[] = [];
    const path = (name: string) => (): boolean => {
      sent.push(`${name} ${time.nowMs()}`);
      return name !== 'a';
    };
    const sender = new StopSender({
      clock: time,
      timers: time,
      randomBytes: (count) => new Uint8Array(count).fill(7),
      paths: [path('a'), path('b')],
      onProgress: () => undefined,
    });
    const fromMs = time.nowMs();
    sender.press();
    await time.pass(40);
    expect(sent).toEqual([0, 20, 40].flatMap((ms) => [`a ${fromMs + ms}`, `b ${fromMs + ms}`]));
    sender.dispose();
    await time.pass(1000);
    expect(sent).toHaveLength(6);
  });

  it('is an ordinary one, whoever presses; a lock is one only when asked for, and stays one until confirmed', async () => {
    const page = await new FakePage().driving();
    const authorities = (): number[] => page.relay.socket.all('stop').map(({ authority }) => authority);
    page.app.drive.stop();
    page.keyDown('Escape');
    expect(authorities()).toEqual([0, 0]);
    page.relay.socket.saysBinary(stoppedOf(lastStop(page)));
    page.app.drive.stop('lock');
    const lock = lastStop(page);
    page.app.drive.stop();
    expect(authorities()).toEqual([0, 0, 1, 1]);
    expect(lastStop(page)).not.toBe(lock);
    page.relay.socket.saysBinary(stoppedOf(lastStop(page), { latchKind: 'administrator' }));
    page.app.drive.stop();
    expect(authorities().at(-1)).toBe(0);
  });

  it('says NOT confirmed after 500 ms and keeps repeating', async () => {
    const page = await new FakePage().driving();
    page.app.drive.stop();
    await page.pass(499);
    expect(page.drive.stop).toEqual({ name: 'sending', latched: false });
    await page.pass(1);
    expect(page.drive.stop.name).toBe('unconfirmed');
    await page.pass(5000);
    expect(stopsOf(page)).toHaveLength(57);
    page.relay.socket.saysBinary(stoppedOf(lastStop(page)));
    expect(page.drive.stop).toEqual({ name: 'confirmed', afterMs: 5500 });
  });

  it('is not confirmed by the answer to another stop', async () => {
    const page = await new FakePage().driving();
    page.app.drive.stop();
    page.relay.socket.saysBinary(stoppedOf('00000000000000aa'));
    expect(page.drive.stop.name).toBe('sending');
  });

  it('every press is a stop of its own, but the person has waited since the first', async () => {
    const page = await new FakePage().driving();
    page.app.drive.stop();
    const first = lastStop(page);
    await page.pass(300);
    page.app.drive.stop();
    expect(lastStop(page)).not.toBe(first);
    page.relay.socket.saysBinary(stoppedOf(first));
    expect(page.drive.stop.name).toBe('sending');
    await page.pass(200);
    expect(page.drive.stop.name).toBe('unconfirmed');
  });

  it('may be pressed by anybody who watches', async () => {
    const page = await new FakePage().connected();
    page.relay.socket.saysBinary(beaconOf({ holder: OTHER_TAG }));
    page.app.drive.stop();
    expect(stopsOf(page)).toHaveLength(1);
  });

  it('is sent even when setpoints find no room', async () => {
    const page = await new FakePage().driving();
    page.relay.socket.bufferedBytes = 1_000_000;
    page.app.drive.stop();
    expect(stopsOf(page)).toHaveLength(1);
  });

  it.each(['Space', 'Escape'])(
    '%s stops from anywhere, once a press, and lets go of every control',
    async (code) => {
      const page = await new FakePage().driving();
      page.keyDown('KeyW');
      let prevented = 0;
      const prevent = (): void => {
        prevented += 1;
      };
      page.keyDown(code, { target: 'slider', prevent });
      page.keyDown(code, { target: 'slider', repeat: true, prevent });
      page.keyUp(code, { target: 'slider', prevent });
      expect(stopsOf(page)).toHaveLength(1);
      expect(prevented).toBe(3);
      await page.pass(20);
      expect(page.setpoint).toMatchObject({ left: 0, right: 0 });
    },
  );

  it('the space bar types a space in a text field', async () => {
    const page = await new FakePage().connected();
    page.keyDown('Space', { target: 'text' });
    expect(stopsOf(page)).toHaveLength(0);
  });

  it('pressed while the connection is down it goes out with the next one, after the robot is chosen', async () => {
    const page = await new FakePage().driving();
    page.relay.socket.closes(1006);
    page.app.drive.stop();
    await page.pass(200);
    const socket = await page.relay.accept();
    expect(socket.sent.map(({ type }) => type).slice(0, 3)).toEqual(['hello', 'select_robot', 'stop']);
    await page.pass(400);
    expect(page.drive.stop.name).toBe('unconfirmed');
  });

  it('a confirmation is forgotten once the robot is free again', async () => {
    const page = await new FakePage().driving();
    page.app.drive.stop();
    page.relay.socket.saysBinary(stoppedOf(lastStop(page)));
    page.relay.socket.saysBinary(
      beaconOf({ holder: TAG, latchKind: 'failsafe', latchCounter: 3, stamp: 1300 }),
    );
    await page.pass(100);
    expect(page.drive.stop).toEqual({ name: 'idle' });
  });
});

describe('who pressed the stop', () => {
  const pressed = (page: FakePage, stopId: string, holder: string, name: string): void =>
    page.relay.socket.says({
      type: 'stop_pressed',
      robot_id: 'tank-1',
      stop_id: stopId,
      holder,
      holder_name: name,
    });
  const latched = { holder: TAG, latchKind: 'stop', leaseRemainingMs: 1000, stopPressed: true } as const;

  it('is named when the robot says that the latch in force is that stop’s, in whichever order it is told', async () => {
    const page = await new FakePage().driving();
    page.relay.socket.saysBinary(beaconOf({ ...latched, latchCounter: 3, stamp: 1300 }));
    await page.pass(100);
    expect(page.drive.presser).toEqual({ name: 'somebody' });
    pressed(page, '00000000000000aa', OTHER_TAG, 'Ben');
    expect(page.drive.presser).toEqual({ name: 'somebody' });
    page.relay.socket.saysBinary(stoppedOf('00000000000000aa', { latch: [7, 3] }));
    expect(page.drive.presser).toEqual({ name: 'other', presserName: 'Ben' });
    page.relay.socket.saysBinary(stoppedOf('00000000000000bb', { latch: [7, 4], stamp: 1400 }));
    expect(page.drive.presser).toEqual({ name: 'somebody' });
    pressed(page, '00000000000000bb', TAG, 'Anna');
    expect(page.drive.presser).toEqual({ name: 'me' });
  });

  it('is nobody after a robot start', async () => {
    const page = await new FakePage().driving();
    pressed(page, '00000000000000aa', OTHER_TAG, 'Ben');
    page.relay.socket.saysBinary(stoppedOf('00000000000000aa', { latch: [7, 3] }));
    page.relay.socket.saysBinary(
      beaconOf({ ...latched, stopPressed: false, boot: 8, latchCounter: 1, stamp: 5 }),
    );
    await page.pass(100);
    expect(page.drive.presser).toEqual({ name: 'robot' });
  });

  it('remembers only the newest of many', async () => {
    const page = await new FakePage().driving();
    for (let n = 1; n <= 40; n += 1) {
      const stopId = n.toString(16).padStart(16, '0');
      pressed(page, stopId, OTHER_TAG, `Ben ${n}`);
      page.relay.socket.saysBinary(stoppedOf(stopId, { latch: [7, n + 2], stamp: 1300 + n }));
    }
    expect(page.drive.presser).toEqual({ name: 'other', presserName: 'Ben 40' });
  });
});
