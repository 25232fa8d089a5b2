import type { RestFailure } from '../../link/rest.ts';

/** What every page behind the login says. */
export interface CommonWords {
  readonly nav: string;
  readonly robots: string;
  readonly bookings: string;
  readonly account: string;
  readonly logout: string;
  readonly loading: string;
  readonly starting: string;
  readonly startingUnreachable: string;
  /** What went wrong and what to do. */
  failure(failure: RestFailure): string;
}

/** Sentences of the page's own, where the relay's doesn't know what one was doing. */
const codes: Readonly<Record<string, string>> = {
  not_found: 'That is gone. Look at the list again.',
  login_failed: 'That password or code is not right. Check it and try again.',
  wrong_password: 'That password is not right. Check it and try again.',
  unknown_account: 'There is no account of that name. Check how it is written.',
  passkey_cancelled: 'No passkey was made. Try again when your device can be unlocked.',
  proof_needed:
    'Nothing was done: the relay has to be sure that it is you. Try again, then type your password or show your passkey.',
  passkey_known: 'This device has a passkey for your account already.',
  totp_blocked:
    'Too many wrong codes were tried for your account, so codes of your app are not taken for a day. Use one of your recovery codes, or a passkey.',
  totp_wrong: 'That code is not right, or it was used already. Wait for the next one.',
};

const reasons: Readonly<Record<RestFailure['why'], string>> = {
  denied: 'That password or code is not right. Check it and try again.',
  not_permitted: 'Your account may not do this. Ask the robot’s owner.',
  rate_limited: 'Too many tries. Wait a minute, then try again.',
  unreachable: 'The relay can’t be reached. Check your internet connection and try again.',
  unavailable: 'The relay has a problem right now. Try again in a moment.',
  refused: 'The relay did not accept that. Check what you entered and try again.',
};

export const commonEnglish: CommonWords = {
  nav: 'Pages',
  robots: 'Robots',
  bookings: 'Bookings',
  account: 'Account',
  logout: 'Sign out',
  loading: 'Loading…',
  starting: 'One moment…',
  startingUnreachable: 'The relay can’t be reached. Trying again…',
  failure: ({ why, code, message, retryAfterS }) => {
    if (why === 'rate_limited' && retryAfterS !== undefined) {
      return `Too many tries. Wait ${waitWords(retryAfterS)}, then try again.`;
    }
    if (Object.hasOwn(codes, code)) return codes[code] ?? '';
    const saysMore = (why === 'refused' || why === 'not_permitted') && message !== '';
    return saysMore ? message : reasons[why];
  },
};

export function waitWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
