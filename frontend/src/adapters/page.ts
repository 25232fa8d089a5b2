import type { KeyPress } from '../control/keyboard.ts';
import type { App, Place, TokenStorage } from '../state/app.ts';

const TOKEN_KEY = 'havatar.token';
const ROBOT_HASH = '#/robots/';

/** sessionStorage: it outlives a reload and ends with the tab. Storage may be forbidden; then a reload asks for the login again. */
export const sessionTokens: TokenStorage = {
  read: () => {
    try {
      return sessionStorage.getItem(TOKEN_KEY) ?? undefined;
    } catch {
      return undefined;
    }
  },
  write: (token) => {
    try {
      if (token === undefined) sessionStorage.removeItem(TOKEN_KEY);
      else sessionStorage.setItem(TOKEN_KEY, token);
    } catch {
      // The token stays in memory.
    }
  },
};

export const hashPlace: Place = {
  robotId: () => {
    const { hash } = window.location;
    const id = hash.startsWith(ROBOT_HASH) ? hash.slice(ROBOT_HASH.length) : '';
    return /^[A-Za-z0-9._-]{1,64}$/.test(id) ? id : undefined;
  },
  go: (robotId) => {
    const hash = robotId === undefined ? '#/' : `${ROBOT_HASH}${robotId}`;
    if (window.location.hash !== hash) window.history.pushState(null, '', hash);
  },
};

export function isPageAttended(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/** Tells the app of keys, of lost attention and of the address bar. */
export function listen(app: App): void {
  // Capture: whatever has the focus, these come first.
  window.addEventListener('keydown', (event) => app.keyDown(keyPress(event)), { capture: true });
  window.addEventListener('keyup', (event) => app.keyUp(keyPress(event)), { capture: true });
  window.addEventListener('blur', () => app.attentionLost());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') app.attentionLost();
  });
  document.addEventListener('freeze', () => app.attentionLost());
  window.addEventListener('pagehide', () => app.pageLeaving());
  window.addEventListener('popstate', () => app.placeChanged());
}

function keyPress(event: KeyboardEvent): KeyPress {
  return {
    code: event.code,
    repeat: event.repeat,
    modified: event.ctrlKey || event.altKey || event.metaKey,
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
