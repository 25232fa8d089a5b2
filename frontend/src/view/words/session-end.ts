export interface SessionEndWords {
  readonly title: string;
  /** Said to screen readers at five minutes and at one, and shown in big. */
  left(minutes: number): string;
  /** 4:59 */
  countdown(remainingMs: number): string;
  until(time: string): string;
  readonly extend: string;
  readonly extending: string;
  extended(time: string): string;
  readonly taken: string;
  readonly over: string;
  readonly mayWatch: string;
  /** Instead of until: nobody can look up the right to drive. */
  unconfirmed(time: string): string;
}

export const sessionEndEnglish: SessionEndWords = {
  title: 'Your time',
  left: (minutes) =>
    minutes === 1 ? 'One minute of your time is left.' : `${minutes} minutes of your time are left.`,
  countdown: (remainingMs) => {
    const seconds = Math.ceil(remainingMs / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  },
  until: (time) => `Your time: until ${time}`,
  extend: '15 min longer',
  extending: 'Asking…',
  extended: (time) => `You have until ${time} now.`,
  taken: 'Somebody else has the time after yours.',
  over: 'Your time is over.',
  unconfirmed: (time) =>
    `The relay can’t look up your rights now. You drive on until ${time} at the latest, then the robot stops gently.`,
  mayWatch: 'You may watch this robot and stop it. Ask its owner if you want to drive.',
};
