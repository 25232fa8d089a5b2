import { render } from 'preact';
import { browserClock, browserTimers, browserZone, epochMs, randomBytes } from './adapters/clock.ts';
import { oneAtATime, openBrowserSocket, sendBrowserHttp } from './adapters/network.ts';
import { readBrowserGamepads } from './adapters/gamepads.ts';
import {
  hashAddress,
  isPageAttended,
  listen,
  localKeys,
  loginMemory,
  reloadVisits,
} from './adapters/page.ts';
import { browserPasskeys } from './adapters/passkeys.ts';
import { App } from './state/app/app.ts';
import { AppView } from './view/app-view.tsx';
import { stringsFor } from './view/words/strings.ts';
import './view/styles/all.css';

const app = new App({
  clock: browserClock(),
  timers: browserTimers,
  random: Math.random,
  randomBytes,
  openSocket: openBrowserSocket,
  sendHttp: sendBrowserHttp,
  isAttended: isPageAttended,
  oneAtATime,
  passkeys: browserPasskeys(),
  epochMs,
  browserZone: browserZone(),
  origin: window.location.origin,
  logins: loginMemory,
  readGamepads: readBrowserGamepads,
  address: hashAddress,
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
