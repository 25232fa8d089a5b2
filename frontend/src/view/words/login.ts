import type { EnrolmentView } from '../../state/pages/enrolment.ts';
import type { LoginProblem } from '../../state/pages/sign-in.ts';
import { commonEnglish, waitWords } from './common.ts';

export interface LoginWords {
  readonly title: string;
  readonly lead: string;
  readonly username: string;
  readonly password: string;
  readonly submit: string;
  readonly passkey: string;
  readonly busy: string;
  readonly back: string;
  readonly codeTitle: string;
  codeLead(username: string): string;
  readonly code: string;
  readonly codeHint: string;
  readonly newPasswordTitle: string;
  readonly newPasswordLead: string;
  readonly newPassword: string;
  readonly newPasswordHint: string;
  readonly showPassword: string;
  readonly setPassword: string;
  readonly enrolTitle: string;
  readonly enrolLead: string;
  problem(problem: LoginProblem): string;
}

export interface EnrolmentWords {
  readonly title: string;
  /** Three steps: the app, the drawing, the code. */
  readonly steps: readonly [string, string, string];
  readonly qr: string;
  readonly noQr: string;
  readonly secret: string;
  readonly openApp: string;
  readonly copy: string;
  readonly copied: string;
  readonly notCopied: string;
  readonly code: string;
  readonly confirm: string;
  readonly cancel: string;
  readonly retry: string;
  readonly codesTitle: string;
  readonly codesLead: string;
  readonly print: string;
  readonly kept: string;
  readonly done: string;
  readonly keptFirst: string;
  problem(view: Extract<EnrolmentView, { name: 'scan' | 'failed' }>): string | undefined;
}

const wrongCode = 'That code is not right, or it was used already. Wait for the next one and type it in.';

export const loginEnglish: LoginWords = {
  title: 'Sign in',
  lead: 'Drive a robot that is somewhere else.',
  username: 'User name',
  password: 'Password',
  submit: 'Sign in',
  passkey: 'Sign in with a passkey',
  busy: 'Signing in…',
  back: 'Back',
  codeTitle: 'One-time code',
  codeLead: (username) => `Signing in as ${username}.`,
  code: 'One-time code',
  codeHint: 'Six digits from your authenticator app, or one of your recovery codes.',
  newPasswordTitle: 'Choose your own password',
  newPasswordLead: 'The password that you were given is good for this once only.',
  newPassword: 'New password',
  newPasswordHint: 'A long sentence is easy to keep in mind and hard to guess.',
  showPassword: 'Show it',
  setPassword: 'Set password and sign in',
  enrolTitle: 'Add a second factor',
  enrolLead: 'This account needs a one-time code beside the password. Set it up now; it takes a minute.',
  problem: (problem) => {
    switch (problem.why) {
      case 'denied':
        switch (problem.code) {
          case 'account_disabled':
            return 'This account is switched off. Ask an administrator of this relay.';
          case 'one_time_password_over':
            return 'That one-time password was good for a day. Ask an administrator of this relay for a new one.';
          default:
            return 'That user name or password is not right. Check them and try again.';
        }
      case 'passkey':
        return 'That passkey was not accepted. It may have been removed: sign in with your password.';
      case 'passkey_cancelled':
        return 'No passkey was shown. Try again, or sign in with your password.';
      case 'code':
        return wrongCode;
      case 'expired':
        return 'Your session has ended. Sign in again to go on.';
      case 'ended':
        return 'Your login was ended, here or on another device. Sign in again to go on.';
      case 'enrolled':
        return 'Your second factor is set up. Now sign in with the next code that your app shows.';
      case 'rate_limited':
        return problem.retryAfterS === undefined
          ? 'Too many tries. Wait a minute, then try again.'
          : `Too many tries. Wait ${waitWords(problem.retryAfterS)}, then try again.`;
      case 'not_permitted':
        return problem.message || 'This account may not sign in here. Ask the person who gave it to you.';
      case 'refused':
      case 'unreachable':
      case 'unavailable':
        return commonEnglish.failure(problem);
      default:
        return problem satisfies never;
    }
  },
};

export const enrolmentEnglish: EnrolmentWords = {
  title: 'Second factor',
  steps: [
    'Open an authenticator app on your phone. If you have none, install one.',
    'Scan this picture with it, or type the key in by hand.',
    'Type in the six digits that the app shows now.',
  ],
  qr: 'QR code for your authenticator app. The key below says the same.',
  noQr: 'The picture can’t be shown. Type the key in by hand.',
  secret: 'Key',
  openApp: 'Open in an app on this device',
  copy: 'Copy',
  copied: 'Copied.',
  notCopied: 'This browser does not allow copying. Select the text and copy it yourself.',
  code: 'Six digits',
  confirm: 'Confirm',
  cancel: 'Not now',
  retry: 'Try again',
  codesTitle: 'Your recovery codes',
  codesLead:
    'Each of them signs you in once when you don’t have your phone. They are shown only now: print them, or copy them to a safe place.',
  print: 'Print',
  kept: 'I have kept them in a safe place.',
  done: 'Go on',
  keptFirst: 'Keep the codes first, then tick the box.',
  problem: ({ problem }) => {
    if (problem === undefined) return undefined;
    const isAboutCode = problem.code === 'totp_wrong' || problem.why === 'refused';
    return isAboutCode ? wrongCode : commonEnglish.failure(problem);
  },
};
