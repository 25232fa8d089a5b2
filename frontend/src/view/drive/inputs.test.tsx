// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { FakePage } from '../../testing/page.ts';
import { ShownPage } from '../../testing/shown-page.tsx';

const shown = new ShownPage();
const { show, doing, get, find, text, pass, violations } = shown;

let place = new DOMRect(100, 100, 200, 200);

beforeEach(() => {
  place = new DOMRect(100, 100, 200, 200);
});

/** A pointer at that place of a joystick that is 200 wide: its reach is 62. */
function pointer(type: string, pointerId: number, x = 0, y = 0, button = 0): void {
  const joystick = get('joystick');
  joystick.setPointerCapture = () => undefined;
  joystick.getBoundingClientRect = () => place;
  const event = new PointerEvent(type, {
    bubbles: true,
    pointerId,
    button,
    clientX: 200 + 62 * x,
    clientY: 200 - 62 * y,
  });
  doing(() => void joystick.dispatchEvent(event));
}

async function withJoystick(): Promise<void> {
  await show(() => new FakePage().driving());
  await pass(100);
  doing(() => get('way-joystick').click());
}

const speeds = (): [number, number] => [shown.page.setpoint.left, shown.page.setpoint.right];

describe('the joystick', () => {
  it('drives where the pointer is, counted from where it was put down, shows it, and ends with it', async () => {
    await withJoystick();
    pointer('pointerdown', 1, 0, 0);
    pointer('pointermove', 1, 0, 1);
    expect(speeds()).toEqual([600, 600]);
    expect(get('knob').style.getPropertyValue('--ahead')).toBe('1.000');
    pointer('pointermove', 1, 3, 0);
    expect(speeds()).toEqual([600, -600]);
    pointer('pointerup', 1);
    expect(speeds()).toEqual([0, 0]);
    expect(get('knob').style.getPropertyValue('--ahead')).toBe('0.000');
    expect(await violations()).toEqual([]);
  });

  it.each(['lostpointercapture', 'pointercancel'])(
    '%s sends a burst of neutrals and holds nothing',
    async (type) => {
      await withJoystick();
      pointer('pointerdown', 1);
      pointer('pointermove', 1, 0, 1);
      expect(speeds()).toEqual([600, 600]);
      const before = shown.page.setpoints.length;
      pointer(type, 1);
      expect(shown.page.setpoints.slice(before).map(({ left, right }) => left === 0 && right === 0)).toEqual([
        true,
        true,
        true,
      ]);
      pointer('pointermove', 1, 0, 1);
      await pass(40);
      expect(speeds()).toEqual([0, 0]);
    },
  );

  it('a second finger neither steers nor ends it, and the other mouse buttons do nothing', async () => {
    await withJoystick();
    pointer('pointerdown', 1, 0, 0, 2);
    pointer('pointermove', 1, 0, 1);
    await pass(20);
    expect(speeds()).toEqual([0, 0]);
    pointer('pointerdown', 2);
    pointer('pointermove', 2, 0, 1);
    pointer('pointerdown', 3, 0, -1);
    pointer('pointermove', 3, 0, -1);
    pointer('pointerup', 3);
    await pass(20);
    expect(speeds()).toEqual([600, 600]);
    pointer('pointerup', 2);
    expect(speeds()).toEqual([0, 0]);
  });

  it('counts from where it was gripped, wherever that is, and not from its middle', async () => {
    await withJoystick();
    pointer('pointerdown', 1, 0.5, -1);
    await pass(20);
    expect(speeds()).toEqual([0, 0]);
    pointer('pointermove', 1, 0.5, -0.46);
    expect(speeds()).toEqual([300, 300]);
    pointer('pointermove', 1, 0.5, 0);
    expect(speeds()).toEqual([600, 600]);
  });

  it.each([
    ['moved', () => (place = new DOMRect(380, 20, 200, 200))],
    ['changed its size', () => (place = new DOMRect(100, 100, 150, 150))],
    ['was in a window that changed its size', () => void window.dispatchEvent(new Event('resize'))],
    ['was turned', () => void window.dispatchEvent(new Event('orientationchange'))],
    ['was scrolled', () => void document.dispatchEvent(new Event('scroll'))],
    ['stood in something that was scrolled', () => void document.body.dispatchEvent(new Event('scroll'))],
  ])('lets go when it %s, and one pixel more drives nothing', async (_name, change) => {
    await withJoystick();
    pointer('pointerdown', 1);
    pointer('pointermove', 1, 0, 1);
    expect(speeds()).toEqual([600, 600]);
    doing(() => void change());
    pointer('pointermove', 1, 0, 1.02);
    await pass(20);
    expect(speeds()).toEqual([0, 0]);
    expect(get('knob').style.getPropertyValue('--ahead')).toBe('0.000');
    pointer('pointerup', 1);
    pointer('pointerdown', 1);
    pointer('pointermove', 1, 0, 1);
    expect(speeds()).toEqual([600, 600]);
  });

  it('that disappears with a finger on it holds nothing', async () => {
    await withJoystick();
    pointer('pointerdown', 1);
    pointer('pointermove', 1, 0, 1);
    doing(() => get('way-buttons').click());
    await pass(20);
    expect(speeds()).toEqual([0, 0]);
    const button = get('pad-forward');
    button.setPointerCapture = () => undefined;
    doing(() => void button.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, pointerId: 4 })));
    expect(speeds()).toEqual([600, 600]);
    doing(() => get('way-joystick').click());
    await pass(20);
    expect(speeds()).toEqual([0, 0]);
  });
});

describe('a button to drive with', () => {
  it.each([
    ['moves', () => (place = new DOMRect(100, 150, 80, 80))],
    ['is scrolled', () => void document.dispatchEvent(new Event('scroll'))],
    ['is turned', () => void window.dispatchEvent(new Event('orientationchange'))],
  ])('lets go when it %s under the finger', async (_name, change) => {
    await show(() => new FakePage().driving());
    await pass(100);
    doing(() => get('way-buttons').click());
    const button = get('pad-forward');
    button.setPointerCapture = () => undefined;
    button.getBoundingClientRect = () => place;
    doing(() => void button.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, pointerId: 4 })));
    expect(speeds()).toEqual([600, 600]);
    doing(() => void change());
    await shown.frames();
    await pass(20);
    expect(speeds()).toEqual([0, 0]);
  });
});

describe('gamepad and keys', () => {
  it('says whether a gamepad is connected and what it waits for', async () => {
    await show(() => new FakePage().driving());
    await pass(100);
    expect(get('gamepad').dataset['state']).toBe('none');
    shown.page.gamepads = [
      { index: 0, name: 'Pad', timestamp: 1, mapping: 'standard', axes: [0, 1], pressed: [] },
    ];
    doing(() => shown.page.app.drive.gamepadsChanged());
    expect(text('gamepad')).toContain('let go of its stick once');
    shown.page.gamepads = [
      { index: 0, name: 'Pad', timestamp: 2, mapping: 'standard', axes: [0, 0], pressed: [] },
    ];
    await pass(200);
    expect(text('gamepad')).toContain('button B stops');
  });

  it('the keys are chosen in a dialog that leaves STOP in reach; what is shown follows', async () => {
    await show(() => new FakePage().driving());
    await pass(100);
    expect(text('keys-hint')).toBe('Keys: W A S D, ↑ ← ↓ →.');
    doing(() => get('keys-open').click());
    expect(document.activeElement?.id).toBe('keys-title');
    doing(() => get('key-forward-0').click());
    expect(text('key-forward-0')).toBe('Press a key…');
    doing(() => shown.page.keyDown('KeyS'));
    expect(text('key-problem')).toContain('S is already the key for “Backward”');
    expect(await violations()).toEqual([]);
    doing(() => shown.page.keyDown('KeyI'));
    expect(text('key-forward-0')).toBe('I');
    expect(text('keys-hint')).toBe('Keys: I A S D, ↑ ← ↓ →.');
    doing(() => get('stop').click());
    expect(shown.page.relay.socket.all('stop')).toHaveLength(1);
    doing(() => get('keys-reset').click());
    expect(text('keys-hint')).toBe('Keys: W A S D, ↑ ← ↓ →.');
    doing(() => get('keys-close').click());
    expect(find('keys-dialog')).toBeNull();
    expect(document.activeElement).toBe(get('keys-open'));
  });
});
