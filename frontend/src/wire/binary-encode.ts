import * as at from './binary-layout.ts';
import type { Beacon, BinaryMessage, Board } from './messages.ts';
import { LATCH_KINDS, STOPPED_STATES, STOP_CAUSES } from './messages.ts';
import type { NumberedPair } from './numbers.ts';
import { REASONS } from './reasons.ts';

/** The message's own bytes; the caller keeps every field within its range. */
export function encodeBinary(message: BinaryMessage): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(at.BYTES[message.type]);
  const view = new DataView(bytes.buffer);
  view.setUint8(at.AT_VERSION, at.PROTOCOL_VERSION);
  view.setUint8(at.AT_TYPE, at.TYPE[message.type]);
  write(message, view);
  return bytes;
}

function write(message: BinaryMessage, view: DataView): void {
  switch (message.type) {
    case 'drive':
      setPair(view, at.DRIVE.term, message.term);
      view.setUint32(at.DRIVE.sequence, message.sequence);
      view.setUint32(at.DRIVE.echo, message.echo);
      view.setUint16(at.DRIVE.ttlMs, message.ttlMs);
      view.setUint16(at.DRIVE.inputAgeMs, message.inputAgeMs);
      view.setInt16(at.DRIVE.left, message.left);
      view.setInt16(at.DRIVE.right, message.right);
      return;
    case 'ack':
      view.setUint8(at.ACK.reason, REASONS.indexOf(message.reason));
      setPair(view, at.ACK.term, message.term);
      view.setUint32(at.ACK.sequence, message.sequence);
      view.setUint32(at.ACK.stamp, message.stamp);
      view.setUint16(at.ACK.ageMs, message.ageMs);
      view.setUint16(at.ACK.cap, message.cap);
      view.setInt16(at.ACK.left, message.left);
      view.setInt16(at.ACK.right, message.right);
      return;
    case 'stop':
      view.setUint8(at.STOP.cause, STOP_CAUSES.indexOf(message.cause));
      view.setUint8(at.STOP.authority, message.authority);
      setHex64(view, at.STOP.stopId, message.stopId);
      setHex64(view, at.STOP.origin, message.origin);
      setPair(view, at.STOP.latch, message.latch);
      return;
    case 'stopped':
      view.setUint8(at.STOPPED.state, STOPPED_STATES.indexOf(message.state) + 1);
      view.setUint8(at.STOPPED.latchKind, LATCH_KINDS.indexOf(message.latchKind));
      setHex64(view, at.STOPPED.stopId, message.stopId);
      setPair(view, at.STOPPED.latch, message.latch);
      view.setUint32(at.STOPPED.stamp, message.stamp);
      view.setUint16(at.STOPPED.elapsedMs, message.elapsedMs);
      return;
    case 'beacon':
      writeBeacon(message, view);
      return;
    case 'board':
      writeBoard(message, view);
      return;
    case 'ping':
      view.setUint32(at.PING.id, message.id);
      view.setUint32(at.PING.senderMs, message.senderMs);
      return;
    case 'pong':
      view.setUint8(at.PONG.flags, bits([message.stampValid, at.PONG_FLAG.stampValid]));
      view.setUint32(at.PONG.id, message.id);
      view.setUint32(at.PONG.senderMs, message.senderMs);
      view.setUint32(at.PONG.stamp, message.stamp);
      return;
    default:
      message satisfies never;
  }
}

function writeBeacon(message: Beacon, view: DataView): void {
  const flags = bits(
    [message.boardConnected, at.BEACON_FLAG.boardConnected],
    [message.primary, at.BEACON_FLAG.primary],
    [message.moving, at.BEACON_FLAG.moving],
    [message.unprotected, at.BEACON_FLAG.unprotected],
    [message.stopPressed, at.BEACON_FLAG.stopPressed],
    [message.governed, at.BEACON_FLAG.governed],
  );
  view.setUint8(at.BEACON.flags, flags);
  view.setUint8(at.BEACON.latchKind, LATCH_KINDS.indexOf(message.latchKind));
  view.setUint32(at.BEACON.boot, message.boot);
  view.setUint32(at.BEACON.termCounter, message.termCounter);
  view.setUint32(at.BEACON.latchCounter, message.latchCounter);
  view.setUint32(at.BEACON.routeCounter, message.routeCounter);
  view.setUint32(at.BEACON.stamp, message.stamp);
  setHex64(view, at.BEACON.holder, message.holder);
  view.setUint32(at.BEACON.leaseRemainingMs, message.leaseRemainingMs);
  view.setUint16(at.BEACON.batteryMv, message.batteryMv);
  view.setUint8(at.BEACON.batteryPercent, message.batteryPercent);
  view.setUint8(at.BEACON.faults, message.faults);
  view.setInt16(at.BEACON.left, message.left);
  view.setInt16(at.BEACON.right, message.right);
  view.setUint16(at.BEACON.cap, message.cap);
  view.setUint16(at.BEACON.loopAgeMs, message.loopAgeMs);
  view.setUint32(at.BEACON.lastSequence, message.lastSequence);
}

function writeBoard(message: Board, view: DataView): void {
  const flags = bits(
    [message.stopped, at.BOARD_FLAG.stopped],
    [message.failsafe, at.BOARD_FLAG.failsafe],
    [message.ramping, at.BOARD_FLAG.ramping],
  );
  view.setUint8(at.BOARD.flags, flags);
  view.setUint8(at.BOARD.faults, message.faults);
  view.setUint32(at.BOARD.startId, message.startId);
  view.setUint32(at.BOARD.stamp, message.stamp);
  setPair(view, at.BOARD.term, message.term);
  view.setUint32(at.BOARD.sequence, message.sequence);
  setPair(view, at.BOARD.latch, message.latch);
  view.setInt16(at.BOARD.left, message.left);
  view.setInt16(at.BOARD.right, message.right);
  view.setUint16(at.BOARD.batteryMv, message.batteryMv);
  view.setUint8(at.BOARD.batteryPercent, message.batteryPercent);
  view.setUint8(at.BOARD.lastReason, REASONS.indexOf(message.lastReason));
  view.setUint16(at.BOARD.rejected, message.rejected);
}

function setPair(view: DataView, offset: number, pair: NumberedPair): void {
  view.setUint32(offset, pair[0]);
  view.setUint32(offset + 4, pair[1]);
}

function setHex64(view: DataView, offset: number, hex: string): void {
  view.setBigUint64(offset, BigInt(`0x${hex}`));
}

function bits(...flags: readonly (readonly [boolean, number])[]): number {
  return flags.reduce((sum, [set, bit]) => (set ? sum | bit : sum), 0);
}
