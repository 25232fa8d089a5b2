// Reads a QR code off the screen, as a phone does.
import { PNG } from 'pngjs';
import decodeQR from 'qr/decode.js';

/** What the code says that `element` shows. */
export async function readQr(element) {
  const { width, height, data } = PNG.sync.read(await element.screenshot());
  return decodeQR({ width, height, data: new Uint8Array(data) });
}
