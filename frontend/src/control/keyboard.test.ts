import { describe, expect, it } from 'vitest';
import { keyOf } from '../testing/key-press.ts';
import { DEFAULT_KEYS } from './key-map.ts';
import type { KeyPress } from './keyboard.ts';
import { Keyboard, isEscape, isSpace } from './keyboard.ts';

/** A keyboard, and a line for each thing that it asked for. */
class Desk {
  readonly asked: string[] = [];
  drives = true;
  readonly keyboard = new Keyboard({
    press: (control, direction) => this.asked.push(`press ${control} ${direction}`),
    release: (control) => this.asked.push(`release ${control}`),
    letGo: (why) => this.asked.push(why === undefined ? 'let go' : `let go ${why}`),
    stop: () => this.asked.push('stop'),
    drives: () => this.drives,
  });

  down(code: string, changes: Partial<KeyPress> = {}): string[] {
    return this.asks(() => this.keyboard.down(this.key(code, changes)));
  }

  up(code: string, changes: Partial<KeyPress> = {}): string[] {
    return this.asks(() => this.keyboard.up(this.key(code, changes)));
  }

  setKeys(stop: readonly string[]): string[] {
    return this.asks(() => this.keyboard.setKeys({ ...DEFAULT_KEYS, stop }));
  }

  private key(code: string, changes: Partial<KeyPress>): KeyPress {
    return keyOf(code, { prevent: () => this.asked.push('prevent'), ...changes });
  }

  private asks(event: () => void): string[] {
    event();
    return this.asked.splice(0);
  }
}

function withStopKey(...codes: string[]): Desk {
  const desk = new Desk();
  desk.setKeys(codes);
  return desk;
}

describe('a key that drives', () => {
  it('is pressed once and released; its repeats are only kept from the browser', () => {
    const desk = new Desk();
    expect(desk.down('KeyW')).toEqual(['prevent', 'press key-KeyW forward']);
    expect(desk.down('KeyW', { repeat: true })).toEqual(['prevent']);
    expect(desk.up('KeyW')).toEqual(['release key-KeyW']);
  });

  it('is not pressed by a repeat alone', () => {
    expect(new Desk().down('KeyW', { repeat: true })).toEqual(['prevent']);
  });

  it('belongs to a field of text while that has the focus, and arrows to a slider', () => {
    const desk = new Desk();
    expect(desk.down('KeyW', { target: 'text' })).toEqual([]);
    expect(desk.down('ArrowUp', { target: 'text' })).toEqual([]);
    expect(desk.down('ArrowUp', { target: 'slider' })).toEqual([]);
    expect(desk.down('KeyW', { target: 'slider' })).toEqual(['prevent', 'press key-KeyW forward']);
    expect(desk.down('ArrowUp')).toEqual(['prevent', 'press key-ArrowUp forward']);
  });

  it('is let go by another map', () => {
    expect(new Desk().setKeys(['KeyP'])).toEqual(['let go']);
  });

  it('another key of the page does nothing', () => {
    expect(new Desk().down('KeyX')).toEqual([]);
  });
});

describe('a key that may take the release of others', () => {
  it.each<[string, string, Partial<KeyPress>]>([
    ['one with Ctrl, Alt or Meta', 'KeyW', { modified: true }],
    ['one that an input method has', 'KeyW', { composing: true }],
    ['one that opens something', 'ContextMenu', {}],
    ['one without a place', '', { key: 'w' }],
  ])('%s lets go of everything, its repeats of nothing', (_name, code, changes) => {
    const desk = new Desk();
    expect(desk.down(code, changes)).toEqual(['let go taken']);
    expect(desk.down(code, { ...changes, repeat: true })).toEqual([]);
  });

  it.each<[string, string, Partial<KeyPress>]>([
    ['that says no place', '', { key: 'w' }],
    ['of an unidentified key', 'Unidentified', {}],
    ['that an input method has', 'KeyW', { composing: true }],
    ['of the key for pictures of the screen, by meaning', 'F13', { key: 'PrintScreen' }],
    ['of the key for pictures of the screen, by place', 'PrintScreen', {}],
  ])('a release %s lets go of everything', (_name, code, changes) => {
    expect(new Desk().up(code, changes)).toEqual(['let go taken', `release key-${code}`]);
  });
});

describe('Escape', () => {
  it.each([
    ['Escape', ''],
    ['CapsLock', 'Escape'],
    ['', 'Esc'],
  ])('is the key at the place "%s" that means "%s"', (code, key) => {
    expect(isEscape({ code, key })).toBe(true);
  });

  it('is no other key', () => {
    expect(isEscape({ code: 'KeyE', key: 'e' })).toBe(false);
  });

  it.each<[string, Partial<KeyPress>]>([
    ['in a field of text', { target: 'text' }],
    ['with a modifier', { modified: true }],
    ['while an input method is at work', { composing: true }],
  ])('stops %s, driving or not', (_name, changes) => {
    const desk = new Desk();
    desk.drives = false;
    expect(desk.down('Escape', changes)).toEqual(['prevent', 'stop']);
  });
});

describe('a stop key', () => {
  it('stops once for each press; its repeats and its release are kept from the browser', () => {
    const desk = new Desk();
    expect(desk.down('Escape')).toEqual(['prevent', 'stop']);
    expect(desk.down('Escape', { repeat: true })).toEqual(['prevent']);
    expect(desk.up('Escape')).toEqual(['prevent', 'release key-Escape']);
    expect(desk.up('Escape')).toEqual(['release key-Escape']);
    expect(desk.down('Escape')).toEqual(['prevent', 'stop']);
  });

  it('whose press a menu kept stops by its first repeat', () => {
    const desk = new Desk();
    expect(desk.down('Escape', { repeat: true })).toEqual(['prevent', 'stop']);
    expect(desk.down('Escape', { repeat: true })).toEqual(['prevent']);
  });

  it('pressed anew without a release between stops anew', () => {
    const desk = new Desk();
    desk.down('Escape');
    expect(desk.down('Escape')).toEqual(['prevent', 'stop']);
  });

  it('that became one while it was down is none before it is pressed again', () => {
    const desk = new Desk();
    desk.drives = false;
    desk.down('Space');
    desk.drives = true;
    expect(desk.down('Space', { repeat: true })).toEqual([]);
    expect(desk.up('Space')).toEqual(['release key-Space']);
    expect(desk.down('Space')).toEqual(['prevent', 'stop']);
  });

  it('that ceased to be one while it was down is none', () => {
    const desk = withStopKey('KeyP');
    desk.down('KeyP');
    desk.setKeys([]);
    expect(desk.down('KeyP', { repeat: true })).toEqual([]);
  });

  it('that ceased to be one is kept from the browser until its release: it may be on a focused button', () => {
    const desk = new Desk();
    desk.down('Space');
    desk.drives = false;
    expect(desk.down('Space', { repeat: true })).toEqual([]);
    expect(desk.up('Space')).toEqual(['prevent', 'release key-Space']);
  });

  it('without a place is told from another one by its meaning', () => {
    const desk = withStopKey('KeyP', 'KeyO');
    expect(desk.down('', { key: 'p' })).toEqual(['prevent', 'stop']);
    expect(desk.down('', { key: 'o', repeat: true })).toEqual(['prevent', 'stop']);
    expect(desk.up('', { key: 'p' })).toEqual(['prevent', 'let go taken', 'release key-']);
  });

  it('of the map stops where driving keys work, with no modifier', () => {
    const desk = withStopKey('KeyP', 'PageUp');
    expect(desk.down('KeyP')).toEqual(['prevent', 'stop']);
    expect(desk.down('KeyP', { modified: true })).toEqual(['let go taken']);
    expect(desk.down('KeyP', { target: 'text' })).toEqual([]);
    expect(desk.down('PageUp', { target: 'slider' })).toEqual([]);
    expect(desk.down('PageUp')).toEqual(['prevent', 'stop']);
  });

  it('of the map is found by its meaning where the keyboard names no places', () => {
    const desk = withStopKey('KeyP', 'BracketLeft');
    expect(desk.down('Unidentified', { key: 'P' })).toEqual(['prevent', 'stop']);
    expect(desk.down('', { key: '[', target: 'slider' })).toEqual(['prevent', 'stop']);
    expect(desk.down('KeyX', { key: 'p' })).toEqual([]);
  });

  it('of the map that moves a slider by its meaning stops outside of one', () => {
    const desk = withStopKey('Home');
    expect(desk.down('', { key: 'Home', target: 'slider' })).toEqual(['let go taken']);
    expect(desk.down('', { key: 'Home' })).toEqual(['prevent', 'stop']);
  });
});

describe('Space', () => {
  it.each([
    ['Space', ''],
    ['', ' '],
    ['', 'Spacebar'],
  ])('is the key at the place "%s" that means "%s"', (code, key) => {
    expect(isSpace({ code, key })).toBe(true);
    expect(new Desk().down(code, { key })).toEqual(['prevent', 'stop']);
  });

  it('is no other key', () => {
    expect(isSpace({ code: 'KeyE', key: 'e' })).toBe(false);
  });

  it('stops while this page drives, a field of text apart', () => {
    const desk = new Desk();
    expect(desk.down('Space', { target: 'slider' })).toEqual(['prevent', 'stop']);
    expect(desk.down('Space', { target: 'text' })).toEqual([]);
    desk.drives = false;
    expect(desk.down('Space')).toEqual([]);
  });
});

describe('what moves a slider', () => {
  it.each(['ArrowLeft', 'PageUp', 'Home', 'End'])('%s is no stop there', (code) => {
    const desk = withStopKey(code);
    expect(desk.down(code, { target: 'slider' })).toEqual([]);
    expect(desk.down(code)).toEqual(['prevent', 'stop']);
  });

  it('is told by how its name begins', () => {
    expect(withStopKey('BrowserHome').down('BrowserHome', { target: 'slider' })).toEqual(['prevent', 'stop']);
  });
});
