import { describe, expect, it } from 'vitest';
import { keyOf } from '../testing/key-press.ts';
import { DEFAULT_KEYS } from './key-map.ts';
import type { KeyPress } from './keyboard.ts';
import { Keyboard, isEscape, isSpace } from './keyboard.ts';

/** A keyboard, and a line for each thing that it asked for. */
class Rig {
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

function withStopKey(...codes: string[]): Rig {
  const rig = new Rig();
  rig.setKeys(codes);
  return rig;
}

describe('a key that drives', () => {
  it('is pressed once and released; its repeats are only kept from the browser', () => {
    const rig = new Rig();
    expect(rig.down('KeyW')).toEqual(['prevent', 'press key-KeyW forward']);
    expect(rig.down('KeyW', { repeat: true })).toEqual(['prevent']);
    expect(rig.up('KeyW')).toEqual(['release key-KeyW']);
  });

  it('is not pressed by a repeat alone', () => {
    expect(new Rig().down('KeyW', { repeat: true })).toEqual(['prevent']);
  });

  it('belongs to a field of text while that has the focus, and arrows to a slider', () => {
    const rig = new Rig();
    expect(rig.down('KeyW', { target: 'text' })).toEqual([]);
    expect(rig.down('ArrowUp', { target: 'text' })).toEqual([]);
    expect(rig.down('ArrowUp', { target: 'slider' })).toEqual([]);
    expect(rig.down('KeyW', { target: 'slider' })).toEqual(['prevent', 'press key-KeyW forward']);
    expect(rig.down('ArrowUp')).toEqual(['prevent', 'press key-ArrowUp forward']);
  });

  it('is let go by another map', () => {
    expect(new Rig().setKeys(['KeyP'])).toEqual(['let go']);
  });

  it('another key of the page does nothing', () => {
    expect(new Rig().down('KeyX')).toEqual([]);
  });
});

describe('a key that may take the release of others', () => {
  it.each<[string, string, Partial<KeyPress>]>([
    ['one with Ctrl, Alt or Meta', 'KeyW', { modified: true }],
    ['one that an input method has', 'KeyW', { composing: true }],
    ['one that opens something', 'ContextMenu', {}],
    ['one without a place', '', { key: 'w' }],
  ])('%s lets go of everything, its repeats of nothing', (_name, code, changes) => {
    const rig = new Rig();
    expect(rig.down(code, changes)).toEqual(['let go taken']);
    expect(rig.down(code, { ...changes, repeat: true })).toEqual([]);
  });

  it.each<[string, string, Partial<KeyPress>]>([
    ['that says no place', '', { key: 'w' }],
    ['of an unidentified key', 'Unidentified', {}],
    ['that an input method has', 'KeyW', { composing: true }],
    ['of the key for pictures of the screen, by meaning', 'F13', { key: 'PrintScreen' }],
    ['of the key for pictures of the screen, by place', 'PrintScreen', {}],
  ])('a release %s lets go of everything', (_name, code, changes) => {
    expect(new Rig().up(code, changes)).toEqual(['let go taken', `release key-${code}`]);
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
    const rig = new Rig();
    rig.drives = false;
    expect(rig.down('Escape', changes)).toEqual(['prevent', 'stop']);
  });
});

describe('a stop key', () => {
  it('stops once for each press; its repeats and its release are kept from the browser', () => {
    const rig = new Rig();
    expect(rig.down('Escape')).toEqual(['prevent', 'stop']);
    expect(rig.down('Escape', { repeat: true })).toEqual(['prevent']);
    expect(rig.up('Escape')).toEqual(['prevent', 'release key-Escape']);
    expect(rig.up('Escape')).toEqual(['release key-Escape']);
    expect(rig.down('Escape')).toEqual(['prevent', 'stop']);
  });

  it('whose press a menu kept stops by its first repeat', () => {
    const rig = new Rig();
    expect(rig.down('Escape', { repeat: true })).toEqual(['prevent', 'stop']);
    expect(rig.down('Escape', { repeat: true })).toEqual(['prevent']);
  });

  it('pressed anew without a release between stops anew', () => {
    const rig = new Rig();
    rig.down('Escape');
    expect(rig.down('Escape')).toEqual(['prevent', 'stop']);
  });

  it('that became one while it was down is none before it is pressed again', () => {
    const rig = new Rig();
    rig.drives = false;
    rig.down('Space');
    rig.drives = true;
    expect(rig.down('Space', { repeat: true })).toEqual([]);
    expect(rig.up('Space')).toEqual(['release key-Space']);
    expect(rig.down('Space')).toEqual(['prevent', 'stop']);
  });

  it('that ceased to be one while it was down is none', () => {
    const rig = withStopKey('KeyP');
    rig.down('KeyP');
    rig.setKeys([]);
    expect(rig.down('KeyP', { repeat: true })).toEqual([]);
  });

  it('that ceased to be one is kept from the browser until its release: it may be on a focused button', () => {
    const rig = new Rig();
    rig.down('Space');
    rig.drives = false;
    expect(rig.down('Space', { repeat: true })).toEqual([]);
    expect(rig.up('Space')).toEqual(['prevent', 'release key-Space']);
  });

  it('without a place is told from another one by its meaning', () => {
    const rig = withStopKey('KeyP', 'KeyO');
    expect(rig.down('', { key: 'p' })).toEqual(['prevent', 'stop']);
    expect(rig.down('', { key: 'o', repeat: true })).toEqual(['prevent', 'stop']);
    expect(rig.up('', { key: 'p' })).toEqual(['prevent', 'let go taken', 'release key-']);
  });

  it('of the map stops where driving keys work, with no modifier', () => {
    const rig = withStopKey('KeyP', 'PageUp');
    expect(rig.down('KeyP')).toEqual(['prevent', 'stop']);
    expect(rig.down('KeyP', { modified: true })).toEqual(['let go taken']);
    expect(rig.down('KeyP', { target: 'text' })).toEqual([]);
    expect(rig.down('PageUp', { target: 'slider' })).toEqual([]);
    expect(rig.down('PageUp')).toEqual(['prevent', 'stop']);
  });

  it('of the map is found by its meaning where the keyboard names no places', () => {
    const rig = withStopKey('KeyP', 'BracketLeft');
    expect(rig.down('Unidentified', { key: 'P' })).toEqual(['prevent', 'stop']);
    expect(rig.down('', { key: '[', target: 'slider' })).toEqual(['prevent', 'stop']);
    expect(rig.down('KeyX', { key: 'p' })).toEqual([]);
  });

  it('of the map that moves a slider by its meaning stops outside of one', () => {
    const rig = withStopKey('Home');
    expect(rig.down('', { key: 'Home', target: 'slider' })).toEqual(['let go taken']);
    expect(rig.down('', { key: 'Home' })).toEqual(['prevent', 'stop']);
  });
});

describe('Space', () => {
  it.each([
    ['Space', ''],
    ['', ' '],
    ['', 'Spacebar'],
  ])('is the key at the place "%s" that means "%s"', (code, key) => {
    expect(isSpace({ code, key })).toBe(true);
    expect(new Rig().down(code, { key })).toEqual(['prevent', 'stop']);
  });

  it('is no other key', () => {
    expect(isSpace({ code: 'KeyE', key: 'e' })).toBe(false);
  });

  it('stops while this page drives, a field of text apart', () => {
    const rig = new Rig();
    expect(rig.down('Space', { target: 'slider' })).toEqual(['prevent', 'stop']);
    expect(rig.down('Space', { target: 'text' })).toEqual([]);
    rig.drives = false;
    expect(rig.down('Space')).toEqual([]);
  });
});

describe('what moves a slider', () => {
  it.each(['ArrowLeft', 'PageUp', 'Home', 'End'])('%s is no stop there', (code) => {
    const rig = withStopKey(code);
    expect(rig.down(code, { target: 'slider' })).toEqual([]);
    expect(rig.down(code)).toEqual(['prevent', 'stop']);
  });

  it('is told by how its name begins', () => {
    expect(withStopKey('BrowserHome').down('BrowserHome', { target: 'slider' })).toEqual(['prevent', 'stop']);
  });
});
