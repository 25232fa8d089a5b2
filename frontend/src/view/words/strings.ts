import { keyName } from './key-names.ts';
import type { Strings } from './words.ts';
import { accountEnglish } from './account.ts';
import { bookingsEnglish } from './bookings.ts';
import { codesEnglish, refusalsEnglish } from './codes.ts';
import { commonEnglish } from './common.ts';
import { enrolmentEnglish, loginEnglish } from './login.ts';
import { proofEnglish } from './proof.ts';
import { robotsEnglish } from './robots.ts';
import { sessionEndEnglish } from './session-end.ts';
import { sharingEnglish } from './sharing.ts';
import { englishTimes } from './times.ts';

export type Language = 'en';

const english: Strings = {
  language: 'en',
  product: 'Havatar Relay',
  times: englishTimes,
  common: commonEnglish,
  login: loginEnglish,
  enrolment: enrolmentEnglish,
  robots: robotsEnglish,
  bookings: bookingsEnglish,
  account: accountEnglish,
  proof: proofEnglish,
  sharing: sharingEnglish,
  sessionEnd: sessionEndEnglish,
  drive: {
    back: 'Robots',
    leaveAnyway: 'Leave anyway',
    leaveWarning: 'Your stop is not confirmed yet. Leaving ends its repetition.',
    stop: 'STOP',
    stopHint: 'Esc, or Space while you drive',
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
    goesOnOver: (relay) => `A connection was lost. Driving goes on over ${relay}.`,
    relay: 'Relay',
    relayHint: (isStandbyReady) => (isStandbyReady ? 'standby ready' : 'no standby'),
    robotSilent: 'No news from the robot right now. What you see may be out of date.',
    boardGone: 'The robot’s motor board is unplugged or does not answer. It can’t move until it is back.',
    capLowered: (percent) => `Speed limited to ${percent} % by the robot’s settings.`,
    governed: ({ capPercent, loopAgeMs }) =>
      loopAgeMs === undefined
        ? `Speed limited to ${capPercent} %: the connection answers slowly.`
        : `Speed limited to ${capPercent} %: the connection answers after ${Math.round(loopAgeMs)} ms.`,
    unprotected:
      'This robot does not protect itself: it may run on when its connection is cut, and one command may arrive late.',
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
      mine: {
        taken: 'You took the controls. Let go of everything once, then drive.',
        taken_over: 'You took over. Let go of everything once, then drive.',
        handed_over: 'The controls were handed to you. Let go of everything once, then drive.',
        released: 'You drive on.',
        revoked: 'You drive on.',
        expired: 'You drive on.',
        silent: 'You drive on.',
        idle: 'You drive on.',
        restart: 'The robot has restarted and you still drive. Release the stop when the way is clear.',
      },
      lost: {
        taken: 'Somebody else took the controls. Ask for control to go on.',
        taken_over: 'Somebody with more rights took over your drive. Ask for control to go on.',
        handed_over: 'You handed the controls over. Ask for control to go on.',
        released: 'You gave the controls back. Take control to go on.',
        revoked:
          'Your time is over, or your right to drive was withdrawn. Book again, or ask the robot’s owner.',
        expired: 'Your time was up. Take control again if you may.',
        silent: 'The robot heard nothing from you for 10 seconds. Take control to go on.',
        idle: 'You touched no control for a minute. Take control to go on.',
        restart: 'The robot has restarted and nobody drives. Take control to go on.',
      },
      others: {
        taken: 'The controls were free and have been taken.',
        taken_over: 'The controls were taken over by somebody with more rights.',
        handed_over: 'The driver handed the controls over.',
        released: 'The driver gave the controls back.',
        revoked: 'The driver’s right to drive was withdrawn.',
        expired: 'The driver’s time was up.',
        silent: 'The robot heard nothing from its driver for 10 seconds.',
        idle: 'The driver touched no control for a minute.',
        restart: 'The robot has restarted.',
      },
    },
    take: 'Take control',
    extend: 'Drive longer',
    release: 'Give back',
    request: 'Ask for control',
    takeOver: 'Take over',
    wishes: {
      take: 'Asking the robot…',
      release: 'Giving back…',
      request: 'Asking the driver…',
      takeOver: 'Taking over…',
    },
    waits: (left) => `The driver may answer for ${left} more.`,
    takeOverWarning: (name) => `This ends the drive of ${name ?? 'somebody else'} at once.`,
    takeOverConfirm: 'Take over now',
    cancel: 'Cancel',
    present: 'Here now',
    presentName: (name, isMe, drives) =>
      [name, ...(isMe ? ['you'] : []), ...(drives ? ['drives'] : [])].join(' · '),
    asked: (name) => `${name} asks for control.`,
    askedLeft: (left) => `${left} left`,
    askedHint: 'Without an answer you keep it.',
    handOver: 'Hand over',
    keep: 'Keep',
    seconds: (ms) => `${Math.ceil(ms / 1000)} s`,
    safety: 'Safety',
    latchUnknown: 'Not known yet',
    latchNone: 'Ready to drive',
    latchNoneUnready: 'No stop is set, but the robot is not heard right now.',
    latchNoneNoBoard: 'No stop is set, but the motor board is gone: the robot can’t move.',
    latchFailsafe: 'Stopped for safety.',
    latchFailsafeMine: 'Let go of the controls once, then drive on.',
    latchFailsafeOther: 'It goes on when the driver lets go of the controls once.',
    stoppedBy: (presser, isAdministrators) => {
      if (presser.name === 'me') return 'Stopped by you.';
      if (presser.name === 'other')
        return `Stopped by ${presser.presserName}${isAdministrators ? ', an administrator' : ''}.`;
      if (isAdministrators) return 'Stopped by an administrator.';
      return presser.name === 'robot' ? 'Stopped since the robot’s start.' : 'Stopped by somebody.';
    },
    latchStopMine: 'When the way is clear, release the stop, then let go of the controls once.',
    latchStopOther: 'Whoever drives can release the stop.',
    latchAdministratorMine:
      'If you are an administrator: when the way is clear, release the stop, then let go of the controls once.',
    latchAdministratorOther: 'An administrator who drives can release it.',
    releaseStop: 'Release the stop',
    notices: 'Further notices',
    moreNotices: (count) => `+${count} below`,
    releaseStopWaits: 'The stop can be released once the robot has confirmed it.',
    lock: 'Lock the robot',
    lockWarning: 'This stops the robot, and only an administrator can release it.',
    lockConfirm: 'Lock it now',
    releaseStopUnread: 'This stop has only just been set. Look first, then release it.',
    controls: 'Controls',
    controlsLocked: 'Take control to drive.',
    directions: { forward: 'Forward', backward: 'Backward', left: 'Turn left', right: 'Turn right' },
    hold: 'Hold to drive, let go to stop.',
    keysHint: (keys) => `Keys: ${keys}.`,
    ways: 'Drive with',
    wayButtons: 'Buttons',
    wayJoystick: 'Joystick',
    joystick: 'Joystick: drag it with a finger or a mouse. The buttons and the keys do the same.',
    gamepads: {
      none: () => 'No gamepad. Connect one and press any of its buttons.',
      uncentred: (pad) => `${pad}: let go of its stick once, then it drives.`,
      unknownMapping: (pad) =>
        `${pad}: it doesn’t drive, because this browser doesn’t know which of its levers centre themselves. Button B stops.`,
      ready: (pad) => `${pad}: the left stick drives, button B stops.`,
    },
    holdEnds: (left) =>
      `Nothing has changed at the controls. They are let go in ${left}: let go, then press again.`,
    letGo: {
      taken:
        'Something else may have got the release of a control. Everything was let go: press again to drive on.',
      repeats: 'A key fell silent without being released. Everything was let go: press again to drive on.',
      quiet:
        'Nothing was heard from your hand for 10 seconds. Everything was let go: press again to drive on.',
      unchanged:
        'The controls were held too long without a change. Everything was let go: press again to drive on.',
      padQuiet: 'The gamepad fell silent. Its stick was let go: centre it, then drive on.',
    },
    chooseKeys: 'Choose keys',
    closeKeys: 'Done',
    keysTitle: 'Keys',
    keysLead: 'Press one of the buttons, then the key for it. Backspace takes a key away.',
    keyActions: {
      forward: 'Forward',
      backward: 'Backward',
      left: 'Turn left',
      right: 'Turn right',
      stop: 'STOP',
    },
    keyNone: 'none',
    keyPress: 'Press a key…',
    keyAlways: 'Esc always stops, and so does Space while you drive.',
    keyLabel: (action, key) => `${action}: ${key}. Change`,
    keyProblem: (problem, actions) =>
      problem.why === 'used'
        ? `${keyName(problem.code)} is already the key for “${actions[problem.action]}”. Press another one.`
        : 'That key has another meaning. Press a letter, a digit, a sign or an arrow.',
    resetKeys: 'Reset to default',
    keyName,
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
  codes: codesEnglish,
  refusals: refusalsEnglish,
  unknownCode: (code, message) => (message === '' ? `Refused (${code}).` : `${message} (${code})`),
};

function own<Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

const catalogues: Readonly<Record<Language, Strings>> = { en: english };

/** The first of the person's languages that there is, else English. */
export function stringsFor(preferred: readonly string[]): Strings {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split('-')[0] ?? '';
    if (Object.hasOwn(catalogues, language)) return catalogues[language as Language];
  }
  return english;
}

/** What happened and what to do about it, in words. `request`: the type of the message that was refused, if it was one. */
export function wordsFor(strings: Strings, code: string, message: string, request = ''): string {
  const special = own(own(strings.refusals, request), code);
  if (special !== undefined) return special;
  if (Object.hasOwn(strings.codes, code)) return strings.codes[code as keyof Strings['codes']];
  return strings.unknownCode(code, message);
}
