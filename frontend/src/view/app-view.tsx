import type { JSX } from 'preact';
import type { Intents, Screen } from '../state/app.ts';
import type { Store } from '../state/store.ts';
import { DriveView } from './drive-view.tsx';
import { StringsContext, useStore } from './hooks.ts';
import { LoginView } from './login-view.tsx';
import { RobotsView } from './robots-view.tsx';
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
    case 'login':
      return <LoginView screen={screen} intents={intents} />;
    case 'robots':
      return <RobotsView screen={screen} intents={intents} />;
    case 'drive':
      return (
        <DriveView key={screen.drive.robotId} drive={screen.drive} keys={screen.keys} intents={intents} />
      );
    default:
      return screen satisfies never;
  }
}
