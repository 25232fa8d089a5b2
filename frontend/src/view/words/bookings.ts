import type { RestFailure } from '../../link/rest.ts';
import type { SlotState } from '../../state/pages/week.ts';

export interface BookingWords {
  readonly title: string;
  readonly robot: string;
  readonly noRobots: string;
  zone(name: string): string;
  readonly form: string;
  changing(span: string): string;
  readonly date: string;
  readonly start: string;
  readonly length: string;
  readonly soonest: string;
  readonly book: string;
  readonly change: string;
  readonly keepAsIs: string;
  readonly busy: string;
  until(moment: string): string;
  readonly week: string;
  weekOf(first: string, last: string): string;
  readonly weekHint: string;
  readonly earlier: string;
  readonly later: string;
  readonly hour: string;
  readonly days: string;
  readonly slots: Readonly<Record<SlotState, string>>;
  slotLabel(state: string, moment: string): string;
  readonly own: string;
  readonly ownNone: string;
  readonly now: string;
  readonly changeOne: string;
  readonly cancelOne: string;
  readonly cancelSure: string;
  readonly keepOne: string;
  readonly longer: string;
  readonly drive: string;
  about(action: string, what: string): string;
  readonly waiting: string;
  readonly waitHint: string;
  readonly wait: string;
  readonly stopWaiting: string;
  booked(span: string): string;
  changed(span: string): string;
  extended(span: string): string;
  readonly cancelled: string;
  readonly isWaiting: string;
  readonly isNotWaiting: string;
  readonly taken: string;
  readonly takenNone: string;
  readonly instead: string;
  failed(failure: RestFailure, words: string): string;
}

const MANY: ReadonlySet<string> = new Set(['too_many', 'too_many_hours']);

export const bookingsEnglish: BookingWords = {
  title: 'Bookings',
  robot: 'Robot',
  noRobots: 'There is no robot that you could book. Ask its owner to share it.',
  zone: (name) => `All times: ${name}.`,
  form: 'Book a time',
  changing: (span) => `Change your time: ${span}`,
  date: 'Day',
  start: 'Start',
  length: 'Length',
  soonest: 'As soon as it is free',
  book: 'Book',
  change: 'Change it',
  keepAsIs: 'Leave it as it is',
  busy: 'One moment…',
  until: (moment) => `Until ${moment}.`,
  week: 'What is free',
  weekOf: (first, last) => `${first} to ${last}`,
  weekHint: 'Choose an hour to take its start over into the form.',
  earlier: 'Earlier',
  later: 'Later',
  hour: 'Time',
  days: 'Day to show',
  slots: {
    unknown: '…',
    past: 'Past',
    free: 'Free',
    partly: 'Partly free',
    mine: 'Yours',
    taken: 'Taken',
  },
  slotLabel: (state, moment) => `${moment}: ${state}`,
  own: 'Your times',
  ownNone: 'You have booked nothing.',
  now: 'Now',
  changeOne: 'Change',
  cancelOne: 'Cancel',
  cancelSure: 'Cancel it for good',
  keepOne: 'Keep it',
  longer: '15 min longer',
  drive: 'Open the robot',
  about: (action, what) => `${action}: ${what}`,
  waiting: 'Waiting list',
  waitHint: 'Who waits gets the time when it becomes free, in the order of asking.',
  wait: 'Wait for it',
  stopWaiting: 'Don’t wait any more',
  booked: (span) => `Booked: ${span}.`,
  changed: (span) => `Changed: now ${span}.`,
  extended: (span) => `Longer: now ${span}.`,
  cancelled: 'Cancelled. The time is free for others.',
  isWaiting: 'You are on the waiting list.',
  isNotWaiting: 'You don’t wait any more.',
  taken: 'That time is taken. The nearest free times:',
  takenNone: 'That time is taken, and nothing near it is free.',
  instead: 'Free times instead',
  failed: ({ code }, words) => (MANY.has(code) ? `${words} Or cancel a time that you don’t need.` : words),
};
