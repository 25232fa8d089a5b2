package org.havatar.relay.routing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;
import org.havatar.relay.session.Seat;
import org.havatar.transports.wire.BinaryCodec;
import org.havatar.transports.wire.Decoded;
import org.havatar.transports.wire.Event;
import org.havatar.transports.wire.Hot;
import org.havatar.transports.wire.JsonCodec;
import org.havatar.transports.wire.Message;

/**
 * Parcels on the event bus: the same instance within a node, bytes between nodes. Layout: {@code u8
 * kind}, the record's fields in order, strings as {@code u16 length} and UTF-8, the message as
 * {@code u8 form} (0 binary, 1 JSON) and {@code u16 length}.
 */
final class ParcelCodec implements MessageCodec<Parcel, Parcel> {
  /** Short: it travels with every message. */
  static final String NAME = "p";

  private static final byte TO_ROBOT = 1;
  private static final byte TO_CLIENT = 2;
  private static final byte TO_WATCHERS = 3;
  private static final byte BINARY = 0;
  private static final byte JSON = 1;

  @Override
  public Parcel transform(Parcel parcel) {
    return parcel;
  }

  @Override
  public void encodeToWire(Buffer out, Parcel parcel) {
    switch (parcel) {
      case Parcel.ToRobot p -> {
        put(out.appendByte(TO_ROBOT), p.robotId());
        put(out, p.from());
        put(out, p.message());
      }
      case Parcel.ToClient p -> {
        put(out.appendByte(TO_CLIENT), p.seat());
        put(out, p.robotId());
        put(out, p.message());
      }
      case Parcel.ToWatchers p -> {
        put(out.appendByte(TO_WATCHERS), p.robotId());
        put(out, p.message());
      }
      case Parcel.Unreadable ignored -> out.appendByte((byte) 0);
    }
  }

  private static void put(Buffer out, String text) {
    put(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void put(Buffer out, byte[] bytes) {
    out.appendUnsignedShort(bytes.length).appendBytes(bytes);
  }

  private static void put(Buffer out, Seat seat) {
    put(out, seat.loop());
    put(out, seat.session());
    out.appendLong(seat.holder());
  }

  private static void put(Buffer out, Message message) {
    switch (message) {
      case Hot hot -> put(out.appendByte(BINARY), BinaryCodec.encode(hot));
      case Event event -> put(out.appendByte(JSON), JsonCodec.encode(event));
    }
  }

  /** Never throws: what can't be read is said to be so, and the receiver counts it. */
  @Override
  public Parcel decodeFromWire(int position, Buffer in) {
    try {
      return new Reader(in, position).parcel();
    } catch (IndexOutOfBoundsException e) {
      return new Parcel.Unreadable("cut short");
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }

  private static final class Reader {
    private final Buffer in;
    private int at;

    private Reader(Buffer in, int at) {
      this.in = in;
      this.at = at;
    }

    private Parcel parcel() {
      byte kind = in.getByte(at);
      at++;
      return switch (kind) {
        case TO_ROBOT -> {
          String robotId = text();
          Seat from = seat();
          yield message() instanceof Decoded.Ok ok
              ? new Parcel.ToRobot(robotId, from, ok.message())
              : new Parcel.Unreadable("message to a robot");
        }
        case TO_CLIENT -> {
          Seat seat = seat();
          String robotId = text();
          yield message() instanceof Decoded.Ok ok
              ? new Parcel.ToClient(seat, robotId, ok.message())
              : new Parcel.Unreadable("message to a client");
        }
        case TO_WATCHERS -> {
          String robotId = text();
          yield message() instanceof Decoded.Ok ok
              ? new Parcel.ToWatchers(robotId, ok.message())
              : new Parcel.Unreadable("message to watchers");
        }
        default -> new Parcel.Unreadable("kind " + kind);
      };
    }

    private byte[] bytes() {
      int length = in.getUnsignedShort(at);
      byte[] bytes = in.getBytes(at + 2, at + 2 + length);
      at += 2 + length;
      return bytes;
    }

    private String text() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }

    private Seat seat() {
      String loop = text();
      String session = text();
      long holder = in.getLong(at);
      at += Long.BYTES;
      return new Seat(loop, session, holder);
    }

    private Decoded message() {
      boolean binary = in.getByte(at) == BINARY;
      at++;
      byte[] bytes = bytes();
      return binary
          ? BinaryCodec.decode(bytes)
          : JsonCodec.decode(new String(bytes, StandardCharsets.UTF_8));
    }
  }
}
