// A screen of one's own with real keys and a real mouse: what headless Chromium's synthetic events leave out, for
// example a menu that keeps the release of a key to itself.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Xvfb chooses the display. Ends with `stop`. */
export async function startScreen() {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = await once(createInterface({ input: server.stdio[3] }), 'line');
  const env = { ...process.env, DISPLAY: `:${number}` };
  const manager = spawn('openbox', ['--sm-disable'], { env, stdio: 'ignore' });
  const xdotool = (...args) => execFileSync('xdotool', args, { env, timeout: 10_000, encoding: 'utf8' });
  return {
    env,
    keyDown: (key) => xdotool('keydown', key),
    keyUp: (key) => xdotool('keyup', key),
    press: (key) => xdotool('key', key),
    moveTo: (x, y) => xdotool('mousemove', String(x), String(y)),
    click: (button) => xdotool('click', String(button)),
    stop: async () => {
      for (const child of [manager, server]) {
        const gone = child.exitCode === null ? once(child, 'exit') : undefined;
        child.kill('SIGTERM');
        await gone;
      }
    },
  };
}
