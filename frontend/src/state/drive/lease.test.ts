import { describe, expect, it } from 'vitest';
import { OTHER_TAG, ROBOT, TAG, beaconOf } from '../../testing/fake-relay.ts';
import { FakePage } from '../../testing/page.ts';
import type { Code, JsonMessage } from '../../wire/json-messages.ts';

const INSTANCE = 'f'.repeat(32);

function requested(holder: string, remainingMs: number, name = 'Anna'): JsonMessage {
  return { type: 'lease_requested', robot_id: ROBOT, holder, holder_name: name, remaining_ms: remainingMs };
}

function refused(request: string, code: Code): JsonMessage {
  return { type: 'refused', request, code, message: '' };
}

async function watching(): Promise<FakePage> {
  return new FakePage().connected({ holder: OTHER_TAG, leaseRemainingMs: 600_000 });
}

describe('asking for control', () => {
  it('asks, counts down from the driver’s time, and drives when it is handed over', async () => {
    const page = await watching();
    page.app.drive.wish('request');
    expect(page.relay.socket.last('request_lease')).toBeDefined();
    expect(page.drive.negotiation.asking).toBe('request');
    page.relay.socket.says(requested(TAG, 10_000));
    expect(page.drive.negotiation).toMatchObject({ asking: undefined, waitsMs: 10_000, askers: [] });
    await page.pass(4000);
    expect(page.drive.negotiation.waitsMs).toBe(6000);
    page.relay.socket.says(requested(TAG, 0));
    page.relay.lease([7, 4], TAG, 'handed_over');
    await page.pass(20);
    expect(page.drive).toMatchObject({ lease: { name: 'mine' }, leaseCause: 'handed_over' });
    expect(page.drive.negotiation.waitsMs).toBeUndefined();
    expect(page.setpoint).toMatchObject({ term: [7, 4], left: 0, right: 0 });
  });

  it.each(['declined', 'unanswered'] as const)('says %s until the next wish', async (code) => {
    const page = await watching();
    page.app.drive.wish('request');
    page.relay.socket.says(requested(TAG, 10_000));
    page.relay.socket.says(refused('request_lease', code));
    expect(page.drive.negotiation).toMatchObject({
      waitsMs: undefined,
      refusal: { request: 'request_lease', code },
    });
    page.app.drive.wish('request');
    expect(page.drive.negotiation).toMatchObject({ asking: 'request', refusal: undefined });
  });

  it('a request that nobody ends is over one second after its time', async () => {
    const page = await watching();
    page.app.drive.wish('request');
    page.relay.socket.says(requested(TAG, 10_000));
    await page.pass(10_900);
    expect(page.drive.negotiation.waitsMs).toBe(0);
    await page.pass(300);
    expect(page.drive.negotiation.waitsMs).toBeUndefined();
  });

  it('a request does not outlive the connection', async () => {
    const page = await watching();
    page.app.drive.wish('request');
    page.relay.socket.says(requested(TAG, 10_000));
    page.relay.socket.closes(1006);
    expect(page.drive.negotiation).toMatchObject({ asking: undefined, waitsMs: undefined, present: [] });
  });
});

describe('taking over', () => {
  it('sends take_over and shows why it was refused', async () => {
    const page = await watching();
    page.app.drive.wish('takeOver');
    expect(page.relay.socket.last('take_over')).toBeDefined();
    page.relay.socket.says(refused('take_over', 'higher_rank_needed'));
    expect(page.drive).toMatchObject({
      negotiation: { asking: undefined, refusal: { request: 'take_over', code: 'higher_rank_needed' } },
      refusal: { request: 'take_over', code: 'higher_rank_needed' },
    });
  });

  it('who is taken over knows that the drive was theirs, and sends nothing any more', async () => {
    const page = await new FakePage().driving();
    page.keyDown('KeyW');
    page.relay.lease([7, 4], OTHER_TAG, 'taken_over');
    const sent = page.setpoints.length;
    await page.pass(200);
    expect(page.setpoints).toHaveLength(sent);
    expect(page.drive).toMatchObject({
      lease: { name: 'other' },
      leaseCause: 'taken_over',
      negotiation: { isLost: true },
    });
    page.relay.lease([7, 5], null, 'released');
    await page.pass(100);
    expect(page.drive.negotiation.isLost).toBe(false);
  });
});

describe('being asked', () => {
  it('neither lets go of a held key nor answers by itself', async () => {
    const page = await new FakePage().driving();
    page.keyDown('KeyW');
    page.relay.socket.says(requested(OTHER_TAG, 10_000));
    await page.pass(1000);
    expect(page.setpoint).toMatchObject({ left: 600, right: 600, inputAgeMs: 0 });
    expect(page.drive.negotiation.askers).toEqual([
      { holder: OTHER_TAG, name: 'Anna', remainingMs: 9000, mayHandOver: true },
    ]);
    expect(page.relay.socket.last('answer_request')).toBeUndefined();
    page.relay.socket.says(requested(OTHER_TAG, 0));
    expect(page.drive.negotiation.askers).toEqual([]);
  });

  it('keep says so and drives on', async () => {
    const page = await new FakePage().driving();
    page.keyDown('KeyW');
    page.relay.socket.says(requested(OTHER_TAG, 10_000));
    page.app.drive.answerRequest(OTHER_TAG, false);
    expect(page.relay.socket.last('answer_request')).toEqual({
      type: 'answer_request',
      holder: OTHER_TAG,
      grant: false,
    });
    await page.pass(20);
    expect(page.setpoint).toMatchObject({ left: 600, right: 600 });
    expect(page.drive.negotiation.askers).toEqual([]);
  });

  it('handing over lets go of everything before it says so', async () => {
    const page = await new FakePage().driving();
    page.keyDown('KeyW');
    page.relay.socket.says(requested(OTHER_TAG, 10_000));
    page.app.drive.answerRequest(OTHER_TAG, true);
    const { sent } = page.relay.socket;
    expect(sent.at(-1)).toEqual({ type: 'answer_request', holder: OTHER_TAG, grant: true });
    expect(sent.at(-2)).toMatchObject({ type: 'drive', left: 0, right: 0 });
    await page.pass(40);
    expect(page.setpoint).toMatchObject({ left: 0, right: 0 });
  });

  it('is no business of who doesn’t drive, nor of another robot’s page', async () => {
    const page = await watching();
    page.relay.socket.says(requested('00000000000000aa', 10_000));
    expect(page.drive.negotiation.askers).toEqual([]);
    const driver = await new FakePage().driving();
    driver.relay.socket.says({ ...requested(OTHER_TAG, 10_000), robot_id: 'car-2' } as JsonMessage);
    expect(driver.drive.negotiation.askers).toEqual([]);
  });
});

describe('who is here', () => {
  it('lists everybody by name, oneself and the driver marked', async () => {
    const page = await watching();
    page.relay.socket.says({
      type: 'watchers',
      robot_id: ROBOT,
      watchers: [
        { holder: OTHER_TAG, holder_name: 'Maria' },
        { holder: TAG, holder_name: 'Anna' },
      ],
    });
    expect(page.drive.negotiation.present).toEqual([
      { holder: OTHER_TAG, name: 'Maria', isMe: false, drives: true },
      { holder: TAG, name: 'Anna', isMe: true, drives: false },
    ]);
  });
});

describe('a reload', () => {
  const reloaded = (robotId = ROBOT): FakePage =>
    new FakePage(ROBOT, { visit: { instance: INSTANCE, robotId } });

  it('leaves its instance behind only when it drove', async () => {
    const driving = await new FakePage().driving();
    driving.app.drive.pageLeaving();
    const hello = driving.relay.socket.last('hello');
    expect(hello).toMatchObject({ instance: driving.left?.instance });
    expect(driving.left?.robotId).toBe(ROBOT);
    const other = await watching();
    other.app.drive.pageLeaving();
    expect(other.left).toBeUndefined();
  });

  it('names the instance before it and takes the lease by itself once the robot was heard, and moves nothing', async () => {
    const page = reloaded();
    page.gamepads = [
      { index: 0, name: 'Pad', timestamp: 1, mapping: 'standard', axes: [0, -1], pressed: [] },
    ];
    page.app.start();
    await page.relay.accept();
    expect(page.relay.socket.last('hello')).toMatchObject({ resumes: INSTANCE });
    expect(page.relay.socket.last('take_lease')).toBeUndefined();
    page.relay.socket.saysBinary(beaconOf({ holder: OTHER_TAG, leaseRemainingMs: 9000 }));
    expect(page.relay.socket.all('take_lease')).toHaveLength(1);
    page.relay.lease([7, 4], TAG, 'handed_over');
    page.keyDown('KeyW', { repeat: true });
    await page.pass(1000);
    expect(page.setpoints.every(({ left, right }) => left === 0 && right === 0)).toBe(true);
    expect(page.relay.socket.all('take_lease')).toHaveLength(1);
    page.keyDown('KeyW');
    expect(page.setpoint.left).toBe(600);
  });

  it.each<[Code, number]>([
    ['term_changed', 2],
    ['unavailable', 2],
    ['held', 1],
    ['not_permitted', 1],
  ])('asks again after %s only when that passes by itself', async (code, asked) => {
    const page = reloaded();
    await page.connected();
    page.relay.socket.says(refused('take_lease', code));
    page.relay.socket.saysBinary(beaconOf({ stamp: 1100 }));
    page.relay.socket.saysBinary(beaconOf({ stamp: 1200 }));
    expect(page.relay.socket.all('take_lease')).toHaveLength(asked);
  });

  it('does not ask for ever', async () => {
    const page = reloaded();
    await page.connected();
    for (let stamp = 1100; stamp < 1200; stamp += 1) {
      page.relay.socket.says(refused('take_lease', 'unavailable'));
      page.relay.socket.saysBinary(beaconOf({ stamp }));
    }
    expect(page.relay.socket.all('take_lease')).toHaveLength(5);
  });

  it('takes nothing when the robot was not heard for 10 s, and nothing again after it was given back', async () => {
    const late = reloaded();
    late.app.start();
    await late.relay.accept();
    await late.pass(10_100);
    const socket = late.relay.socket.closed ? await late.relay.accept() : late.relay.socket;
    socket.saysBinary(beaconOf());
    expect(socket.last('take_lease')).toBeUndefined();

    const page = reloaded();
    await page.connected();
    page.relay.lease([7, 4], TAG, 'taken');
    page.app.drive.wish('release');
    page.relay.lease([7, 5], null, 'released');
    await page.pass(1000);
    expect(page.relay.socket.all('take_lease')).toHaveLength(1);
  });

  it('a page that is no reload, or of another robot, takes nothing', async () => {
    const fresh = await new FakePage().connected();
    expect(fresh.relay.socket.last('take_lease')).toBeUndefined();
    expect(fresh.relay.socket.last('hello')).not.toHaveProperty('resumes');
    const other = await reloaded('car-2').connected();
    expect(other.relay.socket.last('take_lease')).toBeUndefined();
    expect(other.relay.socket.last('hello')).not.toHaveProperty('resumes');
  });
});
