import { render } from 'preact';
import { browserClock, browserTimers, randomBytes } from './adapters/clock.ts';
import { openBrowserSocket, sendBrowserHttp } from './adapters/network.ts';
import { readBrowserGamepads } from './adapters/gamepads.ts';
import {
  hashPlace,
  isPageAttended,
  listen,
  localKeys,
  reloadVisits,
  sessionTokens,
} from './adapters/page.ts';
import { App } from './state/app.ts';
import { AppView } from './view/app-view.tsx';
import { stringsFor } from './view/strings.ts';
import './view/styles.css';
import './view/inputs.css';

const app = new App({
  clock: browserClock(),
  timers: browserTimers,
  random: Math.random,
  randomBytes,
  openSocket: openBrowserSocket,
  sendHttp: sendBrowserHttp,
  isAttended: isPageAttended,
  tokens: sessionTokens,
  readGamepads: readBrowserGamepads,
  place: hashPlace,
  visits: reloadVisits,
  keyStorage: localKeys,
});

const strings = stringsFor(navigator.languages);
const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no #app');
document.documentElement.lang = strings.language;
render(<AppView store={app.store} intents={app} strings={strings} />, root);
listen(app);
app.start();
