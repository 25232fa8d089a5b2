import * as at from './binary-layout.ts';
import type { BinaryMessage } from './messages.ts';
import {
  BATTERY_UNKNOWN,
  FULL_PERMILLE,
  LATCH_KINDS,
  MAX_TTL_MS,
  STOPPED_STATES,
  STOP_CAUSES,
} from './messages.ts';
import type { NumberedPair } from './numbers.ts';
import { NO_HOLDER } from './messages.ts';
import type { BinaryReason, Decoded } from './reasons.ts';
import { REASONS } from './reasons.ts';

const NAMES = Object.keys(at.TYPE) as BinaryMessage['type'][];
const NAME_OF_TYPE = new Map(NAMES.map((name) => [at.TYPE[name], name]));

const refuse = (reason: BinaryReason): { ok: false; reason: BinaryReason } => ({ ok: false, reason });

/** Never throws. Checks in the order of PROTOCOL.md §3: version, type, length, ranges. */
export function decodeBinary(bytes: Uint8Array): Decoded<BinaryMessage, BinaryReason> {
  if (bytes.length < at.HEADER_BYTES || bytes[at.AT_VERSION] !== at.PROTOCOL_VERSION)
    return refuse('malformed');
  const name = NAME_OF_TYPE.get(bytes[at.AT_TYPE] ?? 0);
  if (name === undefined) return refuse('unknown_type');
  if (bytes.length !== at.BYTES[name]) return refuse('malformed');
  const message = read(name, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return message === undefined ? refuse('out_of_range') : { ok: true, message };
}

/** Undefined when a field is outside its range. The length has been checked. */
function read(name: BinaryMessage['type'], view: DataView): BinaryMessage | undefined {
  switch (name) {
    case 'drive':
      return readDrive(view);
    case 'ack':
      return readAck(view);
    case 'stop':
      return readStop(view);
    case 'stopped':
      return readStopped(view);
    case 'beacon':
      return readBeacon(view);
    case 'board':
      return readBoard(view);
    case 'ping':
      return { type: 'ping', id: view.getUint32(at.PING.id), senderMs: view.getUint32(at.PING.senderMs) };
    case 'pong':
      return {
        type: 'pong',
        id: view.getUint32(at.PONG.id),
        senderMs: view.getUint32(at.PONG.senderMs),
        stampValid: has(view.getUint8(at.PONG.flags), at.PONG_FLAG.stampValid),
        stamp: view.getUint32(at.PONG.stamp),
      };
    default:
      return name satisfies never;
  }
}

function readDrive(view: DataView): BinaryMessage | undefined {
  const ttlMs = view.getUint16(at.DRIVE.ttlMs);
  const left = view.getInt16(at.DRIVE.left);
  const right = view.getInt16(at.DRIVE.right);
  if (ttlMs < 1 || ttlMs > MAX_TTL_MS || !isPermille(left) || !isPermille(right)) return undefined;
  return {
    type: 'drive',
    term: pair(view, at.DRIVE.term),
    sequence: view.getUint32(at.DRIVE.sequence),
    echo: view.getUint32(at.DRIVE.echo),
    ttlMs,
    inputAgeMs: view.getUint16(at.DRIVE.inputAgeMs),
    left,
    right,
  };
}

function readAck(view: DataView): BinaryMessage | undefined {
  const reason = REASONS[view.getUint8(at.ACK.reason)];
  const cap = view.getUint16(at.ACK.cap);
  const left = view.getInt16(at.ACK.left);
  const right = view.getInt16(at.ACK.right);
  if (reason === undefined || cap > FULL_PERMILLE || !isPermille(left) || !isPermille(right))
    return undefined;
  return {
    type: 'ack',
    reason,
    term: pair(view, at.ACK.term),
    sequence: view.getUint32(at.ACK.sequence),
    stamp: view.getUint32(at.ACK.stamp),
    ageMs: view.getUint16(at.ACK.ageMs),
    cap,
    left,
    right,
  };
}

function readStop(view: DataView): BinaryMessage | undefined {
  const cause = STOP_CAUSES[view.getUint8(at.STOP.cause)];
  const authority = view.getUint8(at.STOP.authority);
  if (cause === undefined || authority > 1) return undefined;
  return {
    type: 'stop',
    cause,
    authority,
    stopId: hex64(view, at.STOP.stopId),
    origin: hex64(view, at.STOP.origin),
    latch: pair(view, at.STOP.latch),
  };
}

function readStopped(view: DataView): BinaryMessage | undefined {
  const state = STOPPED_STATES[view.getUint8(at.STOPPED.state) - 1];
  const latchKind = LATCH_KINDS[view.getUint8(at.STOPPED.latchKind)];
  const stopId = hex64(view, at.STOPPED.stopId);
  if (state === undefined || latchKind === undefined || stopId === NO_HOLDER) return undefined;
  return {
    type: 'stopped',
    state,
    latchKind,
    stopId,
    latch: pair(view, at.STOPPED.latch),
    stamp: view.getUint32(at.STOPPED.stamp),
    elapsedMs: view.getUint16(at.STOPPED.elapsedMs),
  };
}

function readBeacon(view: DataView): BinaryMessage | undefined {
  const flags = view.getUint8(at.BEACON.flags);
  const latchKind = LATCH_KINDS[view.getUint8(at.BEACON.latchKind)];
  const boot = view.getUint32(at.BEACON.boot);
  const batteryPercent = view.getUint8(at.BEACON.batteryPercent);
  const left = view.getInt16(at.BEACON.left);
  const right = view.getInt16(at.BEACON.right);
  const cap = view.getUint16(at.BEACON.cap);
  if (latchKind === undefined || boot === 0 || !isBatteryPercent(batteryPercent)) return undefined;
  if (!isPermille(left) || !isPermille(right) || cap > FULL_PERMILLE) return undefined;
  return {
    type: 'beacon',
    boardConnected: has(flags, at.BEACON_FLAG.boardConnected),
    primary: has(flags, at.BEACON_FLAG.primary),
    moving: has(flags, at.BEACON_FLAG.moving),
    unprotected: has(flags, at.BEACON_FLAG.unprotected),
    stopPressed: has(flags, at.BEACON_FLAG.stopPressed),
    governed: has(flags, at.BEACON_FLAG.governed),
    latchKind,
    boot,
    termCounter: view.getUint32(at.BEACON.termCounter),
    latchCounter: view.getUint32(at.BEACON.latchCounter),
    routeCounter: view.getUint32(at.BEACON.routeCounter),
    stamp: view.getUint32(at.BEACON.stamp),
    holder: hex64(view, at.BEACON.holder),
    leaseRemainingMs: view.getUint32(at.BEACON.leaseRemainingMs),
    batteryMv: view.getUint16(at.BEACON.batteryMv),
    batteryPercent,
    faults: view.getUint8(at.BEACON.faults),
    left,
    right,
    cap,
    loopAgeMs: view.getUint16(at.BEACON.loopAgeMs),
    lastSequence: view.getUint32(at.BEACON.lastSequence),
  };
}

function readBoard(view: DataView): BinaryMessage | undefined {
  const flags = view.getUint8(at.BOARD.flags);
  const startId = view.getUint32(at.BOARD.startId);
  const left = view.getInt16(at.BOARD.left);
  const right = view.getInt16(at.BOARD.right);
  const batteryPercent = view.getUint8(at.BOARD.batteryPercent);
  const lastReason = REASONS[view.getUint8(at.BOARD.lastReason)];
  if (startId === 0 || !isPermille(left) || !isPermille(right)) return undefined;
  if (!isBatteryPercent(batteryPercent) || lastReason === undefined) return undefined;
  return {
    type: 'board',
    stopped: has(flags, at.BOARD_FLAG.stopped),
    failsafe: has(flags, at.BOARD_FLAG.failsafe),
    ramping: has(flags, at.BOARD_FLAG.ramping),
    faults: view.getUint8(at.BOARD.faults),
    startId,
    stamp: view.getUint32(at.BOARD.stamp),
    term: pair(view, at.BOARD.term),
    sequence: view.getUint32(at.BOARD.sequence),
    latch: pair(view, at.BOARD.latch),
    left,
    right,
    batteryMv: view.getUint16(at.BOARD.batteryMv),
    batteryPercent,
    lastReason,
    rejected: view.getUint16(at.BOARD.rejected),
  };
}

function pair(view: DataView, offset: number): NumberedPair {
  return [view.getUint32(offset), view.getUint32(offset + 4)];
}

function hex64(view: DataView, offset: number): string {
  return view.getBigUint64(offset).toString(16).padStart(16, '0');
}

function has(flags: number, bit: number): boolean {
  return (flags & bit) !== 0;
}

function isPermille(value: number): boolean {
  return value >= -FULL_PERMILLE && value <= FULL_PERMILLE;
}

function isBatteryPercent(value: number): boolean {
  return value <= 100 || value === BATTERY_UNKNOWN;
}
