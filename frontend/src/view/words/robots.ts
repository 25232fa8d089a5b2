import type { Robot } from '../../link/robots-rest.ts';
import type { RobotsNotice } from '../../state/pages/robots-page.ts';
import { commonEnglish } from './common.ts';

export interface RobotsWords {
  readonly title: string;
  readonly lead: string;
  readonly loading: string;
  readonly none: string;
  readonly online: string;
  readonly offline: string;
  readonly problem: string;
  readonly book: string;
  readonly bookAgain: string;
  readonly share: string;
  /** What a button that says little is about. */
  about(action: string, robotName: string): string;
  /** What one may do with it. */
  may(robot: Robot, isWindowNow: boolean, me: string): string;
  nextWindow(span: string): string;
  windowNow(until: string): string;
  notice(notice: RobotsNotice, robotName: string): string;
}

export const robotsEnglish: RobotsWords = {
  title: 'Robots',
  lead: 'Choose the robot that you want to drive or watch.',
  loading: 'Looking for your robots…',
  none: 'No robot has been shared with you yet. Ask its owner to share it.',
  online: 'Online',
  offline: 'Offline',
  problem: 'The list can’t be brought up to date right now. Trying again.',
  book: 'Book',
  bookAgain: 'Book a time',
  share: 'Share',
  about: (action, robotName) => `${action}: ${robotName}`,
  may: ({ permission, bookingRequired, owner, mayShare }, isWindowNow, me) => {
    if (owner !== '' && owner === me) return 'Yours';
    if (permission === 'watch') return 'You may watch and stop it';
    const isShut = bookingRequired && !isWindowNow && !mayShare;
    return permission === 'book' || isShut ? 'Book a time to drive' : 'You may drive';
  },
  nextWindow: (span) => `Your time: ${span}`,
  windowNow: (until) => `Your time is now, until ${until}`,
  notice: (notice, robotName) => {
    switch (notice.name) {
      case 'booking_over':
        return `Your time with ${robotName} is over. The robot has been stopped.`;
      case 'booking_needed':
        return notice.message || `${robotName} is driven in booked times only. Book one to go on.`;
      case 'redeemed': {
        const { redeemed } = notice;
        const name = redeemed.robotName || 'the robot';
        return redeemed.role === 'driver'
          ? `You may now drive ${name}.`
          : `You may now watch ${name} and stop it.`;
      }
      case 'not_redeemed':
        return `The link can’t be used. ${linkProblem(notice.failure)}`;
      default:
        return notice satisfies never;
    }
  },
};

function linkProblem(failure: Extract<RobotsNotice, { name: 'not_redeemed' }>['failure']): string {
  const isOver = failure.why === 'refused' || failure.why === 'denied';
  return isOver
    ? 'It is over, was used up or was taken back. Ask for a new one.'
    : commonEnglish.failure(failure);
}
