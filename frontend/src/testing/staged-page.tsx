import { render } from 'preact';
import { listen } from '../adapters/page.ts';
import { AppView } from '../view/app-view.tsx';
import { stringsFor } from '../view/words/strings.ts';
import '../view/styles/all.css';
import { beaconOf } from './fake-relay.ts';
import { FakePage } from './page.ts';

declare global {
  interface Window {
    /** For the layout tests: the whole page in a real browser, with a relay and a time that do as they are told. */
    stage: { readonly page: FakePage; readonly beaconOf: typeof beaconOf };
  }
}

const page = new FakePage();
const root = document.getElementById('app') ?? document.body;
render(<AppView store={page.app.store} intents={page.app} strings={stringsFor(['en'])} />, root);
listen(page.app);
window.stage = { page, beaconOf };
