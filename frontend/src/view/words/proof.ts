import type { RestFailure } from '../../link/rest.ts';
import { commonEnglish } from './common.ts';

/** Asked over whatever page is open, before the relay does something that can't be left to who finds a page open. */
export interface ProofWords {
  readonly title: string;
  readonly lead: string;
  readonly password: string;
  readonly code: string;
  readonly submit: string;
  readonly busy: string;
  readonly passkey: string;
  readonly cancel: string;
  problem(problem: RestFailure): string;
}

const codes: Readonly<Record<string, string>> = {
  totp_required: 'That password is right. Type in a one-time code, too.',
  passkey_cancelled: 'No passkey was shown. Try again, or type in your password.',
  passkey_refused: 'That passkey was not accepted. Try again, or type in your password.',
};

export const proofEnglish: ProofWords = {
  title: 'Is it you?',
  lead: 'This matters, so show once more that it is you. For some minutes you are not asked again.',
  password: 'Password',
  code: 'One-time code',
  submit: 'Go on',
  busy: 'One moment…',
  passkey: 'Use a passkey',
  cancel: 'Cancel',
  problem: (problem) =>
    Object.hasOwn(codes, problem.code) ? (codes[problem.code] ?? '') : commonEnglish.failure(problem),
};
