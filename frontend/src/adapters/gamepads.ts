import type { PadReading, ReadGamepads } from '../control/gamepad.ts';

/** The browser forbids it, or has none: no gamepad. */
export const readBrowserGamepads: ReadGamepads = () => {
  try {
    return Array.from(navigator.getGamepads()).flatMap(reading);
  } catch {
    return [];
  }
};

/** Chromium keeps an empty place for a gamepad that was unplugged; others keep the object and call it disconnected. */
function reading(pad: Gamepad | null): PadReading[] {
  if (pad?.connected !== true) return [];
  const { index, id, timestamp, mapping, axes, buttons } = pad;
  return [
    { index, name: id, timestamp, mapping, axes: [...axes], pressed: buttons.map(({ pressed }) => pressed) },
  ];
}
