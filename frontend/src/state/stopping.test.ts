import { describe, expect, it } from 'vitest';
import { OTHER_TAG, TAG, beaconOf } from '../testing/fake-relay.ts';
import { FakePage } from '../testing/page.ts';
import type { Stopped } from '../wire/messages.ts';
import type { NumberedPair } from '../wire/numbers.ts';

const stopsOf = (page: FakePage): string[] => page.relay.socket.all('stop').map(({ stopId }) => stopId);

function stoppedOf(stopId: string, changes: Partial<Stopped> = {}): Stopped {
  return {
    type: 'stopped',
    state: 'zero',
    latchKind: 'stop',
    stopId,
    latch: [7, 3],
    stamp: 1200,
    elapsedMs: 30,
    ...changes,
  };
}

function lastStop(page: FakePage): string {
  return stopsOf(page).at(-1) ?? 'none';
}

describe('stop', () => {
  it('goes out at once and every 100 ms until the robot reports zero output for it', async () => {
    const page = await new FakePage().driving();
    page.app.stop();
    expect(stopsOf(page)).toHaveLength(1);
    expect(lastStop(page)).toMatch(/^(?!0{16})[0-9a-f]{16}$/);
    await page.pass(300);
    expect(stopsOf(page)).toHaveLength(4);
    expect(new Set(stopsOf(page)).size).toBe(1);
    page.relay.socket.saysBinary(stoppedOf(lastStop(page), { state: 'latched' }));
    await page.pass(100);
    expect(stopsOf(page)).toHaveLength(5);
    page.relay.socket.saysBinary(stoppedOf(lastStop(page)));
    await page.pass(1000);
    expect(stopsOf(page)).toHaveLength(5);
    expect(page.drive.stop).toEqual({ name: 'confirmed', afterMs: 400 });
  });

  it('says NOT confirmed after 500 ms and keeps repeating', async () => {
    const page = await new FakePage().driving();
    page.app.stop();
    await page.pass(499);
    expect(page.drive.stop).toEqual({ name: 'sending', latched: false });
    await page.pass(1);
    expect(page.drive.stop.name).toBe('unconfirmed');
    await page.pass(5000);
    expect(stopsOf(page)).toHaveLength(56);
    page.relay.socket.saysBinary(stoppedOf(lastStop(page)));
    expect(page.drive.stop).toEqual({ name: 'confirmed', afterMs: 5500 });
  });

  it('is not confirmed by the answer to another stop', async () => {
    const page = await new FakePage().driving();
    page.app.stop();
    page.relay.socket.saysBinary(stoppedOf('00000000000000aa'));
    expect(page.drive.stop.name).toBe('sending');
  });

  it('every press is a stop of its own, but the person has waited since the first', async () => {
    const page = await new FakePage().driving();
    page.app.stop();
    const first = lastStop(page);
    await page.pass(300);
    page.app.stop();
    expect(lastStop(page)).not.toBe(first);
    page.relay.socket.saysBinary(stoppedOf(first));
    expect(page.drive.stop.name).toBe('sending');
    await page.pass(200);
    expect(page.drive.stop.name).toBe('unconfirmed');
  });

  it('may be pressed by anybody who watches', async () => {
    const page = await new FakePage().connected();
    page.relay.socket.saysBinary(beaconOf({ holder: OTHER_TAG }));
    page.app.stop();
    expect(stopsOf(page)).toHaveLength(1);
  });

  it('is sent even when setpoints find no room', async () => {
    const page = await new FakePage().driving();
    page.relay.socket.bufferedBytes = 1_000_000;
    page.app.stop();
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
    page.app.stop();
    await page.pass(200);
    const socket = await page.relay.accept();
    expect(socket.sent.map(({ type }) => type).slice(0, 3)).toEqual(['hello', 'select_robot', 'stop']);
    await page.pass(400);
    expect(page.drive.stop.name).toBe('unconfirmed');
  });

  it('a confirmation is forgotten once the robot is free again', async () => {
    const page = await new FakePage().driving();
    page.app.stop();
    page.relay.socket.saysBinary(stoppedOf(lastStop(page)));
    page.relay.socket.saysBinary(
      beaconOf({ holder: TAG, latchKind: 'failsafe', latchCounter: 3, stamp: 1300 }),
    );
    await page.pass(100);
    expect(page.drive.stop).toEqual({ name: 'idle' });
  });
});

describe('releasing a stop', () => {
  const stopped = { holder: TAG, latchKind: 'stop', leaseRemainingMs: 600_000 } as const;

  /** The view shows that latch, and so much time passes. */
  async function shown(page: FakePage, latch: NumberedPair, ms: number): Promise<void> {
    page.app.releasing?.shown(latch);
    await page.pass(ms);
    page.app.releasing?.shown(latch);
  }

  it('names the current term, the latch that was shown for 700 ms and a fresh echo', async () => {
    const page = await new FakePage().driving();
    page.relay.socket.saysBinary(beaconOf({ ...stopped, termCounter: 4, latchCounter: 5, stamp: 1500 }));
    await shown(page, [7, 5], 699);
    expect(page.drive.release).toBe('unread');
    await shown(page, [7, 5], 1);
    await page.pass(100);
    expect(page.drive.release).toBe('ready');
    page.app.releasing?.release([7, 5]);
    expect(page.relay.socket.last('release_stop')).toEqual({
      type: 'release_stop',
      term: [7, 4],
      latch: [7, 5],
      echo: 1500,
      ttl_ms: 800,
    });
  });

  it.each([
    ['the one that was shown', [7, 5]],
    ['the newer one', [7, 6]],
  ] as const)(
    'releases nothing, and says why, when another stop came meanwhile: %s',
    async (_name, latch) => {
      const page = await new FakePage().driving();
      page.relay.socket.saysBinary(beaconOf({ ...stopped, latchCounter: 5, stamp: 1500 }));
      await shown(page, [7, 5], 1000);
      page.relay.socket.saysBinary(stoppedOf('00000000000000aa', { latch: [7, 6], stamp: 1510 }));
      await shown(page, [7, 6], 20);
      page.app.releasing?.release(latch);
      expect(page.relay.socket.last('release_stop')).toBeUndefined();
      expect(page.drive.refusal).toMatchObject({ code: 'latch_changed', request: 'release_stop' });
      await shown(page, [7, 6], 700);
      page.app.releasing?.release([7, 6]);
      expect(page.relay.socket.last('release_stop')).toMatchObject({ latch: [7, 6], echo: 1510 });
    },
  );

  it('releases nothing that is known and was never shown, however long it is known', async () => {
    const page = await new FakePage().driving();
    page.relay.socket.saysBinary(beaconOf({ ...stopped, latchCounter: 5, stamp: 1500 }));
    await page.pass(2000);
    page.app.releasing?.release([7, 5]);
    expect(page.relay.socket.last('release_stop')).toBeUndefined();
  });

  it('releases nothing by a press that began before the stop could have been read', async () => {
    const page = await new FakePage().driving();
    page.relay.socket.saysBinary(beaconOf({ ...stopped, latchCounter: 5, stamp: 1500 }));
    await shown(page, [7, 5], 1000);
    page.app.releasing?.release(undefined);
    expect(page.relay.socket.last('release_stop')).toBeUndefined();
    expect(page.drive.refusal?.code).toBe('latch_changed');
  });

  it.each([
    ['out of sight', (page: FakePage) => page.app.releasing?.shown(undefined)],
    [
      'on a page that nobody looks at',
      (page: FakePage) => {
        page.attended = false;
        page.app.releasing?.shown([7, 5]);
        page.attended = true;
      },
    ],
  ])('wants the stop to be shown anew after it was %s', async (_name, unseen) => {
    const page = await new FakePage().driving();
    page.relay.socket.saysBinary(beaconOf({ ...stopped, latchCounter: 5, stamp: 1500 }));
    await shown(page, [7, 5], 1000);
    unseen(page);
    await shown(page, [7, 5], 600);
    page.app.releasing?.release([7, 5]);
    expect(page.relay.socket.last('release_stop')).toBeUndefined();
    await shown(page, [7, 5], 100);
    page.app.releasing?.release([7, 5]);
    expect(page.relay.socket.last('release_stop')).toBeDefined();
  });

  it('is for the holder alone', async () => {
    const page = await new FakePage().connected();
    page.relay.socket.saysBinary(beaconOf({ ...stopped, holder: OTHER_TAG, stamp: 1500 }));
    await shown(page, [7, 2], 700);
    page.app.releasing?.release([7, 2]);
    expect(page.relay.socket.last('release_stop')).toBeUndefined();
  });

  it('waits until the own stop is confirmed', async () => {
    const page = await new FakePage().driving();
    page.app.stop();
    page.relay.socket.saysBinary(stoppedOf(lastStop(page), { state: 'latched' }));
    await shown(page, [7, 3], 700);
    expect(page.drive.release).toBe('unconfirmed');
    page.app.releasing?.release([7, 3]);
    expect(page.relay.socket.last('release_stop')).toBeUndefined();
    page.relay.socket.saysBinary(stoppedOf(lastStop(page)));
    expect(page.drive.release).toBe('ready');
    page.app.releasing?.release([7, 3]);
    expect(page.relay.socket.last('release_stop')).toMatchObject({ latch: [7, 3] });
  });

  it('is not sent when no stop latch is set', async () => {
    const page = await new FakePage().driving();
    page.relay.socket.saysBinary(beaconOf({ ...stopped, latchKind: 'failsafe', stamp: 1500 }));
    await shown(page, [7, 2], 700);
    page.app.releasing?.release([7, 2]);
    expect(page.relay.socket.last('release_stop')).toBeUndefined();
  });

  it('is followed by neutrals that echo later stamps, which free the failsafe latch', async () => {
    const page = await new FakePage().driving();
    page.relay.socket.saysBinary(beaconOf({ ...stopped, stamp: 1500 }));
    page.keyDown('KeyW');
    await shown(page, [7, 2], 700);
    page.app.releasing?.release([7, 2]);
    page.relay.socket.saysBinary(beaconOf({ ...stopped, latchKind: 'failsafe', stamp: 1520 }));
    await page.pass(20);
    expect(page.setpoint).toMatchObject({ left: 0, right: 0, echo: 1520 });
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
