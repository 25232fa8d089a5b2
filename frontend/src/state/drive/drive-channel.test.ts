import { describe, expect, it } from 'vitest';
import type { Channel, ChannelEvents } from '../../link/channel.ts';
import type { LinkState } from '../../link/link-state.ts';
import { ROBOT, TAG, beaconOf } from '../../testing/fake-relay.ts';
import { FakeTime } from '../../testing/fake-time.ts';
import type { JsonMessage } from '../../wire/json-messages.ts';
import type { Drive, Stop } from '../../wire/messages.ts';
import { DriveSession } from './drive-session.ts';
import type { DriveState } from './drive-state.ts';

/** A way to a robot without socket, ticket or relay. */
class Wire implements Channel {
  state: LinkState = { name: 'connecting' };
  readonly status = { relay: undefined, isStandbyReady: false, wentOverAtMs: undefined };
  driving = false;
  readonly drives: Drive[] = [];
  readonly stops: Stop[] = [];
  readonly events: JsonMessage[] = [];
  private readonly told: ChannelEvents;

  constructor(told: ChannelEvents) {
    this.told = told;
  }

  open(): void {
    this.enter({ name: 'ready', holder: TAG, node: 'none', mayLock: false });
  }

  close(): void {
    this.enter({ name: 'ended', why: 'left' });
  }

  setDriving(driving: boolean): void {
    this.driving = driving;
  }

  offer(drive: Drive): 'sent' {
    this.drives.push(drive);
    return 'sent';
  }

  sendStop(stop: Stop): boolean {
    this.stops.push(stop);
    return true;
  }

  sendEvent(message: JsonMessage): boolean {
    this.events.push(message);
    return true;
  }

  says(message: Parameters<ChannelEvents['onMessage']>[0]): void {
    this.told.onMessage(message);
  }

  private enter(state: LinkState): void {
    this.state = state;
    this.told.onState(state);
  }
}

describe('a drive', () => {
  it('goes over any channel: it chooses the robot, drives, stops and leaves', async () => {
    const time = new FakeTime();
    const channels: Wire[] = [];
    let state: DriveState | undefined;
    const session = new DriveSession({
      ports: {
        clock: time,
        timers: time,
        randomBytes: (count) => new Uint8Array(count).fill(7),
        isAttended: () => true,
        readGamepads: () => [],
      },
      channel: (events) => {
        const wire = new Wire(events);
        channels.push(wire);
        return wire;
      },
      resumes: false,
      robotId: ROBOT,
      robotName: 'Tank',
      speedPercent: 60,
      onState: (now) => {
        state = now;
      },
      onShut: () => false,
    });
    session.open();
    const [wire] = channels;
    if (wire === undefined) throw new Error('the session has no channel');
    expect(wire.events).toEqual([{ type: 'select_robot', robot_id: ROBOT }]);

    wire.says(beaconOf({ holder: TAG, leaseRemainingMs: 600_000 }));
    expect([wire.driving, state?.lease.name]).toEqual([true, 'mine']);
    session.cockpit.press('key', 'forward');
    await time.pass(100);
    expect(wire.drives.at(-1)).toMatchObject({ left: 600, right: 600 });

    session.stop();
    expect(wire.stops).toHaveLength(1);
    expect(wire.drives.at(-1)).toMatchObject({ left: 0, right: 0 });

    session.close();
    expect(wire.events.at(-1)).toEqual({ type: 'release_lease' });
    expect(wire.state).toEqual({ name: 'ended', why: 'left' });
  });
});
