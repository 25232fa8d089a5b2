// The driving page in a real browser, with a relay and a time that do as a test says: for what no robot has to take part in.
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const FRONTEND = fileURLToPath(new URL('../../../frontend/', import.meta.url));
const ENTRY = 'src/testing/staged.html';

/** A server for the staged page: `url`, and `stop()`. Two files that run at once have `cache` folders of their own. */
export async function startStage(cache) {
  const vite = await import(pathToFileURL(createRequire(`${FRONTEND}package.json`).resolve('vite')));
  const server = await vite.createServer({
    root: FRONTEND,
    configFile: `${FRONTEND}vite.config.ts`,
    cacheDir: `${FRONTEND}target/stage-${cache}`,
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
  });
  await server.listen();
  const { port } = server.httpServer.address();
  return { url: `http://127.0.0.1:${port}/${ENTRY}`, stop: () => server.close() };
}

/** The staged page, connected and driven by an administrator, whose page has the most to show. `pass` lets its time go on and the browser draw. */
export async function openStage(browser, stage, options = {}) {
  const page = await browser.newPage(options);
  await page.goto(stage.url);
  await page.waitForFunction(() => window.stage !== undefined);
  await page.evaluate(() => {
    window.stage.page.relay.features = ['admin_lock'];
    return window.stage.page.driving();
  });
  const pass = async (ms) => {
    await page.evaluate(async (passMs) => {
      await window.stage.page.pass(passMs);
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    }, ms);
  };
  await pass(100);
  return {
    page,
    pass,
    /** A function that gets the stage, run in the page, and the page drawn afterwards. */
    does: async (run, argument) => {
      await page.evaluate(`(${run})(window.stage, ${JSON.stringify(argument) ?? 'undefined'})`);
      await pass(100);
    },
    setpoint: () => page.evaluate(() => window.stage.page.setpoint),
    stops: () =>
      page.evaluate(
        () => new Set(window.stage.page.relay.socket.all('stop').map(({ stopId }) => stopId)).size,
      ),
    sent: (type) => page.evaluate((wanted) => window.stage.page.relay.socket.last(wanted), type),
  };
}

/** Real fingers: `down`, `move` and `up` by their number; all that are down are told together, at an end those that were lifted. */
export async function fingersOn(page) {
  const devtools = await page.context().newCDPSession(page);
  const down = new Map();
  const send = (type, fingers = down) =>
    devtools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: [...fingers].map(([id, [x, y]]) => ({ x, y, id })),
    });
  return {
    down: async (id, x, y) => {
      down.set(id, [x, y]);
      await send('touchStart');
    },
    move: async (id, x, y) => {
      down.set(id, [x, y]);
      await send('touchMove');
    },
    up: async (id) => {
      const lifted = new Map([[id, down.get(id)]]);
      down.delete(id);
      await send('touchEnd', lifted);
    },
  };
}
