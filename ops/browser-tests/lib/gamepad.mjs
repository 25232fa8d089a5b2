// A gamepad that isn't there: Chromium offers none to a script, so the page is given one before it loads.

/** Call it before the page is opened. */
export async function offerGamepad(page) {
  await page.addInitScript(() => {
    let pad = null;
    navigator.getGamepads = () => [null, pad];
    const tell = (type) => window.dispatchEvent(new Event(type));
    const change = (changes) => {
      pad = { ...pad, ...changes, timestamp: performance.now() };
    };
    window.fakeGamepad = {
      plug: (x, y, mapping = 'standard') => {
        const buttons = Array.from({ length: 16 }, () => ({ pressed: false, touched: false, value: 0 }));
        pad = { index: 1, id: 'Test pad', connected: true, mapping, buttons };
        change({ axes: [x, y, 0, 0] });
        tell('gamepadconnected');
      },
      /** As Chromium does it; `silently`: before its event. */
      unplug: (silently) => {
        pad = null;
        if (!silently) tell('gamepaddisconnected');
      },
      stick: (x, y) => change({ axes: [x, y, 0, 0] }),
      button: (at, pressed) =>
        change({ buttons: pad.buttons.map((button, i) => (i === at ? { ...button, pressed } : button)) }),
    };
  });
  const call =
    (name) =>
    (...args) =>
      page.evaluate(([method, values]) => window.fakeGamepad[method](...values), [name, args]);
  return { plug: call('plug'), unplug: call('unplug'), stick: call('stick'), button: call('button') };
}
