import { describe, expect, it } from 'vitest';
import { OTHER_TAG, TAG, beaconOf } from '../../testing/fake-relay.ts';
import { FakePage } from '../../testing/page.ts';
import { lastStop, stoppedOf } from '../../testing/stops.ts';
import type { NumberedPair } from '../../wire/numbers.ts';

describe('releasing a stop', () => {
  const stopped = { holder: TAG, latchKind: 'stop', leaseRemainingMs: 600_000 } as const;

  /** The view shows that latch, and so much time passes. */
  async function shown(page: FakePage, latch: NumberedPair, ms: number): Promise<void> {
    page.app.drive.releasing?.shown(latch);
    await page.pass(ms);
    page.app.drive.releasing?.shown(latch);
  }

  it('names the current term, the latch that was shown for 700 ms and a fresh echo', async () => {
    const page = await new FakePage().driving();
    page.relay.socket.saysBinary(beaconOf({ ...stopped, termCounter: 4, latchCounter: 5, stamp: 1500 }));
    await shown(page, [7, 5], 699);
    expect(page.drive.release).toBe('unread');
    await shown(page, [7, 5], 1);
    await page.pass(100);
    expect(page.drive.release).toBe('ready');
    page.app.drive.releasing?.release([7, 5]);
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
      page.app.drive.releasing?.release(latch);
      expect(page.relay.socket.last('release_stop')).toBeUndefined();
      expect(page.drive.refusal).toMatchObject({ code: 'latch_changed', request: 'release_stop' });
      await shown(page, [7, 6], 700);
      page.app.drive.releasing?.release([7, 6]);
      expect(page.relay.socket.last('release_stop')).toMatchObject({ latch: [7, 6], echo: 1510 });
    },
  );

  it('releases nothing that is known and was never shown, however long it is known', async () => {
    const page = await new FakePage().driving();
    page.relay.socket.saysBinary(beaconOf({ ...stopped, latchCounter: 5, stamp: 1500 }));
    await page.pass(2000);
    page.app.drive.releasing?.release([7, 5]);
    expect(page.relay.socket.last('release_stop')).toBeUndefined();
  });

  it('releases nothing by a press that began before the stop could have been read', async () => {
    const page = await new FakePage().driving();
    page.relay.socket.saysBinary(beaconOf({ ...stopped, latchCounter: 5, stamp: 1500 }));
    await shown(page, [7, 5], 1000);
    page.app.drive.releasing?.release(undefined);
    expect(page.relay.socket.last('release_stop')).toBeUndefined();
    expect(page.drive.refusal?.code).toBe('latch_changed');
  });

  it.each([
    ['out of sight', (page: FakePage) => page.app.drive.releasing?.shown(undefined)],
    [
      'on a page that nobody looks at',
      (page: FakePage) => {
        page.attended = false;
        page.app.drive.releasing?.shown([7, 5]);
        page.attended = true;
      },
    ],
  ])('wants the stop to be shown anew after it was %s', async (_name, unseen) => {
    const page = await new FakePage().driving();
    page.relay.socket.saysBinary(beaconOf({ ...stopped, latchCounter: 5, stamp: 1500 }));
    await shown(page, [7, 5], 1000);
    unseen(page);
    await shown(page, [7, 5], 600);
    page.app.drive.releasing?.release([7, 5]);
    expect(page.relay.socket.last('release_stop')).toBeUndefined();
    await shown(page, [7, 5], 100);
    page.app.drive.releasing?.release([7, 5]);
    expect(page.relay.socket.last('release_stop')).toBeDefined();
  });

  it('is for the holder alone', async () => {
    const page = await new FakePage().connected();
    page.relay.socket.saysBinary(beaconOf({ ...stopped, holder: OTHER_TAG, stamp: 1500 }));
    await shown(page, [7, 2], 700);
    page.app.drive.releasing?.release([7, 2]);
    expect(page.relay.socket.last('release_stop')).toBeUndefined();
  });

  it('waits until the own stop is confirmed', async () => {
    const page = await new FakePage().driving();
    page.app.drive.stop();
    page.relay.socket.saysBinary(stoppedOf(lastStop(page), { state: 'latched' }));
    await shown(page, [7, 3], 700);
    expect(page.drive.release).toBe('unconfirmed');
    page.app.drive.releasing?.release([7, 3]);
    expect(page.relay.socket.last('release_stop')).toBeUndefined();
    page.relay.socket.saysBinary(stoppedOf(lastStop(page)));
    expect(page.drive.release).toBe('ready');
    page.app.drive.releasing?.release([7, 3]);
    expect(page.relay.socket.last('release_stop')).toMatchObject({ latch: [7, 3] });
  });

  it('is not sent when no stop latch is set', async () => {
    const page = await new FakePage().driving();
    page.relay.socket.saysBinary(beaconOf({ ...stopped, latchKind: 'failsafe', stamp: 1500 }));
    await shown(page, [7, 2], 700);
    page.app.drive.releasing?.release([7, 2]);
    expect(page.relay.socket.last('release_stop')).toBeUndefined();
  });

  it('is followed by neutrals that echo later stamps, which free the failsafe latch', async () => {
    const page = await new FakePage().driving();
    page.relay.socket.saysBinary(beaconOf({ ...stopped, stamp: 1500 }));
    page.keyDown('KeyW');
    await shown(page, [7, 2], 700);
    page.app.drive.releasing?.release([7, 2]);
    page.relay.socket.saysBinary(beaconOf({ ...stopped, latchKind: 'failsafe', stamp: 1520 }));
    await page.pass(20);
    expect(page.setpoint).toMatchObject({ left: 0, right: 0, echo: 1520 });
  });
});
