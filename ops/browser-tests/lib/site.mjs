// What the tests of one file share: the product as `ops/demo` starts it, and one browser.
import { after, before } from 'node:test';
import { startBrowser } from './browser.mjs';
import { startDemo } from './demo.mjs';

/** To be called within `describe`; `demo` and `browser` are there when its first test begins. */
export function startedSite() {
  const site = { demo: undefined, browser: undefined };
  before(async () => {
    site.demo = await startDemo();
    site.browser = await startBrowser();
  });
  after(async () => {
    await site.browser?.stop();
    await site.demo?.stop();
  });
  return site;
}
