export interface AccountWords {
  readonly title: string;
  signedInAs(name: string): string;
  readonly profile: string;
  readonly displayName: string;
  readonly displayNameHint: string;
  readonly zone: string;
  readonly save: string;
  readonly saved: string;
  readonly password: string;
  readonly oldPassword: string;
  readonly newPassword: string;
  readonly newPasswordHint: string;
  readonly showPassword: string;
  readonly changePassword: string;
  readonly passwordChanged: string;
  readonly totp: string;
  readonly totpOff: string;
  totpOn(codesLeft: number): string;
  readonly totpFew: string;
  readonly guessedCodes: (count: number) => string;
  readonly totpRenew: string;
  readonly totpRenewLead: string;
  readonly totpAdd: string;
  readonly totpRemove: string;
  readonly totpRemoveLead: string;
  readonly totpRemoved: string;
  readonly totpAdded: string;
  readonly passkeys: string;
  readonly passkeysLead: string;
  readonly passkeyAdd: string;
  readonly passkeyName: string;
  readonly passkeyNameHint: string;
  readonly passkeyRemove: string;
  readonly passkeysChanged: string;
  readonly noPasskeysHere: string;
  readonly code: string;
  readonly cancel: string;
  readonly sessions: string;
  readonly sessionsLead: string;
  readonly thisOne: string;
  readonly unknownDevice: string;
  lastUsed(moment: string): string;
  readonly endSession: string;
  about(action: string, what: string): string;
  readonly sessionEnded: string;
  readonly busy: string;
}

export const accountEnglish: AccountWords = {
  title: 'Account',
  signedInAs: (name) => `Signed in as ${name}.`,
  profile: 'Name and time',
  displayName: 'Name that others see',
  displayNameHint: 'Shown to those who drive or watch with you.',
  zone: 'Time zone',
  save: 'Save',
  saved: 'Saved.',
  password: 'Password',
  oldPassword: 'Present password',
  newPassword: 'New password',
  newPasswordHint: 'All other devices are signed out.',
  showPassword: 'Show it',
  changePassword: 'Change password',
  passwordChanged: 'Changed. Your other devices have to sign in anew.',
  totp: 'Second factor',
  totpOff:
    'A one-time code from an app on your phone, beside your password: who learns your password still can’t drive.',
  totpOn: (codesLeft) =>
    `On. ${codesLeft === 1 ? '1 recovery code is' : `${codesLeft} recovery codes are`} left.`,
  guessedCodes: (count) =>
    `Somebody who knows your password has tried ${count} wrong codes. If that was not you, change your password.`,
  totpFew: 'Few recovery codes are left. Get new ones.',
  totpRenew: 'New recovery codes',
  totpRenewLead: 'The old ones are worth nothing afterwards.',
  totpAdd: 'Add a second factor',
  totpRemove: 'Remove',
  totpRemoveLead: 'Afterwards the password alone signs you in.',
  totpRemoved: 'The second factor is removed.',
  totpAdded: 'The second factor is on: you sign in with a code, too.',
  passkeys: 'Passkeys',
  passkeysLead:
    'Sign in with your face, your finger or the PIN of this device, or with a security key. Nothing is typed, and no code is asked for.',
  passkeyAdd: 'Add a passkey',
  passkeyName: 'Name of the passkey',
  passkeyNameHint: 'So that you know it again, such as “my phone”.',
  passkeyRemove: 'Remove',
  passkeysChanged: 'Your passkeys are changed.',
  noPasskeysHere: 'This browser has no passkeys.',
  code: 'One-time code',
  cancel: 'Cancel',
  sessions: 'Signed in on',
  sessionsLead: 'End whatever you don’t know. It is signed out within a second.',
  thisOne: 'this browser',
  unknownDevice: 'Unknown device',
  lastUsed: (moment) => `Last used ${moment}`,
  endSession: 'End',
  about: (action, what) => `${action}: ${what}`,
  sessionEnded: 'Ended. That device has to sign in anew.',
  busy: 'One moment…',
};
