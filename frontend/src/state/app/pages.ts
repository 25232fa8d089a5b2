import type { AccountIntents, AccountView } from '../pages/account-page.ts';
import { AccountPage } from '../pages/account-page.ts';
import type { BookingsIntents, BookingsView } from '../pages/bookings-page.ts';
import { BookingsPage } from '../pages/bookings-page.ts';
import type { PagePorts } from '../pages/page.ts';
import type { Place } from './place.ts';
import type { ProofView } from '../pages/proof-prompt.ts';
import type { RobotsView } from '../pages/robots-page.ts';
import { RobotsPage } from '../pages/robots-page.ts';
import type { SharingIntents, SharingView } from '../pages/sharing-page.ts';
import { SharingPage } from '../pages/sharing-page.ts';

/**
 * The pages behind the login except the drive page, and what each shows. A new one is a line here and what the compiler then asks for: its
 * place, its row in `pagesOf`, its component in `view`.
 */
export interface PageViews {
  readonly robots: RobotsView;
  readonly bookings: BookingsView;
  readonly sharing: SharingView;
  readonly account: AccountView;
}

export type PageName = keyof PageViews;
export type PlaceOf<Name extends PageName> = Extract<Place, { readonly name: Name }>;

/** What is shown of a page, with the question that may be put over it. */
export type PageScreen<Name extends PageName = PageName> = {
  readonly [Each in Name]: {
    readonly name: Each;
    readonly view: PageViews[Each];
    readonly proof: ProofView | undefined;
  };
}[Name];

/** What a person may want on these pages. */
export interface PageIntents {
  readonly account: AccountIntents;
  readonly bookings: BookingsIntents;
  readonly sharing: SharingIntents;
}

export type PageTable = {
  readonly [Name in PageName]: {
    readonly view: PageViews[Name];
    open(place: PlaceOf<Name>): void;
    close(): void;
    forget(): void;
  };
};

export type Pages = ReturnType<typeof pagesOf>;

/** A row for each page, so that nobody else lists them. `browserZone`: until the person has chosen one. */
export function pagesOf(given: Omit<PagePorts, 'zone' | 'me'> & { readonly browserZone: string }) {
  const ports: PagePorts = {
    ...given,
    zone: () => account.zone ?? given.browserZone,
    me: () => account.name,
  };
  const account = new AccountPage(ports);
  const robots = new RobotsPage({
    ...ports,
    onChange: () => {
      bookings.robotsChanged();
      ports.onChange();
    },
  });
  const bookings = new BookingsPage(ports, () => robots.all);
  const sharing = new SharingPage(ports, (robotId) => robots.nameOf(robotId));
  return { robots, bookings, sharing, account } satisfies PageTable;
}
