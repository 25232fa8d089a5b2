import type { JSX } from 'preact';
import type { Intents, Screen } from '../state/screen.ts';
import type { Store } from '../state/store.ts';
import { AccountView } from './account-view.tsx';
import { BookingsView } from './bookings-view.tsx';
import { DriveView } from './drive-view.tsx';
import { StringsContext, useStore } from './hooks.ts';
import { LoginView } from './login-view.tsx';
import { ProofDialog } from './proof-dialog.tsx';
import { RobotsView } from './robots-view.tsx';
import { SharingView } from './sharing-view.tsx';
import { StartingView } from './starting-view.tsx';
import type { Strings } from './words.ts';

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

function ScreenView({
  screen,
  intents,
}: {
  readonly screen: Screen;
  readonly intents: Intents;
}): JSX.Element {
  switch (screen.name) {
    case 'starting':
      return <StartingView isUnreachable={screen.isUnreachable} />;
    case 'login':
      return <LoginView signIn={screen.signIn} intents={intents} />;
    case 'robots':
      return <RobotsView list={screen.list} intents={intents} />;
    case 'bookings':
      return <BookingsView view={screen.bookings} intents={intents} />;
    case 'sharing':
      return <SharingView view={screen.sharing} robotName={screen.robotName} intents={intents} />;
    case 'account':
      return <AccountView view={screen.account} intents={intents} />;
    case 'drive':
      return <DriveView key={screen.drive.robotId} screen={screen} intents={intents} />;
    default:
      return screen satisfies never;
  }
}
