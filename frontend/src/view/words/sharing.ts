import type { GrantRole } from '../../link/sharing-rest.ts';

export interface SharingWords {
  title(robotName: string): string;
  readonly lead: string;
  readonly back: string;
  readonly roles: Readonly<Record<GrantRole, string>>;
  readonly role: string;
  readonly people: string;
  readonly peopleNone: string;
  readonly account: string;
  readonly grant: string;
  until(moment: string): string;
  readonly takeBack: string;
  readonly takeBackSure: string;
  readonly keep: string;
  about(action: string, what: string): string;
  readonly links: string;
  readonly linksLead: string;
  readonly linksNone: string;
  readonly expires: string;
  readonly expiries: readonly { readonly seconds: number; readonly name: string }[];
  readonly uses: string;
  usesOf(count: number): string;
  readonly makeLink: string;
  readonly newLink: string;
  readonly newLinkLead: string;
  readonly copy: string;
  readonly copied: string;
  readonly notCopied: string;
  link(role: string, used: number, most: number | undefined): string;
  readonly endLink: string;
  readonly done: Readonly<Record<'granted' | 'taken_back' | 'link_ended', string>>;
  readonly busy: string;
}

const HOUR_S = 3600;

export const sharingEnglish: SharingWords = {
  title: (robotName) => `Share ${robotName}`,
  lead: 'Who drives can move the robot. Who watches sees it and can stop it.',
  back: 'Robots',
  roles: { driver: 'May drive', viewer: 'May watch' },
  role: 'What is allowed',
  people: 'People',
  peopleNone: 'Shared with nobody.',
  account: 'User name',
  grant: 'Share',
  until: (moment) => `until ${moment}`,
  takeBack: 'Take back',
  takeBackSure: 'Take it back now',
  keep: 'Keep',
  about: (action, what) => `${action}: ${what}`,
  links: 'Links',
  linksLead: 'Whoever has the link and an account gets the right. Send it only to whom you trust.',
  linksNone: 'There is no open link.',
  expires: 'Good for',
  expiries: [
    { seconds: HOUR_S, name: '1 hour' },
    { seconds: 24 * HOUR_S, name: '1 day' },
    { seconds: 7 * 24 * HOUR_S, name: '7 days' },
    { seconds: 30 * 24 * HOUR_S, name: '30 days' },
  ],
  uses: 'For how many',
  usesOf: (count) => (count === 1 ? '1 person' : `${count} people`),
  makeLink: 'Make a link',
  newLink: 'The new link',
  newLinkLead: 'It is shown only now. Copy it and send it.',
  copy: 'Copy',
  copied: 'Copied.',
  notCopied: 'This browser does not allow copying. Select the text and copy it yourself.',
  link: (role, used, most) => `${role} · used ${used}${most === undefined ? '' : ` of ${most}`} times`,
  endLink: 'End link',
  done: {
    granted: 'Shared. It counts at once.',
    taken_back: 'Taken back. Who drove has been stopped.',
    link_ended: 'The link is ended, and with it the rights that it gave.',
  },
  busy: 'One moment…',
};
