const KEY_SIGNS: ReadonlyMap<string, string> = new Map([
  ['ArrowUp', '↑'],
  ['ArrowDown', '↓'],
  ['ArrowLeft', '←'],
  ['ArrowRight', '→'],
  ['PageUp', 'Page up'],
  ['PageDown', 'Page down'],
  ['BracketLeft', '['],
  ['BracketRight', ']'],
  ['Minus', '-'],
  ['Equal', '='],
  ['Comma', ','],
  ['Period', '.'],
  ['Slash', '/'],
  ['Semicolon', ';'],
  ['Quote', '’'],
  ['Backslash', '\\'],
  ['Backquote', '`'],
]);

/** The sign on a keyboard as it is sold in the United States; other layouts have another one in the same place. */
export function keyName(code: string): string {
  return KEY_SIGNS.get(code) ?? code.replace(/^(Key|Digit)/, '').replace(/^Numpad/, 'Num ');
}
