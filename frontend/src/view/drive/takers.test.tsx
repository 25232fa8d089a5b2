// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { listen } from '../../adapters/page.ts';
import { FakePage } from '../../testing/page.ts';
import { ShownPage } from '../../testing/shown-page.tsx';

const shown = new ShownPage();
const { show, doing, get, text, pass } = shown;

function key(type: string, code: string, changes: KeyboardEventInit = {}): KeyboardEvent {
  return new KeyboardEvent(type, { code, bubbles: true, cancelable: true, ...changes });
}

function tells(target: EventTarget, type: string): Event {
  const event = new Event(type, { bubbles: true, cancelable: true });
  doing(() => void target.dispatchEvent(event));
  return event;
}

/** A finger's long press on a control of the page. */
function longPress(testId: string, last: 'touch' | 'mouse'): Event {
  const control = get(testId);
  control.setPointerCapture = () => undefined;
  doing(() => {
    const down = { bubbles: true, pointerId: 1, button: 0, pointerType: last };
    control.dispatchEvent(new PointerEvent('pointerdown', down));
  });
  expect(shown.page.setpoint.left).toBe(600);
  return tells(control, 'contextmenu');
}

async function holdingW(): Promise<void> {
  await show(() => new FakePage().driving());
  listen(shown.page.app);
  await pass(100);
  doing(() => void document.body.dispatchEvent(key('keydown', 'KeyW')));
  expect(shown.page.setpoint.left).toBe(600);
}

describe('what may take a release away', () => {
  it.each([
    'contextmenu',
    'dragstart',
    'compositionstart',
    'beforeprint',
    'beforeunload',
    'beforetoggle',
    'cancel',
    'fullscreenchange',
    'pointerlockchange',
  ])('%s lets go at once, says so, and only a fresh press drives on', async (type) => {
    await holdingW();
    const before = shown.page.setpoints.length;
    tells(document.body, type);
    expect(shown.page.setpoints.slice(before).map(({ left }) => left)).toEqual([0, 0, 0]);
    doing(() => void document.body.dispatchEvent(key('keydown', 'KeyW', { repeat: true })));
    await pass(200);
    expect(shown.page.setpoint.left).toBe(0);
    expect(text('hand')).toContain('press again to drive on');
    doing(() => {
      document.body.dispatchEvent(key('keyup', 'KeyW'));
      document.body.dispatchEvent(key('keydown', 'KeyW'));
    });
    await pass(100);
    expect(shown.page.setpoint.left).toBe(600);
    expect(text('hand')).toBe('');
  });

  it('the focus in a text field does, and in a slider it doesn’t', async () => {
    await holdingW();
    tells(get('speed'), 'focusin');
    expect(shown.page.setpoint.left).toBe(600);
    const field = document.body.appendChild(document.createElement('input'));
    tells(field, 'focusin');
    expect(shown.page.setpoint.left).toBe(0);
  });

  it('an input method’s key does', async () => {
    await holdingW();
    doing(() => void document.body.dispatchEvent(key('keydown', 'KeyX', { key: 'Process' })));
    expect(shown.page.setpoint.left).toBe(0);
  });

  it('a menu is prevented while this page drives, and not otherwise', async () => {
    await holdingW();
    expect(tells(document.body, 'contextmenu').defaultPrevented).toBe(true);
    doing(() => shown.page.app.logout());
    expect(tells(document.body, 'contextmenu').defaultPrevented).toBe(false);
  });

  it('a finger that stays on a button drives on: no menu opens', async () => {
    await show(() => new FakePage().driving());
    listen(shown.page.app);
    await pass(100);
    expect(longPress('pad-forward', 'touch').defaultPrevented).toBe(true);
    expect(shown.page.setpoint.left).toBe(600);
  });

  it('the mouse’s menu on a button lets go although it is prevented', async () => {
    await show(() => new FakePage().driving());
    listen(shown.page.app);
    await pass(100);
    longPress('pad-forward', 'mouse');
    expect(shown.page.setpoint.left).toBe(0);
  });
});

describe('the focus', () => {
  it('leaves a button that was clicked, and stays on one that was pressed by a key', async () => {
    await show(() => new FakePage().driving());
    listen(shown.page.app);
    await pass(100);
    const release = get('release-lease');
    release.focus();
    doing(() => void release.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 0 })));
    expect(document.activeElement).toBe(release);
    doing(() => void release.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 })));
    expect(document.activeElement).toBe(document.body);
  });

  it('goes where the click sent it', async () => {
    await show(() => new FakePage().driving());
    listen(shown.page.app);
    await pass(100);
    get('keys-open').focus();
    doing(() => void get('keys-open').dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 })));
    expect(document.activeElement?.id).toBe('keys-title');
  });
});
