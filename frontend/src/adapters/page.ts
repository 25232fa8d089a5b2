import type { KeyPress } from '../control/keyboard.ts';
import type { App } from '../state/app/app.ts';
import type { LoginMemory } from '../state/app/login.ts';
import type { Visits } from '../state/drive/resumption.ts';
import type { KeyStorage } from '../state/drive/key-settings.ts';
import type { Address } from '../state/app/place.ts';
import { hashOf, linkOf, placeOf } from '../state/app/place.ts';

const ROBOT_ID = /^[A-Za-z0-9._-]{1,64}$/;
const LOGIN_KEY = 'havatar.login';

/** localStorage: the login's cookie is this browser's too. Storage may be forbidden; then the cookie alone decides. */
export const loginMemory: LoginMemory = {
  last: () => {
    try {
      const last = localStorage.getItem(LOGIN_KEY);
      return last === 'in' || last === 'out' ? last : undefined;
    } catch {
      return undefined;
    }
  },
  remember: (last) => {
    try {
      if (last === undefined) localStorage.removeItem(LOGIN_KEY);
      else localStorage.setItem(LOGIN_KEY, last);
    } catch {
      // Then it isn't remembered.
    }
  },
};

const VISIT_KEY = 'havatar.visit';
/** A page that comes back later than this was not just reloaded. */
const RELOADED_WITHIN_MS = 30_000;

/**
 * Written when the page goes away and not before: a tab that is duplicated while this one lives copies nothing. And only a reload reads
 * it: not a link, not the back button, not a tab that is opened again.
 */
export const reloadVisits: Visits = {
  leave: (visit) => {
    try {
      sessionStorage.setItem(VISIT_KEY, JSON.stringify({ ...visit, atMs: Date.now() }));
    } catch {
      // Then a reload doesn't take up the drive.
    }
  },
  takeUp: () => {
    const text = takeVisit();
    const [navigation] = performance.getEntriesByType('navigation');
    if (text === undefined || (navigation as PerformanceNavigationTiming | undefined)?.type !== 'reload')
      return undefined;
    return visitFrom(text);
  },
};

function takeVisit(): string | undefined {
  try {
    const text = sessionStorage.getItem(VISIT_KEY) ?? undefined;
    sessionStorage.removeItem(VISIT_KEY);
    return text;
  } catch {
    return undefined;
  }
}

function visitFrom(text: string): ReturnType<Visits['takeUp']> {
  try {
    const { instance, robotId, atMs } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const isWhole = typeof instance === 'string' && typeof robotId === 'string' && typeof atMs === 'number';
    if (!isWhole || !/^[0-9a-f]{32}$/.test(instance) || !ROBOT_ID.test(robotId)) return undefined;
    return Math.abs(Date.now() - atMs) <= RELOADED_WITHIN_MS ? { instance, robotId } : undefined;
  } catch {
    return undefined;
  }
}

const KEYS_KEY = 'havatar.keys';

/** localStorage: the keys belong to this browser. */
export const localKeys: KeyStorage = {
  read: () => {
    try {
      return localStorage.getItem(KEYS_KEY) ?? undefined;
    } catch {
      return undefined;
    }
  },
  write: (text) => {
    try {
      if (text === undefined) localStorage.removeItem(KEYS_KEY);
      else localStorage.setItem(KEYS_KEY, text);
    } catch {
      // They are good for this visit.
    }
  },
};

const LINK_KEY = 'havatar.link';
/** For a browser that forbids storage: the link is good as long as the page isn't reloaded. */
let linkInMemory: string | undefined;

/** sessionStorage: a phone may forget the page while its owner looks for a code in another app. */
function keepLink(token: string | undefined): void {
  linkInMemory = token;
  try {
    if (token === undefined) sessionStorage.removeItem(LINK_KEY);
    else sessionStorage.setItem(LINK_KEY, token);
  } catch {
    // It stays in memory.
  }
}

function keptLink(): string | undefined {
  try {
    return sessionStorage.getItem(LINK_KEY) ?? linkInMemory;
  } catch {
    return linkInMemory;
  }
}

export const hashAddress: Address = {
  read: () => placeOf(window.location.hash),
  go: (place) => {
    const hash = hashOf(place);
    if (window.location.hash !== hash) window.history.pushState(null, '', hash);
  },
  takeLink: () => {
    const token = linkOf(window.location.hash);
    if (window.location.hash.startsWith('#link=')) {
      window.history.replaceState(null, '', hashOf({ name: 'robots' }));
    }
    if (token !== undefined) keepLink(token);
    return keptLink();
  },
  forgetLink: () => keepLink(undefined),
};

export function isPageAttended(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/** Tells the app of keys, of lost attention and of the address bar. */
export function listen(app: App): void {
  // Capture: whatever has the focus, these come first.
  window.addEventListener('keydown', (event) => app.drive.keys.down(keyPress(event)), { capture: true });
  window.addEventListener('keyup', (event) => app.drive.keys.up(keyPress(event)), { capture: true });
  for (const type of SEEN)
    window.addEventListener(type, () => app.drive.personSeen(), { capture: true, passive: true });
  listenForTakers(app);
  window.addEventListener('blur', () => app.drive.attentionLost());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') app.drive.attentionLost();
  });
  document.addEventListener('freeze', () => app.drive.attentionLost());
  window.addEventListener('pagehide', () => app.drive.pageLeaving());
  // The same page again, out of the browser's memory: it is no reload.
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) takeVisit();
  });
  window.addEventListener('gamepadconnected', () => app.drive.gamepadsChanged());
  window.addEventListener('gamepaddisconnected', () => app.drive.gamepadsChanged());
  window.addEventListener('popstate', () => app.placeChanged());
}

/** Events that a person makes and that are no keys. */
const SEEN = ['pointerdown', 'pointermove', 'pointerup', 'wheel', 'touchstart', 'touchmove'];
/** What opens something that may get the release of a key or a finger instead of the page. */
const TAKERS = [
  'dragstart',
  'compositionstart',
  'beforeprint',
  'beforeunload',
  'beforetoggle',
  'cancel',
  'fullscreenchange',
  'pointerlockchange',
];

/** Whatever can take a release away lets go. While this page drives, menus and dragging are prevented besides: their Escape would not stop. */
function listenForTakers(app: App): void {
  let pointerType = '';
  window.addEventListener('pointerdown', (event) => (pointerType = event.pointerType), { capture: true });
  for (const type of TAKERS)
    window.addEventListener(type, () => app.drive.attentionLost('taken'), { capture: true });
  window.addEventListener('dragstart', (event) => {
    if (app.drive.drives) event.preventDefault();
  });
  // Not captured: a control prevents the menu that a finger's long press would open, and the finger drives on.
  window.addEventListener('contextmenu', (event) => {
    if (event.defaultPrevented && pointerTypeOf(event, pointerType) === 'touch') return;
    app.drive.attentionLost('taken');
    if (app.drive.drives && targetOf(event.target) !== 'text') event.preventDefault();
  });
  window.addEventListener('focusin', (event) => {
    if (targetOf(event.target) === 'text') app.drive.attentionLost('taken');
  });
  window.addEventListener('click', (event) => {
    if (app.store.value.name === 'drive') leaveClicked(event);
  });
}

/** Some browsers' `contextmenu` is no pointer event; `last`: of the newest press. */
function pointerTypeOf(event: Event, last: string): string {
  return 'pointerType' in event && typeof event.pointerType === 'string' && event.pointerType !== ''
    ? event.pointerType
    : last;
}

/** A panic press must not press again what was clicked last. Who works by keyboard (`detail` 0) keeps the place. */
function leaveClicked({ detail, target }: MouseEvent): void {
  const { activeElement } = document;
  const isButton = activeElement instanceof HTMLElement && activeElement.matches(BUTTONS);
  if (detail > 0 && isButton && target instanceof Node && activeElement.contains(target))
    activeElement.blur();
}

const BUTTONS = 'button, a, summary, [role="button"], input[type="checkbox"], input[type="radio"]';

function keyPress(event: KeyboardEvent): KeyPress {
  return {
    code: event.code,
    key: event.key,
    repeat: event.repeat,
    modified: event.ctrlKey || event.altKey || event.metaKey,
    composing: event.isComposing || event.key === 'Process',
    target: targetOf(event.target),
    prevent: () => event.preventDefault(),
  };
}

function targetOf(target: EventTarget | null): KeyPress['target'] {
  if (target instanceof HTMLInputElement) {
    if (target.type === 'range') return 'slider';
    return ['button', 'checkbox', 'radio', 'submit', 'reset'].includes(target.type) ? 'page' : 'text';
  }
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return 'text';
  return target instanceof HTMLElement && target.isContentEditable ? 'text' : 'page';
}
