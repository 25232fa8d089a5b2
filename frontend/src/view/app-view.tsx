import type { FunctionComponent, JSX } from 'preact';
import type { PageName, PageScreen, PageViews } from '../state/app/pages.ts';
import type { Intents, Screen } from '../state/app/screen.ts';
import type { Store } from '../state/app/store.ts';
import { AccountView } from './pages/account-view.tsx';
import { BookingsView } from './pages/bookings-view.tsx';
import { DriveView } from './drive/drive-view.tsx';
import { StringsContext, useStore } from './parts/hooks.ts';
import { LoginView } from './pages/login-view.tsx';
import { ProofDialog } from './pages/proof-dialog.tsx';
import { RobotsView } from './pages/robots-view.tsx';
import { SharingView } from './pages/sharing-view.tsx';
import { StartingView } from './pages/starting-view.tsx';
import type { Strings } from './words/words.ts';

interface AppViewProps {
  readonly store: Store<Screen>;
  readonly intents: Intents;
  readonly strings: Strings;
}

export function AppView({ store, intents, strings }: AppViewProps): JSX.Element {
  const screen = useStore(store);
  return (
    <StringsContext.Provider value={strings}>
      <ScreenView screen={screen} intents={intents} />
      {'proof' in screen && screen.proof !== undefined && (
        <ProofDialog view={screen.proof} intents={intents.proof} />
      )}
    </StringsContext.Provider>
  );
}

interface PageProps<Name extends PageName> {
  readonly view: PageViews[Name];
  readonly intents: Intents;
}

const PAGES: { readonly [Name in PageName]: FunctionComponent<PageProps<Name>> } = {
  robots: RobotsView,
  bookings: BookingsView,
  sharing: SharingView,
  account: AccountView,
};

function PageShown<Name extends PageName>({
  screen: { name, view },
  intents,
}: {
  readonly screen: PageScreen<Name>;
  readonly intents: Intents;
}): JSX.Element {
  const Shown: FunctionComponent<PageProps<Name>> = PAGES[name];
  return <Shown view={view} intents={intents} />;
}

function ScreenView({
  screen,
  intents,
}: {
  readonly screen: Screen;
  readonly intents: Intents;
}): JSX.Element {
  if (screen.name === 'starting') return <StartingView isUnreachable={screen.isUnreachable} />;
  if (screen.name === 'login') return <LoginView signIn={screen.signIn} intents={intents} />;
  if (screen.name === 'drive')
    return <DriveView key={screen.drive.robotId} screen={screen} intents={intents} />;
  return <PageShown screen={screen} intents={intents} />;
}
