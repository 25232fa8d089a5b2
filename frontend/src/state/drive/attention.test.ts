import { describe, expect, it } from 'vitest';
import { FakePage } from '../../testing/page.ts';

async function drivingForward(): Promise<FakePage> {
  const page = await new FakePage().driving();
  page.keyDown('KeyW');
  await page.pass(100);
  expect(page.setpoint).toMatchObject({ left: 600, right: 600 });
  return page;
}

describe('a page that loses its person', () => {
  it('sends neutral synchronously, a few times, when attention is lost', async () => {
    const page = await drivingForward();
    const before = page.setpoints.length;
    page.app.drive.attentionLost();
    const burst = page.setpoints.slice(before);
    expect(burst).toHaveLength(3);
    expect(burst.every(({ left, right }) => left === 0 && right === 0)).toBe(true);
    expect(new Set(burst.map(({ sequence }) => sequence)).size).toBe(3);
  });

  it('does not drive again by the repeats of a key that is still down, only by a new press', async () => {
    const page = await drivingForward();
    page.app.drive.attentionLost();
    for (let i = 0; i < 10; i += 1) {
      page.keyDown('KeyW', { repeat: true });
      await page.pass(50);
    }
    expect(page.setpoint).toMatchObject({ left: 0, right: 0 });
    expect(page.setpoint.inputAgeMs).toBe(500);
    page.keyUp('KeyW');
    page.keyDown('KeyW');
    expect(page.setpoint).toMatchObject({ left: 600, right: 600, inputAgeMs: 0 });
  });

  it('does not trust the events alone: a page found unattended at a tick lets go, too', async () => {
    const page = await drivingForward();
    page.attended = false;
    await page.pass(20);
    expect(page.setpoint).toMatchObject({ left: 0, right: 0 });
    page.attended = true;
    await page.pass(100);
    expect(page.setpoint).toMatchObject({ left: 0, right: 0 });
  });

  it('a key that is pressed in an unattended page does not drive', async () => {
    const page = await new FakePage().driving();
    page.attended = false;
    page.keyDown('KeyW');
    expect(page.setpoint).toMatchObject({ left: 0, right: 0 });
  });

  it('a tick that comes late is neutral: a release may be waiting behind it', async () => {
    const page = await drivingForward();
    const before = page.setpoints.length;
    page.time.stall(300);
    await page.pass(0);
    expect(page.setpoints[before]).toMatchObject({ left: 0, right: 0 });
    await page.pass(20);
    expect(page.setpoint).toMatchObject({ left: 600, right: 600 });
  });

  it('after a second of standing still nothing counts as held', async () => {
    const page = await drivingForward();
    page.time.stall(1100);
    await page.pass(200);
    expect(page.setpoint).toMatchObject({ left: 0, right: 0 });
  });

  it('a page that is left tells the robot neutral and gives the lease back', async () => {
    const page = await drivingForward();
    page.app.drive.pageLeaving();
    expect(page.setpoint).toMatchObject({ left: 0, right: 0 });
    expect(page.relay.socket.last('release_lease')).toBeDefined();
  });

  it('a pad button that is held counts like a key and ends like one', async () => {
    const page = await new FakePage().driving();
    page.app.drive.press('pad-forward', 'forward');
    expect(page.setpoint).toMatchObject({ left: 600, right: 600, inputAgeMs: 0 });
    page.app.drive.release('pad-forward');
    expect(page.setpoint).toMatchObject({ left: 0, right: 0 });
  });
});
