import type { Direction } from '../control/held-controls.ts';
import type { EndWhy, RetryWhy } from '../link/link-state.ts';
import type { Fault } from '../state/drive-state.ts';
import type { LoginProblem } from '../state/app.ts';
import type { LeaseCause } from '../wire/json-messages.ts';
import type { JsonOnlyCode, Reason } from '../wire/reasons.ts';

/** Every word that the page shows. A language is one more object of this shape in `catalogues`. */
export interface Strings {
  readonly language: string;
  readonly product: string;
  readonly login: {
    readonly title: string;
    readonly lead: string;
    readonly username: string;
    readonly password: string;
    readonly totp: string;
    readonly totpHint: string;
    readonly submit: string;
    readonly busy: string;
    readonly problems: Readonly<Record<LoginProblem['why'], string>>;
  };
  readonly robots: {
    readonly title: string;
    readonly lead: string;
    readonly loading: string;
    readonly none: string;
    readonly online: string;
    readonly offline: string;
    readonly problem: string;
    readonly logout: string;
  };
  readonly drive: {
    readonly back: string;
    readonly leaveAnyway: string;
    readonly leaveWarning: string;
    readonly stop: string;
    readonly stopHint: string;
    readonly stopIdle: string;
    readonly stopSending: string;
    readonly stopLatched: string;
    readonly stopUnconfirmed: string;
    readonly stopUnconfirmedLatched: string;
    stopConfirmed(afterMs: number): string;
    /** The connection in few words. */
    readonly connecting: string;
    readonly connected: string;
    readonly waiting: Readonly<Record<RetryWhy, string>>;
    readonly ended: Readonly<Record<EndWhy, string>>;
    readonly connection: string;
    readonly robotOffline: string;
    readonly robotSilent: string;
    readonly boardGone: string;
    capLowered(percent: number): string;
    readonly faults: Readonly<Record<Fault, string>>;
    readonly lease: string;
    readonly leaseUnknown: string;
    readonly leaseFree: string;
    leaseMine(left: string): string;
    leaseOther(name: string | undefined): string;
    readonly leaseCauses: Readonly<Partial<Record<LeaseCause, string>>>;
    readonly take: string;
    readonly taking: string;
    readonly extend: string;
    readonly release: string;
    readonly releasing: string;
    readonly safety: string;
    readonly latchUnknown: string;
    readonly latchNone: string;
    readonly latchFailsafeMine: string;
    readonly latchFailsafeOther: string;
    readonly latchStopMine: string;
    readonly latchStopOther: string;
    readonly latchAdministrator: string;
    readonly releaseStop: string;
    readonly releaseStopWaits: string;
    readonly controls: string;
    readonly controlsLocked: string;
    readonly directions: Readonly<Record<Direction, string>>;
    readonly hold: string;
    readonly keys: string;
    readonly speed: string;
    readonly motors: string;
    readonly leftMotor: string;
    readonly rightMotor: string;
    readonly figures: string;
    readonly battery: string;
    readonly roundTrip: string;
    readonly loopAge: string;
    readonly roundTripHint: string;
    readonly loopAgeHint: string;
    readonly unknown: string;
    lastKnown(text: string): string;
    ms(value: number): string;
    percent(value: number): string;
    volts(millivolts: number): string;
    duration(ms: number): string;
    readonly refusal: string;
    readonly refusalNone: string;
    refusalOver(text: string): string;
    readonly refusalCounts: string;
  };
  readonly codes: Readonly<Record<Exclude<Reason, 'accepted'> | JsonOnlyCode, string>>;
  unknownCode(code: string, message: string): string;
}

export type Language = 'en';

const english: Strings = {
  language: 'en',
  product: 'Havatar Relay',
  login: {
    title: 'Sign in',
    lead: 'Drive a robot that is somewhere else.',
    username: 'User name',
    password: 'Password',
    totp: 'One-time code',
    totpHint: 'Six digits from your authenticator app. Leave it empty if you have not set one up.',
    submit: 'Sign in',
    busy: 'Signing in…',
    problems: {
      denied: 'That user name, password or one-time code is not right. Check them and try again.',
      refused: 'The relay did not accept that. Check what you typed and try again.',
      not_permitted: 'This account may not sign in here. Ask the person who gave it to you.',
      rate_limited: 'Too many tries. Wait a minute, then try again.',
      unreachable: 'The relay can’t be reached. Check your internet connection and try again.',
      unavailable: 'The relay has a problem right now. Try again in a moment.',
      expired: 'Your session has ended. Sign in again to go on.',
    },
  },
  robots: {
    title: 'Robots',
    lead: 'Choose the robot that you want to drive or watch.',
    loading: 'Looking for your robots…',
    none: 'No robot has been shared with you yet. Ask its owner to share it.',
    online: 'Online',
    offline: 'Offline',
    problem: 'The list can’t be brought up to date right now. Trying again.',
    logout: 'Sign out',
  },
  drive: {
    back: 'Robots',
    leaveAnyway: 'Leave anyway',
    leaveWarning: 'Your stop is not confirmed yet. Leaving ends its repetition.',
    stop: 'STOP',
    stopHint: 'Space or Esc',
    stopIdle: 'Anyone watching may stop the robot.',
    stopSending: 'Stopping…',
    stopLatched: 'The robot has the stop, its motors are running down…',
    stopUnconfirmed: 'NOT confirmed: no answer from the robot. The stop is being repeated.',
    stopUnconfirmedLatched:
      'NOT confirmed: the robot has the stop but its motors don’t report zero yet. It is being repeated.',
    stopConfirmed: (afterMs) => `Stopped, confirmed by the robot after ${Math.round(afterMs)} ms.`,
    connecting: 'Connecting…',
    connected: 'Connected',
    waiting: {
      unreachable: 'Relay not reachable, trying again…',
      unavailable: 'Relay not available, trying again…',
      rate_limited: 'Too many attempts, waiting…',
      dead: 'Relay does not answer, reconnecting…',
      lost: 'Connection lost, reconnecting…',
      going_away: 'Relay restarts, reconnecting…',
    },
    ended: {
      login: 'Signed out',
      not_permitted: 'You may not use this robot. Ask its owner.',
      replaced: 'This page was connected a second time. Reload it to go on here.',
      version: 'This page is out of date. Reload it.',
      left: 'Disconnected',
    },
    connection: 'Connection',
    robotOffline: 'The robot is offline. It stops by itself; this page goes on as soon as it is back.',
    robotSilent: 'No news from the robot right now. What you see may be out of date.',
    boardGone: 'The robot’s motor board is unplugged or does not answer. It can’t move until it is back.',
    capLowered: (percent) => `The robot limits its speed to ${percent} % because the connection is slow.`,
    faults: {
      batteryLow: 'The battery is low. Bring the robot to its charger.',
      motorDriver: 'The motor driver reports a fault. Have the robot looked at.',
      boardRestarted: 'The motor board has restarted.',
      serialUnhealthy: 'The cable to the motor board is unreliable. Have it checked.',
    },
    lease: 'Who drives',
    leaseUnknown: 'Not known yet',
    leaseFree: 'Nobody drives',
    leaseMine: (left) => `You drive, ${left} left`,
    leaseOther: (name) => (name === undefined ? 'Somebody else drives' : `${name} drives`),
    leaseCauses: {
      taken_over: 'The controls were taken over.',
      revoked: 'The right to drive was withdrawn.',
      expired: 'The time was up.',
      silent: 'Given back: the robot heard nothing from the driver for 10 seconds.',
      idle: 'Given back: nobody touched the controls for a minute.',
      restart: 'The robot has restarted.',
    },
    take: 'Take controls',
    taking: 'Asking the robot…',
    extend: 'Drive longer',
    release: 'Give back',
    releasing: 'Giving back…',
    safety: 'Safety',
    latchUnknown: 'Not known yet',
    latchNone: 'Ready to drive',
    latchFailsafeMine: 'Stopped for safety: let go of the controls once, then drive on.',
    latchFailsafeOther: 'Stopped for safety, until the driver lets go of the controls once.',
    latchStopMine: 'Stopped. Release the stop when the way is clear.',
    latchStopOther: 'Stopped. Whoever holds the controls can release the stop.',
    latchAdministrator: 'Stopped by an administrator. Only an administrator can release it.',
    releaseStop: 'Release the stop',
    releaseStopWaits: 'The stop can be released once the robot has confirmed it.',
    controls: 'Controls',
    controlsLocked: 'Take the controls to drive.',
    directions: { forward: 'Forward', backward: 'Backward', left: 'Turn left', right: 'Turn right' },
    hold: 'Hold to drive, let go to stop.',
    keys: 'Arrow keys and W A S D work too.',
    speed: 'Speed',
    motors: 'Motors',
    leftMotor: 'Left',
    rightMotor: 'Right',
    figures: 'Robot',
    battery: 'Battery',
    roundTrip: 'Round trip',
    loopAge: 'Control delay',
    roundTripHint: 'to the relay and back',
    loopAgeHint: 'robot to you to robot',
    unknown: '–',
    lastKnown: (text) => `${text} (last known)`,
    ms: (value) => `${Math.round(value)} ms`,
    percent: (value) => `${value} %`,
    volts: (millivolts) => `${(millivolts / 1000).toFixed(1)} V`,
    // In coarse steps: a screen reader says each change.
    duration: (ms) => (ms < 90_000 ? `${Math.ceil(ms / 10_000) * 10} s` : `${Math.ceil(ms / 60_000)} min`),
    refusal: 'Last refusal',
    refusalNone: 'Nothing has been refused.',
    refusalOver: (text) => `Over now. ${text}`,
    refusalCounts: 'All refusals since this page was opened',
  },
  codes: {
    malformed: 'The relay could not read a message of this page. Reload the page.',
    unknown_type: 'The relay does not know a message of this page. Reload the page.',
    out_of_range: 'A value was outside its range. Reload the page.',
    term_old: 'The controls have changed hands, or the robot restarted. Take the controls again.',
    term_unknown: 'The robot has not confirmed who drives yet. Wait a moment.',
    not_holder: 'You don’t hold the controls. Take them to drive.',
    sequence_old: 'A command came twice or late. There is nothing to do.',
    stale: 'Commands arrive too late to be safe. Drive where the connection is better; the robot waits.',
    stamp_future: 'The robot’s clock has started anew. This heals by itself; else reload the page.',
    latched_stop: 'A stop is set. Release it when the way is clear.',
    latched_failsafe: 'Stopped for safety. Let go of the controls once.',
    no_lease: 'Nobody holds the controls. Take them to drive.',
    window_full: 'The way to the robot is blocked. Wait; the newest command goes first.',
    superseded: 'A newer command took the place of an older one. There is nothing to do.',
    no_robot: 'The robot is not connected. Wait until it is back.',
    link_full:
      'Your connection is too slow for the controls. Move closer to your Wi-Fi or use another network.',
    not_permitted: 'Your account may not do this. Ask the robot’s owner.',
    rate_limited: 'Too many requests. Slow down a little.',
    crc: 'A message to the motor board was damaged. Have the cable checked if it happens often.',
    framing: 'A message to the motor board was cut. Have the cable checked if it happens often.',
    wrong_direction: 'A message went the wrong way. Reload the page.',
    board_silent: 'The motor board is unplugged or does not answer. Check its cable.',
    bad_json: 'The relay could not read a message of this page. Reload the page.',
    missing_field: 'A message of this page was incomplete. Reload the page.',
    unknown_message: 'The relay does not know a request of this page. Reload the page.',
    hello_first: 'The connection was not greeted. Reload the page.',
    version_unsupported: 'This page is out of date. Reload it.',
    unknown_robot: 'This robot does not exist or is not shared with you. Go back to the list.',
    not_selected: 'No robot is chosen on this connection. Go back to the list and choose it again.',
    held: 'Somebody else holds the controls. Ask them, or wait until they give them back.',
    term_changed: 'The controls changed hands at the same moment. Try again.',
    latch_changed: 'A newer stop was set meanwhile. Look again, then release it.',
    not_latched: 'No stop is set. There is nothing to release.',
    higher_rank_needed:
      'Only somebody with more rights can do this, for a stop of an administrator: an administrator.',
    unavailable: 'The relay can’t do this right now. Try again in a moment.',
    internal: 'The relay has a problem. Try again; tell its operator if it stays.',
  },
  unknownCode: (code, message) => (message === '' ? `Refused (${code}).` : `${message} (${code})`),
};

const catalogues: Readonly<Record<Language, Strings>> = { en: english };

/** The first of the person's languages that there is, else English. */
export function stringsFor(preferred: readonly string[]): Strings {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split('-')[0] ?? '';
    if (Object.hasOwn(catalogues, language)) return catalogues[language as Language];
  }
  return english;
}

/** What happened and what to do about it, in words. */
export function wordsFor(strings: Strings, code: string, message: string): string {
  if (Object.hasOwn(strings.codes, code)) return strings.codes[code as keyof Strings['codes']];
  return strings.unknownCode(code, message);
}
