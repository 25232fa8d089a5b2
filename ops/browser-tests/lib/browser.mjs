// A real Chromium, and the page as a person uses it.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { pause, until } from './demo.mjs';

const SCREENSHOTS = fileURLToPath(new URL('../target/', import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `screen`: shown there, with real keys and a real mouse; else headless. */
export async function startBrowser(screen) {
  const server = await chromium.launchServer({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: screen === undefined ? FLAGS : FLAGS.filter((flag) => flag !== '--headless'),
    headless: screen === undefined,
    env: screen?.env ?? process.env,
  });
  const browser = await chromium.connect(server.wsEndpoint());
  return {
    newPage: async (options = {}) => {
      const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-GB', ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      return page;
    },
    /** SIGKILL to all its processes, as when a machine loses its power. Returns the moment just before. */
    kill: () => {
      const atNs = process.hrtime.bigint();
      process.kill(-server.process().pid, 'SIGKILL');
      return atNs;
    },
    stop: async () => {
      await browser.close();
      await server.close();
    },
  };
}

export async function screenshot(page, name, { fullPage = true } = {}) {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png`, fullPage });
}

/** A picture of the whole page resizes the screen for a moment, which takes a stick out of the hand. */
export async function screenshotOfScreen(page, name) {
  await screenshot(page, name, { fullPage: false });
}

export async function logIn(page, demo) {
  await page.goto(demo.url);
  await page.getByTestId('login-username').fill(demo.username);
  await page.getByTestId('login-password').fill(demo.password);
  await page.getByTestId('login-submit').click();
  await page.getByTestId(`robot-${demo.robotId}`).waitFor();
}

export async function openRobot(page, demo) {
  await page.getByTestId(`robot-${demo.robotId}`).click();
  await state(page, 'connection-state', 'ready');
}

/** Waits until an element shows that state. */
export async function state(page, testId, wanted) {
  await page.locator(`[data-testid="${testId}"][data-state="${wanted}"]`).waitFor();
}

/**
 * Takes the lease and releases the stop: afterwards a held key moves the robot. A page that was killed keeps its lease
 * for 10 s; until then the robot refuses, and this asks again.
 */
export async function takeWheel(page) {
  const lease = page.getByTestId('lease-state');
  const take = page.getByTestId('take-lease').and(page.locator('[aria-disabled="false"]'));
  await until('the lease', 20_000, async () => {
    if ((await lease.getAttribute('data-state')) === 'mine') return true;
    if (await take.isVisible()) await take.click();
    await pause(300);
    return false;
  });
  await pause(200); // a beacon of the new term: 50 Hz
  const latch = await page.getByTestId('latch-state').getAttribute('data-state');
  if (latch === 'stop' || latch === 'administrator') {
    await page.getByTestId('release-stop').and(page.locator('[aria-disabled="false"]')).click();
  }
  await state(page, 'latch-state', 'none');
}

/** Gives the lease back when this page has it, so that the next one needn't wait for its end. */
export async function leaveWheel(page) {
  const release = page.getByTestId('release-lease').and(page.locator('[aria-disabled="false"]'));
  if (await release.isVisible()) {
    await release.click();
    await state(page, 'lease-state', 'free');
  }
}

/** What axe-core finds serious or critical, in sentences. */
export async function seriousOn(page) {
  await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
  assert.ok(passes.length > 0, 'axe looked at nothing');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
