/** What the page's address names, so that a reload or the back button leads to the right view. */
export type Place =
  | { readonly name: 'robots' }
  | { readonly name: 'robot'; readonly robotId: string }
  | { readonly name: 'sharing'; readonly robotId: string }
  /** Without a robot: the first one that can be booked. */
  | { readonly name: 'bookings'; readonly robotId?: string }
  | { readonly name: 'account' };

/** The browser's address bar. */
export interface Address {
  read(): Place;
  go(place: Place): void;
  /** A share link's token out of the address, from where it vanishes at once. Kept over a reload, until `forgetLink`. */
  takeLink(): string | undefined;
  forgetLink(): void;
}

const ID = '[A-Za-z0-9._-]{1,64}';
const ROBOT = new RegExp(`^#/robots/(${ID})$`);
const SHARING = new RegExp(`^#/robots/(${ID})/sharing$`);
const BOOKINGS = new RegExp(`^#/bookings(?:/(${ID}))?$`);
const LINK = /^#link=([A-Za-z0-9._~-]{16,200})$/;

export function placeOf(hash: string): Place {
  const robot = ROBOT.exec(hash)?.[1];
  if (robot !== undefined) return { name: 'robot', robotId: robot };
  const shared = SHARING.exec(hash)?.[1];
  if (shared !== undefined) return { name: 'sharing', robotId: shared };
  const bookings = BOOKINGS.exec(hash);
  if (bookings !== null) {
    return bookings[1] === undefined ? { name: 'bookings' } : { name: 'bookings', robotId: bookings[1] };
  }
  return { name: hash === '#/account' ? 'account' : 'robots' };
}

export function hashOf(place: Place): string {
  switch (place.name) {
    case 'robots':
      return '#/';
    case 'robot':
      return `#/robots/${place.robotId}`;
    case 'sharing':
      return `#/robots/${place.robotId}/sharing`;
    case 'bookings':
      return place.robotId === undefined ? '#/bookings' : `#/bookings/${place.robotId}`;
    case 'account':
      return '#/account';
    default:
      return place satisfies never;
  }
}

export function linkOf(hash: string): string | undefined {
  return LINK.exec(hash)?.[1];
}
