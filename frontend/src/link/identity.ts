import { NO_HOLDER } from '../wire/messages.ts';
import type { RandomBytes } from './ports.ts';

const INSTANCE_BYTES = 16;
const ID_BYTES = 8;

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The name of this page load, 32 hex digits: two tabs are two drivers. */
export function newInstance(randomBytes: RandomBytes): string {
  return hex(randomBytes(INSTANCE_BYTES));
}

/** A random u64 that is not zero, 16 hex digits. */
export function newStopId(randomBytes: RandomBytes): string {
  const id = hex(randomBytes(ID_BYTES));
  return id === NO_HOLDER ? '0000000000000001' : id;
}
