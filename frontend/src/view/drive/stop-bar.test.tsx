// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { OTHER_TAG, TAG, beaconOf } from '../../testing/fake-relay.ts';
import { FakePage } from '../../testing/page.ts';
import { ShownPage } from '../../testing/shown-page.tsx';

const shown = new ShownPage();
const { show, doing, get, text, pass, says, isEnabled } = shown;

const presses = (): number => new Set(shown.page.relay.socket.all('stop').map(({ stopId }) => stopId)).size;

interface Told {
  readonly at?: 'stop' | 'stop-zone' | 'stop-state';
  readonly timeStamp: number;
  readonly detail?: number;
  readonly isPrimary?: boolean;
  readonly button?: number;
}

/** One event as a browser tells it, with its time. */
function tell(
  type: string,
  { at = 'stop', timeStamp, detail = 0, isPrimary = true, button = 0 }: Told,
): void {
  const event =
    type === 'click'
      ? new MouseEvent(type, { bubbles: true, cancelable: true, detail })
      : type === 'touchstart'
        ? new Event(type, { bubbles: true })
        : new PointerEvent(type, { bubbles: true, isPrimary, button, pointerId: isPrimary ? 1 : 2 });
  Object.defineProperty(event, 'timeStamp', { value: timeStamp });
  doing(() => void get(at).dispatchEvent(event));
}

const watching = (): Promise<void> => show(() => new FakePage().connected({ holder: OTHER_TAG }));
const driving = (): Promise<void> => show(() => new FakePage().driving());

describe.each([
  ['who drives', driving],
  ['who watches', watching],
])('STOP of %s', (_name, open) => {
  it.each([
    ['a finger that isn’t the first', { isPrimary: false }],
    ['the middle mouse button', { button: 1 }],
    ['the right mouse button', { button: 2 }],
    ['a palm beside the button', { at: 'stop-zone' }],
    ['a finger on the words above it', { at: 'stop-state' }],
  ] as const)('is pressed by the beginning of %s, whatever becomes of it', async (_what, told) => {
    await open();
    tell('pointerdown', { timeStamp: 100, ...told });
    expect(presses()).toBe(1);
    tell('pointercancel', { timeStamp: 150, ...told });
    expect(presses()).toBe(1);
  });

  it('is one press for all that a browser tells of one', async () => {
    await open();
    tell('pointerdown', { timeStamp: 100 });
    tell('touchstart', { timeStamp: 100 });
    tell('pointerup', { timeStamp: 5100 });
    tell('click', { timeStamp: 5101, detail: 1 });
    expect(presses()).toBe(1);
    tell('pointerdown', { timeStamp: 5400 });
    tell('pointerup', { timeStamp: 5450 });
    tell('click', { timeStamp: 5450, detail: 2 });
    expect(presses()).toBe(2);
  });

  it('is pressed by a touch whose pointer a scrolling finger keeps from being told', async () => {
    await open();
    tell('touchstart', { timeStamp: 100 });
    expect(presses()).toBe(1);
    tell('touchstart', { timeStamp: 600 });
    expect(presses()).toBe(2);
  });

  it('is pressed by a key and by assistive technology, also right after a finger slid off', async () => {
    await open();
    tell('click', { timeStamp: 100 });
    expect(presses()).toBe(1);
    tell('click', { timeStamp: 900, detail: 1 });
    expect(presses()).toBe(2);
    tell('pointerdown', { timeStamp: 1000 });
    tell('pointerup', { timeStamp: 1100 });
    tell('click', { timeStamp: 1150 });
    expect(presses()).toBe(4);
  });

  it('is pressed once by a key that is held', async () => {
    await open();
    const down = (repeat: boolean): boolean =>
      get('stop').dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', repeat, bubbles: true, cancelable: true }),
      );
    expect(down(false)).toBe(true);
    expect(down(true)).toBe(false);
  });
});

describe('releasing what was read', () => {
  const stopped = { holder: TAG, leaseRemainingMs: 600_000, latchKind: 'stop' } as const;
  const released = (): unknown => shown.page.relay.socket.last('release_stop')?.latch;

  async function stoppedAndRead(): Promise<void> {
    await show(() => new FakePage().driving());
    says({ ...stopped, latchCounter: 5, stamp: 1500 });
    await pass(100); // until it is drawn
    await pass(800);
    expect(isEnabled('release-stop')).toBe(true);
  }

  const newStop = (): void =>
    doing(() => shown.page.relay.socket.saysBinary(beaconOf({ ...stopped, latchCounter: 6, stamp: 1510 })));
  const press = (type: string, init: object = {}): void =>
    doing(
      () =>
        void get('release-stop').dispatchEvent(
          type.startsWith('key')
            ? new KeyboardEvent(type, { bubbles: true, cancelable: true, key: 'Enter', ...init })
            : new PointerEvent(type, { bubbles: true, ...init }),
        ),
    );

  it('a click that was under way when another stop came releases nothing, and the page says why', async () => {
    await stoppedAndRead();
    press('pointerdown');
    newStop();
    press('click', { detail: 1 });
    expect(released()).toBeUndefined();
    await pass(100);
    expect(text('release-note')).toContain('only just been set');
    expect(isEnabled('release-stop')).toBe(false);
  });

  it('nor does it when the button is held until the newer stop could be read', async () => {
    await stoppedAndRead();
    press('pointerdown');
    newStop();
    await pass(100); // until it is drawn
    await pass(800);
    expect(isEnabled('release-stop')).toBe(true);
    press('click', { detail: 1 });
    expect(released()).toBeUndefined();
    expect(text('release-note')).toContain('newer stop was set meanwhile');
    press('pointerdown');
    press('click', { detail: 1 });
    expect(released()).toEqual([7, 6]);
  });

  it('nor does a press that began too early and ended late enough', async () => {
    await stoppedAndRead();
    newStop();
    await pass(100);
    await pass(500);
    press('keydown');
    await pass(300);
    press('click');
    expect(released()).toBeUndefined();
    expect(text('release-note')).toContain('newer stop was set meanwhile');
  });

  it('a key that is held presses once', async () => {
    await stoppedAndRead();
    const repeat = new KeyboardEvent('keydown', {
      key: 'Enter',
      repeat: true,
      bubbles: true,
      cancelable: true,
    });
    get('release-stop').dispatchEvent(repeat);
    expect(repeat.defaultPrevented).toBe(true);
  });

  it('assistive technology, which presses without a beginning, releases what is shown', async () => {
    await stoppedAndRead();
    press('click');
    expect(released()).toEqual([7, 5]);
  });
});
