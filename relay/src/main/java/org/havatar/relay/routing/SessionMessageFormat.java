package org.havatar.relay.routing;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.havatar.relay.session.message.Addressee;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.LeaseWish;
import org.havatar.relay.session.message.SessionMessage;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.AnswerRequest;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Binary;
import org.havatar.transports.wire.BinaryCodec;
import org.havatar.transports.wire.Decoded;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Event;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.JsonCodec;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.LeaseRequested;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose.Action;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.StatusResponse;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.StopPressed;
import org.havatar.transports.wire.Stopped;
import org.havatar.transports.wire.WatcherList;

/**
 * Messages between sessions as bytes, for other nodes, which may be of different versions while
 * they are replaced one by one. Layout of a message: {@code u8 kind}, the record's fields in order
 * but {@code readNs}; texts as {@code u16 length} and UTF-8, an addressee as {@code u8 form} (0 one
 * client, 1 watchers) and its fields, a protocol's message as {@code u8 form} (0 binary, 1 JSON)
 * and {@code u16 length}, a wish as {@code u8 action} (1 take, 2 release, 3 take over, 4 revoke, 5
 * hand over), {@code u32 boot}, {@code u32 counter}, its name, {@code u8 rank}, {@code u64 ms}; the
 * part of a watch as {@code u8} (0 all, 1 tell, 2 count), from version 2 on.
 */
final class SessionMessageFormat {
  private static final byte ONE = 0;
  private static final byte WATCHERS = 1;
  private static final byte BINARY = 0;
  private static final byte JSON = 1;

  /** What a record is called in bytes; numbers are never used again. */
  private static final class Kinds {
    static final byte SETPOINT = 1;
    static final byte PRESS = 2;
    static final byte WATCH = 3;
    static final byte CHANGE_LEASE = 4;
    static final byte ASK_DRIVER = 5;
    static final byte ANSWER_ASKER = 6;
    static final byte RELEASE = 7;
    static final byte ASK_STATUS = 8;
    static final byte ACKNOWLEDGED = 64;
    static final byte HEARD = 65;
    static final byte LEASED = 66;
    static final byte LATCHED = 67;
    static final byte PRESSED = 68;
    static final byte DENIED = 69;
    static final byte FAILED = 70;
    static final byte ASKED = 71;
    static final byte WATCHED = 72;
    static final byte STATUS_TOLD = 73;
  }

  private SessionMessageFormat() {}

  /**
   * @param version of what the reader knows
   */
  static void write(Buffer out, SessionMessage message, int version) {
    switch (message) {
      case ToRobotSession asked -> encode(out, asked, version);
      case ToClientSession told -> encode(out, told);
      case SessionMessage.Unreadable ignored -> out.appendByte((byte) 0);
    }
  }

  private static void encode(Buffer out, ToRobotSession message, int version) {
    switch (message) {
      case ToRobotSession.Setpoint m -> put(begin(out, Kinds.SETPOINT, m), m.drive());
      case ToRobotSession.Press m -> put(begin(out, Kinds.PRESS, m), m.stop());
      case ToRobotSession.Watch m -> put(begin(out, Kinds.WATCH, m), m, version);
      case ToRobotSession.ChangeLease m -> put(begin(out, Kinds.CHANGE_LEASE, m), m.wish());
      case ToRobotSession.AskDriver m -> put(begin(out, Kinds.ASK_DRIVER, m), m.wish());
      case ToRobotSession.AnswerAsker m -> put(begin(out, Kinds.ANSWER_ASKER, m), m.answer());
      case ToRobotSession.Release m -> put(begin(out, Kinds.RELEASE, m), m.release());
      case ToRobotSession.AskStatus m -> put(begin(out, Kinds.ASK_STATUS, m), m.question());
    }
  }

  private static Buffer begin(Buffer out, byte kind, ToRobotSession message) {
    put(out.appendByte(kind), message.robotId());
    put(out, message.from());
    return out;
  }

  private static void encode(Buffer out, ToClientSession message) {
    switch (message) {
      case ToClientSession.Acknowledged m -> put(begin(out, Kinds.ACKNOWLEDGED, m), m.ack());
      case ToClientSession.Heard m -> put(begin(out, Kinds.HEARD, m), m.beacon());
      case ToClientSession.Leased m -> put(begin(out, Kinds.LEASED, m), m.lease());
      case ToClientSession.Latched m -> put(begin(out, Kinds.LATCHED, m), m.stopped());
      case ToClientSession.Pressed m -> put(begin(out, Kinds.PRESSED, m), m.press());
      case ToClientSession.Denied m -> put(begin(out, Kinds.DENIED, m), m.refused());
      case ToClientSession.Failed m -> put(begin(out, Kinds.FAILED, m), m.error());
      case ToClientSession.Asked m -> put(begin(out, Kinds.ASKED, m), m.request());
      case ToClientSession.Watched m -> put(begin(out, Kinds.WATCHED, m), m.watchers());
      case ToClientSession.StatusTold m -> put(begin(out, Kinds.STATUS_TOLD, m), m.status());
    }
  }

  private static Buffer begin(Buffer out, byte kind, ToClientSession message) {
    out.appendByte(kind);
    switch (message.to()) {
      case ClientAddress one -> put(out.appendByte(ONE), one);
      case Addressee.Watchers all -> put(out.appendByte(WATCHERS), all.loop());
    }
    put(out, message.robotId());
    return out;
  }

  private static void put(Buffer out, String text) {
    put(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void put(Buffer out, byte[] bytes) {
    out.appendUnsignedShort(bytes.length).appendBytes(bytes);
  }

  private static void put(Buffer out, ToRobotSession.Watch watch, int version) {
    put(out, watch.name());
    if (version >= NodeVersion.PARTS) {
      out.appendByte(number(watch.part()));
    }
  }

  /** Numbers of their own, as of {@link #number(Action)}. */
  private static byte number(ToRobotSession.Watch.Part part) {
    return switch (part) {
      case ALL -> 0;
      case TELL -> 1;
      case COUNT -> 2;
    };
  }

  private static void put(Buffer out, ClientAddress client) {
    put(out, client.loop());
    put(out, client.session());
    out.appendLong(client.holder());
  }

  private static void put(Buffer out, LeaseWish wish) {
    out.appendByte(number(wish.action()))
        .appendUnsignedInt(wish.term().boot())
        .appendUnsignedInt(wish.term().counter());
    put(out, wish.name());
    out.appendByte((byte) wish.rank()).appendLong(wish.durationMs());
  }

  /** Numbers of their own: the enum's order may change. Never used again. */
  private static byte number(Action action) {
    return switch (action) {
      case TAKE -> 1;
      case RELEASE -> 2;
      case TAKE_OVER -> 3;
      case REVOKE -> 4;
      case HAND_OVER -> 5;
    };
  }

  private static void put(Buffer out, Message message) {
    switch (message) {
      case Binary binary -> put(out.appendByte(BINARY), BinaryCodec.encode(binary));
      case Event event -> put(out.appendByte(JSON), JsonCodec.encode(event));
    }
  }

  /** Never throws: what can't be read is said to be so, and the receiver counts it. */
  static SessionMessage read(Buffer in, int position, int version) {
    try {
      return new Reader(in, position, version).message();
    } catch (IndexOutOfBoundsException e) {
      return new SessionMessage.Unreadable("cut short");
    } catch (WrongContent e) {
      return new SessionMessage.Unreadable("content of another kind");
    }
  }

  private static final class WrongContent extends RuntimeException {
    private static final long serialVersionUID = 1;

    private WrongContent() {
      super(null, null, false, false);
    }
  }

  private static final class Reader {
    private final Buffer in;
    private final int version;
    private int at;

    private Reader(Buffer in, int at, int version) {
      this.in = in;
      this.at = at;
      this.version = version;
    }

    private SessionMessage message() {
      byte kind = oneByte();
      return kind < Kinds.ACKNOWLEDGED ? toRobot(kind) : toClient(kind);
    }

    private SessionMessage toRobot(byte kind) {
      if (kind < Kinds.SETPOINT || kind > Kinds.ASK_STATUS) {
        return new SessionMessage.Unreadable("kind " + kind);
      }
      String robot = text();
      ClientAddress from = client();
      return switch (kind) {
        case Kinds.SETPOINT ->
            new ToRobotSession.Setpoint(
                robot, from, content(Drive.class), SessionMessage.UNKNOWN_NS);
        case Kinds.PRESS -> new ToRobotSession.Press(robot, from, content(Stop.class));
        case Kinds.WATCH -> new ToRobotSession.Watch(robot, from, text(), part());
        case Kinds.CHANGE_LEASE -> changeLease(robot, from, wish());
        case Kinds.ASK_DRIVER -> new ToRobotSession.AskDriver(robot, from, wish());
        case Kinds.ANSWER_ASKER ->
            new ToRobotSession.AnswerAsker(robot, from, content(AnswerRequest.class));
        case Kinds.RELEASE -> new ToRobotSession.Release(robot, from, content(ReleaseStop.class));
        default -> new ToRobotSession.AskStatus(robot, from, content(GetStatus.class));
      };
    }

    private SessionMessage toClient(byte kind) {
      if (kind > Kinds.STATUS_TOLD) {
        return new SessionMessage.Unreadable("kind " + kind);
      }
      Addressee to = addressee();
      String robot = text();
      return switch (kind) {
        case Kinds.ACKNOWLEDGED ->
            new ToClientSession.Acknowledged(
                to, robot, content(Ack.class), SessionMessage.UNKNOWN_NS);
        case Kinds.HEARD -> new ToClientSession.Heard(to, robot, content(Beacon.class));
        case Kinds.LEASED -> new ToClientSession.Leased(to, robot, content(Lease.class));
        case Kinds.LATCHED -> new ToClientSession.Latched(to, robot, content(Stopped.class));
        case Kinds.PRESSED -> new ToClientSession.Pressed(to, robot, content(StopPressed.class));
        case Kinds.DENIED -> new ToClientSession.Denied(to, robot, content(Refused.class));
        case Kinds.FAILED -> new ToClientSession.Failed(to, robot, content(ErrorReport.class));
        case Kinds.ASKED -> new ToClientSession.Asked(to, robot, content(LeaseRequested.class));
        case Kinds.WATCHED -> new ToClientSession.Watched(to, robot, content(WatcherList.class));
        default -> new ToClientSession.StatusTold(to, robot, content(StatusResponse.class));
      };
    }

    private ToRobotSession.Watch.Part part() {
      if (version < NodeVersion.PARTS) {
        return ToRobotSession.Watch.Part.ALL;
      }
      return switch (oneByte()) {
        case 0 -> ToRobotSession.Watch.Part.ALL;
        case 1 -> ToRobotSession.Watch.Part.TELL;
        case 2 -> ToRobotSession.Watch.Part.COUNT;
        default -> throw new WrongContent();
      };
    }

    private byte oneByte() {
      return in.getByte(at++);
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

    private long oneLong() {
      long found = in.getLong(at);
      at += Long.BYTES;
      return found;
    }

    private long unsignedInt() {
      long found = in.getUnsignedInt(at);
      at += Integer.BYTES;
      return found;
    }

    private ClientAddress client() {
      return new ClientAddress(text(), text(), oneLong());
    }

    private Addressee addressee() {
      return oneByte() == ONE ? client() : new Addressee.Watchers(text());
    }

    private LeaseWish wish() {
      Action action = action(oneByte());
      Numbered term = new Numbered(unsignedInt(), unsignedInt());
      return new LeaseWish(action, term, text(), oneByte(), oneLong());
    }

    private static Action action(byte number) {
      for (Action each : Action.values()) {
        if (number(each) == number) {
          return each;
        }
      }
      throw new WrongContent();
    }

    private ToRobotSession changeLease(String robot, ClientAddress from, LeaseWish wish) {
      try {
        return new ToRobotSession.ChangeLease(robot, from, wish);
      } catch (IllegalArgumentException e) {
        throw new WrongContent();
      }
    }

    private <T extends Message> T content(Class<T> type) {
      boolean binary = oneByte() == BINARY;
      byte[] bytes = bytes();
      Decoded decoded =
          binary
              ? BinaryCodec.decode(bytes)
              : JsonCodec.decode(new String(bytes, StandardCharsets.UTF_8));
      if (decoded instanceof Decoded.Ok ok && type.isInstance(ok.message())) {
        return type.cast(ok.message());
      }
      throw new WrongContent();
    }
  }
}
