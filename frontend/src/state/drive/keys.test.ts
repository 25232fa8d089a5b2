import { describe, expect, it } from 'vitest';
import { DEFAULT_KEYS, storedForm } from '../../control/key-map.ts';
import { ROBOT } from '../../testing/fake-relay.ts';
import { FakePage } from '../../testing/page.ts';

const speeds = (page: FakePage): [number, number] => [page.setpoint.left, page.setpoint.right];

describe('chosen keys', () => {
  const changed = storedForm({ ...DEFAULT_KEYS, forward: ['KeyI'], stop: ['KeyP'] });

  it('stored ones drive and stop; the former ones don’t', async () => {
    const page = await new FakePage(ROBOT, { keyText: changed }).driving();
    page.keyDown('KeyW');
    await page.pass(20);
    expect(speeds(page)).toEqual([0, 0]);
    page.keyDown('KeyI');
    expect(speeds(page)).toEqual([600, 600]);
    page.keyDown('KeyP');
    expect(page.relay.socket.all('stop')).toHaveLength(1);
    expect(speeds(page)).toEqual([0, 0]);
  });

  it.each(['Space', 'Escape'])(
    '%s stops whatever the keys are, also while one is being chosen',
    async (code) => {
      const page = await new FakePage(ROBOT, { keyText: changed }).driving();
      page.app.drive.chooseKey({ action: 'left', place: 0 });
      page.keyDown(code);
      expect(page.relay.socket.all('stop')).toHaveLength(1);
      expect(page.screen).toMatchObject({ keys: { choosing: undefined } });
    },
  );

  it('the chosen stop stops while another key is being chosen', async () => {
    const page = await new FakePage(ROBOT, { keyText: changed }).driving();
    page.app.drive.chooseKey({ action: 'left', place: 0 });
    page.keyDown('KeyP');
    expect(page.relay.socket.all('stop')).toHaveLength(1);
  });

  it('a key is chosen by pressing it, drives from then on, and is stored', async () => {
    const page = await new FakePage().driving();
    page.app.drive.chooseKey({ action: 'forward', place: 0 });
    page.keyDown('KeyI');
    expect(page.keyText).toContain('KeyI');
    expect(page.setpoint).toMatchObject({ left: 0, right: 0 });
    page.keyUp('KeyI');
    page.keyDown('KeyI');
    expect(speeds(page)).toEqual([600, 600]);
  });

  it('a key that has another action is refused by name, and the choice goes on', async () => {
    const page = await new FakePage().driving();
    page.app.drive.chooseKey({ action: 'forward', place: 0 });
    page.keyDown('KeyS');
    expect(page.screen).toMatchObject({
      keys: { problem: { why: 'used', code: 'KeyS', action: 'backward' }, choosing: { action: 'forward' } },
    });
    expect(page.keyText).toBeUndefined();
    page.keyDown('F5');
    expect(page.screen).toMatchObject({ keys: { problem: { why: 'unusable' } } });
    page.keyDown('KeyI');
    expect(page.screen).toMatchObject({
      keys: { problem: undefined, choosing: undefined, isDefault: false },
    });
    page.app.drive.resetKeys();
    expect(page.screen).toMatchObject({ keys: { keys: DEFAULT_KEYS, isDefault: true } });
    expect(page.keyText).toBeUndefined();
  });

  it('a key that is held when the keys change is let go: its release may mean nothing any more', async () => {
    const page = await new FakePage().driving();
    page.keyDown('KeyW');
    page.app.drive.chooseKey({ action: 'forward', place: 0 });
    expect(speeds(page)).toEqual([0, 0]);
    page.keyDown('KeyI');
    page.keyUp('KeyW');
    await page.pass(40);
    expect(speeds(page)).toEqual([0, 0]);
  });

  it('a key that a reset takes away is let go at once', async () => {
    const page = await new FakePage(ROBOT, { keyText: changed }).driving();
    page.keyDown('KeyI');
    expect(speeds(page)).toEqual([600, 600]);
    page.app.drive.resetKeys();
    expect(speeds(page)).toEqual([0, 0]);
  });

  it('the last key of a direction stays, a stop key may go', async () => {
    const page = await new FakePage(ROBOT, { keyText: changed }).driving();
    page.app.drive.chooseKey({ action: 'forward', place: 0 });
    page.keyDown('Backspace');
    expect(page.screen).toMatchObject({ keys: { keys: { forward: ['KeyI'] } } });
    page.app.drive.chooseKey({ action: 'stop', place: 0 });
    page.keyDown('Backspace');
    expect(page.screen).toMatchObject({ keys: { keys: { stop: [] } } });
  });

  it('what is stored and makes no sense is ignored', async () => {
    const page = await new FakePage(ROBOT, {
      keyText: '{"version":1,"keys":{"forward":["Space"]}}',
    }).driving();
    page.keyDown('KeyW');
    expect(speeds(page)).toEqual([600, 600]);
  });
});
