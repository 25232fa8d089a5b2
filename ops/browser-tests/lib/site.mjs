// What the tests of one file share: the product as `ops/demo` starts it, and one browser.
import { after, before } from 'node:test';
import { startBrowser } from './browser.mjs';
import { startDemo } from './demo.mjs';
import { startScreen } from './screen.mjs';

/**
 * To be called within `describe`; `demo` and `browser` are there when its first test begins. `onScreen`: the browser is shown on a `screen`
 * of its own, which has real keys and a real mouse.
 */
export function startedSite({ onScreen = false } = {}) {
  const site = { demo: undefined, browser: undefined, screen: undefined };
  before(async () => {
    site.demo = await startDemo();
    if (onScreen) site.screen = await startScreen();
    site.browser = await startBrowser(site.screen);
  });
  after(async () => {
    await site.browser?.stop();
    await site.screen?.stop();
    await site.demo?.stop();
  });
  return site;
}
