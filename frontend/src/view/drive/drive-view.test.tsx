// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { listen } from '../../adapters/page.ts';
import { OTHER_TAG, TAG, ackOf } from '../../testing/fake-relay.ts';
import { FakePage } from '../../testing/page.ts';
import { ShownPage } from '../../testing/shown-page.tsx';
import { stringsFor } from '../words/strings.ts';

const mine = { holder: TAG, leaseRemainingMs: 600_000 };
const shown = new ShownPage();
const { show, doing, get, text, isEnabled, pass, says, violations } = shown;

describe('the drive page', () => {
  it('shows every state in words and is clean for axe', async () => {
    await show(() => new FakePage().connected());
    says({
      ...mine,
      stamp: 1001,
      left: 240,
      right: -600,
      latchKind: 'stop',
      latchCounter: 3,
      faults: 1,
      cap: 500,
    });
    await pass(1000);
    says({
      ...mine,
      stamp: 2001,
      left: 240,
      right: -600,
      latchKind: 'stop',
      latchCounter: 3,
      faults: 1,
      cap: 500,
    });
    await pass(100);
    expect(text('connection-state')).toBe('Connection: Connected');
    expect(text('lease-state')).toBe('You drive, 10 min left');
    expect(text('latch-state')).toBe(
      'Stopped since the robot’s start. When the way is clear, release the stop, then let go of the controls once.',
    );
    expect(text('motor-left')).toBe('240');
    expect(text('motor-right')).toBe('-600');
    expect(text('battery')).toBe('81 % · 7.4 V');
    expect(text('round-trip')).toBe('0 ms');
    expect(text('loop-age')).toBe('–');
    expect(text('fault-batteryLow')).toContain('battery is low');
    expect(text('cap-lowered')).toContain('50 %');
    expect(await violations()).toEqual([]);
  });

  it('the focus begins at the heading, and stop is the next control', async () => {
    await show(() => new FakePage().connected());
    expect(document.activeElement?.textContent).toBe('Tank');
    const stops = shown.all('h1, button, input');
    expect(stops[stops.findIndex(({ tagName }) => tagName === 'H1') + 1]).toBe(get('stop'));
  });

  it('stops, says NOT confirmed, then says confirmed with the time', async () => {
    await show(() => new FakePage().driving());
    doing(() => get('stop').click());
    expect(text('stop-state')).toBe('Stopping…');
    await pass(600);
    expect(text('stop-state')).toContain('NOT confirmed');
    const stopId = shown.page.relay.socket.last('stop')?.stopId ?? '';
    doing(() =>
      shown.page.relay.socket.saysBinary({
        type: 'stopped',
        state: 'zero',
        latchKind: 'stop',
        stopId,
        latch: [7, 3],
        stamp: 1600,
        elapsedMs: 20,
      }),
    );
    expect(text('stop-state')).toBe('Stopped, confirmed by the robot after 600 ms.');
    expect(isEnabled('release-stop')).toBe(false);
    expect(text('release-note')).toContain('only just been set');
    await pass(800);
    expect(isEnabled('release-stop')).toBe(true);
    doing(() => get('release-stop').click());
    expect(shown.page.relay.socket.last('release_stop')?.latch).toEqual([7, 3]);
  });

  it('a button that is disabled does nothing and says so', async () => {
    await show(() => new FakePage().connected());
    await pass(100);
    expect([isEnabled('take-lease'), isEnabled('release-lease'), isEnabled('release-stop')]).toEqual([
      true,
      false,
      false,
    ]);
    doing(() => get('release-lease').click());
    doing(() => get('release-stop').click());
    expect(shown.page.relay.socket.sent.filter(({ type }) => type.startsWith('release'))).toEqual([]);
    doing(() => get('take-lease').click());
    expect(shown.page.relay.socket.last('take_lease')).toBeDefined();
  });

  it('the slider sets the speed', async () => {
    await show(() => new FakePage().driving());
    const slider = get('speed') as HTMLInputElement;
    slider.value = '35';
    doing(() => void slider.dispatchEvent(new Event('input', { bubbles: true })));
    shown.page.keyDown('KeyW');
    expect(shown.page.setpoint.left).toBe(350);
    expect(slider.getAttribute('aria-valuetext')).toBe('35 %');
  });

  it('says who drives, that the board is gone, that the robot is offline, and what was refused', async () => {
    await show(() => new FakePage().connected());
    says({ holder: OTHER_TAG, leaseRemainingMs: 9000, stamp: 1001, boardConnected: false });
    await pass(100);
    expect(text('lease-state')).toBe('Somebody else drives');
    expect(text('board-gone')).toContain('unplugged');
    doing(() => {
      shown.page.relay.socket.says({
        type: 'refused',
        request: 'take_lease',
        code: 'held',
        message: 'Maria drives.',
      });
      shown.page.relay.socket.says({
        type: 'robot_selected',
        robot_id: 'tank-1',
        name: 'Tank',
        online: false,
      });
    });
    expect(text('last-refusal')).toContain('Somebody else holds the controls');
    expect(text('robot-offline')).toContain('offline');
    doing(() =>
      shown.page.relay.socket.says({ type: 'error', code: 'brand_new', message: 'Something else.' }),
    );
    expect(text('last-refusal')).toBe('Something else. (brand_new)');
  });

  it('leaving while a stop is not confirmed asks once more', async () => {
    await show(() => new FakePage().driving());
    doing(() => get('stop').click());
    doing(() => get('back').click());
    expect(shown.page.screen.name).toBe('drive');
    expect(text('back')).toBe('Leave anyway');
    doing(() => get('back').click());
    expect(shown.page.screen.name).toBe('robots');
    expect(shown.page.relay.socket.closed).toBe(true);
  });

  it('a pad button drives for as long as it is held', async () => {
    await show(() => new FakePage().driving());
    await pass(100);
    const button = get('pad-forward');
    button.setPointerCapture = () => undefined;
    doing(
      () =>
        void button.dispatchEvent(
          new PointerEvent('pointerdown', { bubbles: true, button: 0, pointerId: 1 }),
        ),
    );
    expect(shown.page.setpoint.left).toBe(600);
    doing(
      () => void button.dispatchEvent(new PointerEvent('pointercancel', { bubbles: true, pointerId: 1 })),
    );
    expect(shown.page.setpoint.left).toBe(0);
  });

  it('a failsafe latch tells the driver to let go', async () => {
    await show(() => new FakePage().driving());
    says({ ...mine, stamp: 1001, latchKind: 'failsafe', latchCounter: 3 });
    doing(() =>
      shown.page.relay.socket.saysBinary(
        ackOf({ term: [7, 3], sequence: 1 }, { reason: 'latched_failsafe', stamp: 1002 }),
      ),
    );
    await pass(100);
    expect(text('latch-state')).toContain('Let go of the controls');
    expect(text('last-refusal')).toContain('Let go of the controls');
  });
});

describe('the browser’s events', () => {
  const losses: [string, () => void][] = [
    ['blur', () => void window.dispatchEvent(new Event('blur'))],
    ['pagehide', () => void window.dispatchEvent(new Event('pagehide'))],
    ['freeze', () => void document.dispatchEvent(new Event('freeze'))],
    [
      'visibilitychange to hidden',
      () => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' });
        document.dispatchEvent(new Event('visibilitychange'));
        Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'visible' });
      },
    ],
  ];
  const key = (type: 'keydown' | 'keyup', code: string, init: KeyboardEventInit = {}): KeyboardEvent =>
    new KeyboardEvent(type, { code, bubbles: true, cancelable: true, ...init });

  it.each(losses)(
    '%s sends neutral synchronously, and the key has to be pressed again',
    async (_name, lose) => {
      await show(() => new FakePage().driving());
      listen(shown.page.app);
      document.body.dispatchEvent(key('keydown', 'KeyW'));
      expect(shown.page.setpoint.left).toBe(600);
      const before = shown.page.setpoints.length;
      lose();
      expect(shown.page.setpoints.slice(before).map(({ left }) => left)).toEqual([0, 0, 0]);
      document.body.dispatchEvent(key('keydown', 'KeyW', { repeat: true }));
      await pass(100);
      expect(shown.page.setpoint.left).toBe(0);
      document.body.dispatchEvent(key('keyup', 'KeyW'));
      document.body.dispatchEvent(key('keydown', 'KeyW'));
      expect(shown.page.setpoint.left).toBe(600);
    },
  );

  it('space on a focused button stops and does not press the button', async () => {
    await show(() => new FakePage().driving());
    listen(shown.page.app);
    const down = key('keydown', 'Space');
    const up = key('keyup', 'Space');
    get('release-lease').dispatchEvent(down);
    get('release-lease').dispatchEvent(up);
    expect([down.defaultPrevented, up.defaultPrevented]).toEqual([true, true]);
    expect(shown.page.relay.socket.all('stop')).toHaveLength(1);
    expect(shown.page.relay.socket.last('release_lease')).toBeUndefined();
  });

  it('arrows on the slider belong to the slider, letters drive', async () => {
    await show(() => new FakePage().driving());
    listen(shown.page.app);
    const arrow = key('keydown', 'ArrowUp');
    get('speed').dispatchEvent(arrow);
    expect(arrow.defaultPrevented).toBe(false);
    expect(shown.page.setpoints.every(({ left }) => left === 0)).toBe(true);
    get('speed').dispatchEvent(key('keydown', 'KeyW'));
    expect(shown.page.setpoint.left).toBe(600);
  });
});

describe('the catalogue', () => {
  it('falls back to English', () => {
    expect(stringsFor(['fr-FR', 'en-GB']).language).toBe('en');
    expect(stringsFor([]).language).toBe('en');
  });
});
