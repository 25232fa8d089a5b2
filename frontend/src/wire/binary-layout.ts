import type { BinaryMessage } from './messages.ts';

/** Offsets, sizes and bits of PROTOCOL.md §3, one table a message. */

/** Of PROTOCOL.md, on the wire and in hello and welcome; nowhere else in this program. */
export const PROTOCOL_VERSION = 1;
export const AT_VERSION = 0;
export const AT_TYPE = 1;
export const HEADER_BYTES = 2;
export const MAX_BINARY_BYTES = 64;

export const TYPE: Readonly<Record<BinaryMessage['type'], number>> = {
  drive: 1,
  ack: 2,
  stop: 3,
  stopped: 4,
  beacon: 5,
  board: 6,
  ping: 7,
  pong: 8,
};

export const BYTES: Readonly<Record<BinaryMessage['type'], number>> = {
  drive: 28,
  ack: 28,
  stop: 28,
  stopped: 28,
  beacon: 52,
  board: 44,
  ping: 12,
  pong: 16,
};

export const DRIVE = {
  term: 4,
  sequence: 12,
  echo: 16,
  ttlMs: 20,
  inputAgeMs: 22,
  left: 24,
  right: 26,
} as const;

export const ACK = {
  reason: 3,
  term: 4,
  sequence: 12,
  stamp: 16,
  ageMs: 20,
  cap: 22,
  left: 24,
  right: 26,
} as const;

export const STOP = { cause: 2, authority: 3, stopId: 4, origin: 12, latch: 20 } as const;

export const STOPPED = { state: 2, latchKind: 3, stopId: 4, latch: 12, stamp: 20, elapsedMs: 24 } as const;

export const BEACON = {
  flags: 2,
  latchKind: 3,
  boot: 4,
  termCounter: 8,
  latchCounter: 12,
  routeCounter: 16,
  stamp: 20,
  holder: 24,
  leaseRemainingMs: 32,
  batteryMv: 36,
  batteryPercent: 38,
  faults: 39,
  left: 40,
  right: 42,
  cap: 44,
  loopAgeMs: 46,
  lastSequence: 48,
} as const;
export const BEACON_FLAG = {
  boardConnected: 1,
  primary: 2,
  moving: 4,
  unprotected: 8,
  stopPressed: 16,
  governed: 32,
} as const;

export const BOARD = {
  flags: 2,
  faults: 3,
  startId: 4,
  stamp: 8,
  term: 12,
  sequence: 20,
  latch: 24,
  left: 32,
  right: 34,
  batteryMv: 36,
  batteryPercent: 38,
  lastReason: 39,
  rejected: 40,
} as const;
export const BOARD_FLAG = { stopped: 1, failsafe: 2, ramping: 4 } as const;

export const PING = { id: 4, senderMs: 8 } as const;
export const PONG = { flags: 2, id: 4, senderMs: 8, stamp: 12 } as const;
export const PONG_FLAG = { stampValid: 1 } as const;
