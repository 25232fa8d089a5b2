package org.havatar.transports.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The fixed binary layouts of PROTOCOL.md §3. Big-endian, at most {@link #MAX_BYTES} bytes. */
@SuppressWarnings("ByteBufferBackingArray") // every buffer here wraps an array of its own
public final class BinaryCodec {
  public static final int MAX_BYTES = 64;
  public static final int MIN_BYTES = 2;

  private static final int DRIVE = 1;
  private static final int ACK = 2;
  private static final int STOP = 3;
  private static final int STOPPED = 4;
  private static final int BEACON = 5;
  private static final int BOARD = 6;
  private static final int PING = 7;
  private static final int PONG = 8;

  /** Index is the type. */
  private static final int[] LENGTHS = {0, 28, 28, 28, 28, 52, 44, 12, 16};

  private static final int STATE_LATCHED = 1;
  private static final int STATE_ZERO = 2;
  private static final int BATTERY_UNKNOWN = 255;
  private static final int FULL = 1000;
  private static final Stop.Cause[] CAUSES = Stop.Cause.values();
  private static final LatchKind[] LATCH_KINDS = LatchKind.values();

  private BinaryCodec() {}

  /** The message's bytes, a fresh array of the exact length. */
  public static byte[] encode(Binary message) {
    return switch (message) {
      case Drive m -> encodeDrive(m);
      case Ack m -> encodeAck(m);
      case Stop m -> encodeStop(m);
      case Stopped m -> encodeStopped(m);
      case Beacon m -> encodeBeacon(m);
      case Board m -> encodeBoard(m);
      case Ping m -> start(PING, 0, 0).putInt(m.id()).putInt(m.senderMs()).array();
      case Pong m ->
          start(PONG, m.stampValid() ? 1 : 0, 0)
              .putInt(m.id())
              .putInt(m.senderMs())
              .putInt(m.stamp().millis())
              .array();
    };
  }

  /** Reads one message that fills {@code bytes} exactly. */
  public static Decoded decode(byte[] bytes) {
    Reason wrong = shape(bytes);
    if (wrong != null) {
      return bad(wrong);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Binary message =
        switch (bytes[1]) {
          case DRIVE -> drive(in);
          case ACK -> ack(in);
          case STOP -> stop(in);
          case STOPPED -> stopped(in);
          case BEACON -> beacon(in);
          case BOARD -> board(in);
          case PING -> new Ping(in.getInt(4), in.getInt(8));
          default ->
              new Pong(in.getInt(4), in.getInt(8), (bytes[2] & 1) != 0, new Stamp(in.getInt(12)));
        };
    return message == null ? bad(Reason.OUT_OF_RANGE) : new Decoded.Ok(message);
  }

  private static @Nullable Reason shape(byte[] bytes) {
    if (bytes.length < MIN_BYTES || bytes[0] != Protocol.VERSION) {
      return Reason.MALFORMED;
    }
    int type = bytes[1] & 0xFF;
    if (type == 0 || type >= LENGTHS.length) {
      return Reason.UNKNOWN_TYPE;
    }
    return bytes.length == LENGTHS[type] ? null : Reason.MALFORMED;
  }

  private static Decoded.Bad bad(Reason reason) {
    return new Decoded.Bad(reason.wireName(), "binary message");
  }

  private static ByteBuffer start(int type, int second, int third) {
    return ByteBuffer.allocate(LENGTHS[type])
        .put((byte) Protocol.VERSION)
        .put((byte) type)
        .put((byte) second)
        .put((byte) third);
  }

  private static ByteBuffer put(ByteBuffer out, Numbered pair) {
    return out.putInt((int) pair.boot()).putInt((int) pair.counter());
  }

  private static ByteBuffer putTracks(ByteBuffer out, int left, int right) {
    return out.putShort((short) left).putShort((short) right);
  }

  private static byte[] encodeDrive(Drive m) {
    ByteBuffer out = put(start(DRIVE, 0, 0), m.term());
    out.putInt(m.sequence().value()).putInt(m.echo().millis());
    out.putShort((short) m.ttlMs()).putShort(saturated(m.inputAgeMs()));
    return putTracks(out, m.leftPermille(), m.rightPermille()).array();
  }

  private static byte[] encodeAck(Ack m) {
    ByteBuffer out = put(start(ACK, 0, m.reason().number()), m.term());
    out.putInt(m.sequence().value()).putInt(m.stamp().millis());
    out.putShort(saturated(m.ageMs())).putShort((short) m.capPermille());
    return putTracks(out, m.leftPermille(), m.rightPermille()).array();
  }

  private static byte[] encodeStop(Stop m) {
    ByteBuffer out = start(STOP, m.cause().ordinal(), m.authority());
    return put(out.putLong(m.stopId()).putLong(m.origin()), m.latch()).array();
  }

  private static byte[] encodeStopped(Stopped m) {
    int state = m.zeroOutput() ? STATE_ZERO : STATE_LATCHED;
    ByteBuffer out = start(STOPPED, state, m.latchKind().ordinal()).putLong(m.stopId());
    put(out, m.latch()).putInt(m.stamp().millis());
    return out.putShort(saturated(m.elapsedMs())).putShort((short) 0).array();
  }

  private static byte[] encodeBeacon(Beacon m) {
    ByteBuffer out = start(BEACON, m.flags(), m.latchKind().ordinal());
    out.putInt((int) m.boot()).putInt((int) m.termCounter());
    out.putInt((int) m.latchCounter()).putInt((int) m.routeCounter());
    out.putInt(m.stamp().millis()).putLong(m.holder()).putInt((int) m.leaseRemainingMs());
    out.putShort((short) m.batteryMv()).put((byte) m.batteryPercent()).put((byte) m.faults());
    putTracks(out, m.leftPermille(), m.rightPermille());
    out.putShort((short) m.capPermille()).putShort(saturated(m.loopAgeMs()));
    return out.putInt(m.lastSequence().value()).array();
  }

  private static byte[] encodeBoard(Board m) {
    int flags = (m.stopped() ? 1 : 0) | (m.failsafe() ? 2 : 0) | (m.ramping() ? 4 : 0);
    ByteBuffer out = start(BOARD, flags, m.faults());
    out.putInt((int) m.startId()).putInt(m.stamp().millis());
    put(out, m.term()).putInt(m.sequence().value());
    put(out, m.latch());
    putTracks(out, m.leftPermille(), m.rightPermille());
    out.putShort((short) m.batteryMv()).put((byte) m.batteryPercent());
    out.put((byte) m.lastReason().number());
    return out.putShort((short) m.rejected()).putShort((short) 0).array();
  }

  private static short saturated(int durationMs) {
    return (short) Math.max(0, Math.min(durationMs, 0xFFFF));
  }

  private static int u8(ByteBuffer in, int at) {
    return in.get(at) & 0xFF;
  }

  private static int u16(ByteBuffer in, int at) {
    return in.getShort(at) & 0xFFFF;
  }

  private static long u32(ByteBuffer in, int at) {
    return in.getInt(at) & 0xFFFF_FFFFL;
  }

  private static Numbered pair(ByteBuffer in, int at) {
    return new Numbered(u32(in, at), u32(in, at + 4));
  }

  private static boolean tracksInRange(int left, int right) {
    return Math.abs(left) <= FULL && Math.abs(right) <= FULL;
  }

  private static boolean percentInRange(int percent) {
    return percent <= 100 || percent == BATTERY_UNKNOWN;
  }

  private static @Nullable Drive drive(ByteBuffer in) {
    int ttlMs = u16(in, 20);
    int left = in.getShort(24);
    int right = in.getShort(26);
    if (ttlMs < 1 || ttlMs > Drive.MAX_TTL_MS || !tracksInRange(left, right)) {
      return null;
    }
    Sequence sequence = new Sequence(in.getInt(12));
    Stamp echo = new Stamp(in.getInt(16));
    return new Drive(pair(in, 4), sequence, echo, ttlMs, u16(in, 22), left, right);
  }

  private static @Nullable Ack ack(ByteBuffer in) {
    Reason reason = Reason.ofNumber(u8(in, 3));
    int cap = u16(in, 22);
    int left = in.getShort(24);
    int right = in.getShort(26);
    if (reason == null || cap > FULL || !tracksInRange(left, right)) {
      return null;
    }
    Sequence sequence = new Sequence(in.getInt(12));
    Stamp stamp = new Stamp(in.getInt(16));
    return new Ack(reason, pair(in, 4), sequence, stamp, u16(in, 20), cap, left, right);
  }

  private static @Nullable Stop stop(ByteBuffer in) {
    int cause = u8(in, 2);
    int authority = u8(in, 3);
    if (cause >= CAUSES.length || authority > Stop.ADMINISTRATOR) {
      return null;
    }
    return new Stop(CAUSES[cause], authority, in.getLong(4), in.getLong(12), pair(in, 20));
  }

  private static @Nullable Stopped stopped(ByteBuffer in) {
    int state = u8(in, 2);
    int latch = u8(in, 3);
    long stopId = in.getLong(4);
    if (state < STATE_LATCHED || state > STATE_ZERO || latch >= LATCH_KINDS.length || stopId == 0) {
      return null;
    }
    Stamp stamp = new Stamp(in.getInt(20));
    return new Stopped(
        state == STATE_ZERO, LATCH_KINDS[latch], stopId, pair(in, 12), stamp, u16(in, 24));
  }

  private static @Nullable Beacon beacon(ByteBuffer in) {
    int latch = u8(in, 3);
    long boot = u32(in, 4);
    int percent = u8(in, 38);
    int left = in.getShort(40);
    int right = in.getShort(42);
    int cap = u16(in, 44);
    if (latch >= LATCH_KINDS.length || boot == 0 || !percentInRange(percent)) {
      return null;
    }
    if (!tracksInRange(left, right) || cap > FULL) {
      return null;
    }
    return new Beacon(
        u8(in, 2) & Beacon.KNOWN_FLAGS,
        LATCH_KINDS[latch],
        boot,
        u32(in, 8),
        u32(in, 12),
        u32(in, 16),
        new Stamp(in.getInt(20)),
        in.getLong(24),
        u32(in, 32),
        u16(in, 36),
        percent,
        u8(in, 39),
        left,
        right,
        cap,
        u16(in, 46),
        new Sequence(in.getInt(48)));
  }

  private static @Nullable Board board(ByteBuffer in) {
    long startId = u32(in, 4);
    int left = in.getShort(32);
    int right = in.getShort(34);
    int percent = u8(in, 38);
    Reason lastReason = Reason.ofNumber(u8(in, 39));
    if (startId == 0 || lastReason == null || !tracksInRange(left, right)) {
      return null;
    }
    if (!percentInRange(percent)) {
      return null;
    }
    int flags = u8(in, 2);
    return new Board(
        (flags & 1) != 0,
        (flags & 2) != 0,
        (flags & 4) != 0,
        u8(in, 3),
        startId,
        new Stamp(in.getInt(8)),
        pair(in, 12),
        new Sequence(in.getInt(20)),
        pair(in, 24),
        left,
        right,
        u16(in, 36),
        percent,
        lastReason,
        u16(in, 40));
  }
}
